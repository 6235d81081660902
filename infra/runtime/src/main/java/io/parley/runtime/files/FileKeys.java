package io.parley.runtime.files;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes and recognises the keys of stored files. A key is its own proof against path tricks: letters and one dot. */
final class FileKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}(\\.[a-z0-9]{1,10})?");
    private static final Pattern ENDING = Pattern.compile(".*\\.([A-Za-z0-9]{1,10})");

    private FileKeys() {}

    static String newKeyFor(String fileName) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        String name = HexFormat.of().formatHex(bits);
        Matcher ending = ENDING.matcher(fileName.strip());
        return ending.matches() ? name + "." + ending.group(1).toLowerCase(Locale.ROOT) : name;
    }

    static boolean isKey(String candidate) {
        return KEY.matcher(candidate).matches();
    }
}

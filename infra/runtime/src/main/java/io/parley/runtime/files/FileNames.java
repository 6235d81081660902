package io.parley.runtime.files;

import java.util.regex.Pattern;

/** Makes a name somebody else gave safe to show, to save under and to end a URL with. */
public final class FileNames {

    private static final int MAX_LENGTH = 120;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|%#;]+");

    private FileNames() {}

    /** The last segment of the name without what a path, header or URL would stumble over; never empty. */
    public static String safe(String name) {
        String last = name.replace('\\', '/');
        last = last.substring(last.lastIndexOf('/') + 1);
        String safe = UNSAFE.matcher(last).replaceAll("_").strip().replaceAll("^\\.+", "");
        if (safe.length() > MAX_LENGTH) {
            int dot = safe.lastIndexOf('.');
            String ending = dot > 0 && safe.length() - dot <= 12 ? safe.substring(dot) : "";
            int end = MAX_LENGTH - ending.length();
            // Half a character is none.
            safe = safe.substring(0, Character.isHighSurrogate(safe.charAt(end - 1)) ? end - 1 : end) + ending;
        }
        return safe.isBlank() ? "file" : safe;
    }
}

package io.parley.ingress.channel.email;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes text of bytes, whatever their charset is said to be, and keeps it free of what no table takes. */
final class MailText {

    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Pattern UNWANTED = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}");
    private static final Pattern BREAK = Pattern.compile("\\r\\n?|\\u2028|\\u2029");

    /** What mailers say, and what they mean: a superset where there is one. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("ansi_x3.110-1983", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("x-gbk", "GB18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("iso-8859-8-i", "ISO-8859-8"),
            Map.entry("utf8", "UTF-8"),
            Map.entry("unicode-1-1-utf-8", "UTF-8"),
            Map.entry("cp-850", "IBM850"));

    private MailText() {}

    /** What says nothing of its charset, or lies, is UTF-8 if it can be and Western if not. */
    static String decode(byte[] bytes, @Nullable String charsetName) {
        Charset charset = charset(charsetName);
        String text = charset == null || charset.equals(StandardCharsets.US_ASCII) ? null : strictly(bytes, charset);
        if (text == null) {
            text = strictly(bytes, StandardCharsets.UTF_8);
        }
        if (text == null) {
            text = new String(bytes, charset == null || isUnicode(charset) ? WESTERN : charset);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isUnicode(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    }

    private static @Nullable Charset charset(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        String plain = name.strip().replaceAll("^['\"]|['\"]$", "").toLowerCase(Locale.ROOT);
        try {
            return Charset.forName(MEANT.getOrDefault(plain, plain));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static @Nullable String strictly(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A header as the library gives it, each byte a character: unfolded, and read as what its bytes are. */
    static String header(String raw) {
        String line = raw.replaceAll("\\r?\\n[ \\t]*|\\r", " ");
        return line.chars().allMatch(it -> it < 128) ? line : decode(line.getBytes(StandardCharsets.ISO_8859_1), null);
    }

    /** Lines end in {@code \n}; control characters and halves of characters are gone. */
    static String clean(String text) {
        return UNWANTED.matcher(BREAK.matcher(text).replaceAll("\n")).replaceAll("");
    }

    /** The same on one line. */
    static String line(String text) {
        return clean(text).replaceAll("\\s+", " ").strip();
    }

    /** Joins what was wrapped for the way (RFC 3676). */
    static String unflow(String text, boolean deleteSpace) {
        StringBuilder out = new StringBuilder(text.length());
        for (String line : text.split("\n", -1)) {
            boolean quote = line.startsWith(">");
            String content = !quote && line.startsWith(" ") ? line.substring(1) : line;
            boolean flows = !quote && content.endsWith(" ") && !content.equals("-- ");
            out.append(flows && deleteSpace ? content.substring(0, content.length() - 1) : content);
            out.append(flows ? "" : "\n");
        }
        return out.length() > 0 ? out.substring(0, out.length() - (out.charAt(out.length() - 1) == '\n' ? 1 : 0)) : "";
    }

    /** Cut to a number of UTF-16 units, never through a character. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}

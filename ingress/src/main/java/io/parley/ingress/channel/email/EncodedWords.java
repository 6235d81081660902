package io.parley.ingress.channel.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words of a header (RFC 2047). Neighbours of one charset are joined before they are decoded: many
 * mailers cut a character in two between words.
 */
final class EncodedWords {

    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]{1,40})(?:\\*[^?]*)?\\?([BbQq])\\?([^?]*)\\?=");

    private EncodedWords() {}

    static String decode(String header) {
        Matcher word = WORD.matcher(header);
        StringBuilder decoded = new StringBuilder();
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        String charset = "";
        int end = 0;
        boolean afterWord = false;
        while (word.find()) {
            String between = header.substring(end, word.start());
            boolean joined = afterWord && between.isBlank();
            if (!joined || !charset.equalsIgnoreCase(word.group(1))) {
                decoded.append(flush(pending, charset));
                charset = word.group(1);
            }
            if (!joined) {
                decoded.append(between);
            }
            pending.writeBytes(bytes(word.group(2).toUpperCase(Locale.ROOT), word.group(3)));
            end = word.end();
            afterWord = true;
        }
        return decoded.append(flush(pending, charset))
                .append(header.substring(end))
                .toString();
    }

    private static String flush(ByteArrayOutputStream pending, String charset) {
        if (pending.size() == 0) {
            return "";
        }
        String text = MailText.decode(pending.toByteArray(), charset);
        pending.reset();
        return text;
    }

    private static byte[] bytes(String encoding, String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        return encoding.equals("B") ? PartBytes.fromBase64(raw) : PartBytes.fromQuotedPrintable(text.replace('_', ' '));
    }
}

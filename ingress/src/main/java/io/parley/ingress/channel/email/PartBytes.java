package io.parley.ingress.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** The decoded bytes of a part. What is damaged is decoded as far as it goes; an unknown encoding is none. */
final class PartBytes {

    private PartBytes() {}

    static byte[] of(MimePart part) throws MessagingException, IOException {
        byte[] raw = raw(part);
        String encoding = part.getEncoding();
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> fromBase64(raw);
            case "quoted-printable" -> fromQuotedPrintable(new String(raw, StandardCharsets.ISO_8859_1));
            case "x-uuencode", "uuencode", "x-uue" -> fromUuencode(raw);
            default -> raw;
        };
    }

    static byte[] raw(MimePart part) throws MessagingException, IOException {
        try (InputStream in = part instanceof MimeMessage message
                ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Piece by piece, each ended by its padding: some mailers put several together. Other letters are skipped. */
    static byte[] fromBase64(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length * 3 / 4 + 3);
        byte[] piece = new byte[raw.length];
        int count = 0;
        for (byte letter : raw) {
            if (letter == '=') {
                out.writeBytes(decodePiece(piece, count));
                count = 0;
            } else if (isBase64(letter)) {
                piece[count++] = letter == '-' ? (byte) '+' : letter == '_' ? (byte) '/' : letter;
            }
        }
        out.writeBytes(decodePiece(piece, count));
        return out.toByteArray();
    }

    private static byte[] decodePiece(byte[] piece, int count) {
        return Base64.getDecoder().decode(Arrays.copyOf(piece, count % 4 == 1 ? count - 1 : count));
    }

    private static boolean isBase64(byte letter) {
        return (letter >= 'A' && letter <= 'Z')
                || (letter >= 'a' && letter <= 'z')
                || (letter >= '0' && letter <= '9')
                || letter == '+'
                || letter == '/'
                || letter == '-'
                || letter == '_';
    }

    /** What is no code of two digits stays as it stands. */
    static byte[] fromQuotedPrintable(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int softBreak = c == '=' ? softBreak(text, i) : 0;
            if (softBreak > 0) {
                i += softBreak;
            } else if (c == '=' && hex(text, i + 1) >= 0 && hex(text, i + 2) >= 0) {
                out.write(hex(text, i + 1) * 16 + hex(text, i + 2));
                i += 3;
            } else {
                byte[] bytes =
                        c < 256 ? new byte[] {(byte) c} : String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                out.writeBytes(bytes);
                i++;
            }
        }
        return out.toByteArray();
    }

    /** The length of a soft line break that begins here, with the blanks some gateways put before its end. */
    private static int softBreak(String text, int at) {
        int i = at + 1;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        if (i >= text.length()) {
            return i - at;
        }
        if (text.charAt(i) == '\n') {
            return i + 1 - at;
        }
        return text.startsWith("\r\n", i) ? i + 2 - at : 0;
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }

    private static byte[] fromUuencode(byte[] raw) throws MessagingException {
        try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(raw), "uuencode")) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            return raw;
        }
    }
}

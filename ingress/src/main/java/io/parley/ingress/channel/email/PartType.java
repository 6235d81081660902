package io.parley.ingress.channel.email;

import io.parley.runtime.files.FileNames;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimePart;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a part says it is, read leniently: parameters may be unquoted, encoded as words, cut into pieces (RFC 2231) or
 * wrong, and a type that is none counts as bytes.
 *
 * @param full the type with its parameters, as the library can take it
 * @param media type and subtype, lower case
 */
record PartType(
        String full,
        String media,
        Map<String, String> parameters,
        String disposition,
        @Nullable String fileName,
        @Nullable String contentId) {

    private static final Pattern MEDIA =
            Pattern.compile("^\\s*([A-Za-z0-9!#$&^_.+-]{1,100})\\s*/\\s*([A-Za-z0-9!#$&^_.+-]{1,100})");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([A-Za-z0-9_*-]{1,60})\\s*=\\s*(\"((?:[^\"\\\\]|\\\\.)*)\"?|[^;]*)", Pattern.DOTALL);
    private static final Pattern META =
            Pattern.compile("<meta[^>]{0,200}charset\\s*=\\s*[\"']?([A-Za-z0-9_:.-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENT_ID = Pattern.compile("^\\s*<?\\s*([^<>\\s]{1,500})\\s*>?\\s*$");
    private static final Set<String> SIGNATURES =
            Set.of("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature");
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/jpg", "jpg"),
            Map.entry("image/png", "png"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/svg+xml", "svg"),
            Map.entry("application/pdf", "pdf"),
            Map.entry("text/calendar", "ics"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/html", "html"),
            Map.entry("text/csv", "csv"),
            Map.entry("message/rfc822", "eml"),
            Map.entry("application/zip", "zip"),
            Map.entry("application/ms-tnef", "dat"));

    static PartType of(MimePart part) throws MessagingException {
        String type = header(part, "Content-Type");
        String disposition = header(part, "Content-Disposition");
        Matcher matcher = MEDIA.matcher(type);
        boolean isType = matcher.find();
        String media = isType
                ? (matcher.group(1) + "/" + matcher.group(2)).toLowerCase(Locale.ROOT)
                : type.isBlank() || type.strip().equalsIgnoreCase("text") ? "text/plain" : "application/octet-stream";
        Map<String, String> parameters = parameters(type);
        Map<String, String> ofDisposition = parameters("x;" + disposition.replaceFirst("^[^;]*;?", ""));
        String name = ofDisposition.getOrDefault("filename", parameters.getOrDefault("name", ""));
        String boundary = parameters.get("boundary");
        Matcher id = CONTENT_ID.matcher(header(part, "Content-ID"));
        return new PartType(
                boundary == null
                        ? media
                        : media + "; boundary=\""
                                + boundary.replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                media,
                parameters,
                disposition.replaceFirst(";.*$", "").strip().toLowerCase(Locale.ROOT),
                name.isBlank() ? null : FileNames.safe(MailText.line(name)),
                id.matches() ? MailText.line(id.group(1)) : null);
    }

    boolean is(String prefix) {
        return media.startsWith(prefix);
    }

    boolean isText() {
        return media.equals("text/plain") || media.equals("text/html") || media.equals("text/enriched");
    }

    boolean isAttachment() {
        return disposition.equals("attachment");
    }

    /** A seal that says nothing to people. */
    boolean isMereSignature() {
        return SIGNATURES.contains(media);
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    @Nullable
    String charset() {
        return parameters.get("charset");
    }

    /** HTML may name its charset itself where the header does not. */
    @Nullable
    String charset(byte[] bytes) {
        String charset = charset();
        if (charset != null || !media.equals("text/html")) {
            return charset;
        }
        Matcher meta = META.matcher(new String(bytes, 0, Math.min(2_048, bytes.length), StandardCharsets.ISO_8859_1));
        return meta.find() ? meta.group(1) : null;
    }

    String nameOrGuess(int number) {
        if (fileName != null) {
            return fileName;
        }
        String base = media.startsWith("image/") ? "image" : media.equals("message/rfc822") ? "mail" : "attachment";
        return base + "-" + number + "." + ENDINGS.getOrDefault(media, "bin");
    }

    private static String header(MimePart part, String name) throws MessagingException {
        String[] values = part.getHeader(name);
        return values == null || values.length == 0 ? "" : MailText.header(values[0]);
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> plain = new HashMap<>();
        Map<String, TreeMap<Integer, String>> pieces = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            String quoted = matcher.group(3);
            String value = quoted == null ? matcher.group(2).strip() : quoted.replaceAll("\\\\(.)", "$1");
            int star = name.indexOf('*');
            if (star < 0) {
                plain.putIfAbsent(name, EncodedWords.decode(value));
            } else {
                boolean encoded = name.endsWith("*");
                String digits = name.substring(star).replaceAll("\\D", "");
                int index = digits.isEmpty() ? 0 : Integer.parseInt(digits.substring(0, Math.min(4, digits.length())));
                pieces.computeIfAbsent(name.substring(0, star), key -> new TreeMap<>())
                        .put(index, encoded ? "%" + value : "=" + value);
            }
        }
        pieces.forEach((name, parts) -> plain.put(name, joined(parts)));
        return plain;
    }

    /** RFC 2231: {@code charset'language'percent-encoded}, maybe in pieces of which not all are encoded. */
    private static String joined(TreeMap<Integer, String> pieces) {
        String charset = "utf-8";
        StringBuilder all = new StringBuilder();
        boolean first = true;
        for (String piece : pieces.values()) {
            String value = piece.substring(1);
            if (piece.charAt(0) == '%') {
                if (first && value.split("'", -1).length >= 3) {
                    charset = value.substring(0, value.indexOf('\''));
                    value = value.substring(value.indexOf('\'', value.indexOf('\'') + 1) + 1);
                }
                all.append(value.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B"));
            } else {
                all.append(value.replace("%", "%25").replace("+", "%2B"));
            }
            first = false;
        }
        byte[] bytes =
                URLDecoder.decode(all.toString(), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        return MailText.decode(bytes, charset);
    }
}

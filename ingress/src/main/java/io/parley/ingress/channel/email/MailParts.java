package io.parley.ingress.channel.email;

import io.parley.ingress.channel.email.ReadMail.MailFile;
import jakarta.activation.DataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail's tree of parts, flattened: texts to show and files beside them. A part that cannot be read as what it says it
 * is becomes a file of its bytes; trees of no end are cut, and the answer says so.
 */
final class MailParts {

    private static final int MAX_DEPTH = 30;
    private static final int MAX_PARTS = 500;

    private final List<Text> plain = new ArrayList<>();
    private final List<Text> html = new ArrayList<>();
    private final List<MailFile> files = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private int seen;
    private boolean complete = true;

    /** Words of the mail; {@code flowed} when lines were wrapped for the way. */
    record Text(String content) {}

    /** A machine-readable part: a delivery status, or the headers of the mail it is about. */
    record Report(String mediaType, String content) {}

    private MailParts() {}

    static MailParts of(MimeMessage message) {
        MailParts parts = new MailParts();
        parts.walk(message, 0, false);
        return parts;
    }

    List<Text> plain() {
        return plain;
    }

    List<Text> html() {
        return html;
    }

    List<MailFile> files() {
        return files;
    }

    List<Report> reports() {
        return reports;
    }

    boolean isComplete() {
        return complete;
    }

    private void walk(MimePart part, int depth, boolean alternative) {
        if (++seen > MAX_PARTS || depth > MAX_DEPTH) {
            complete = false;
            return;
        }
        try {
            PartType type = PartType.of(part);
            if (type.is("multipart/")) {
                multipart(part, type, depth);
            } else {
                leaf(part, type, alternative);
            }
        } catch (MessagingException | IOException | RuntimeException e) {
            complete = false;
        }
    }

    private void multipart(MimePart part, PartType type, int depth) throws MessagingException, IOException {
        List<MimePart> children = children(part, type);
        if (children.isEmpty()) {
            leaf(part, type, false);
            return;
        }
        boolean alternative = type.is("multipart/alternative");
        int plainBefore = plain.size();
        int htmlBefore = html.size();
        for (MimePart child : children) {
            walk(child, depth + 1, alternative);
        }
        if (alternative) { // of several of one kind the last is the best
            keepLast(plain, plainBefore);
            keepLast(html, htmlBefore);
        }
    }

    private static void keepLast(List<Text> texts, int from) {
        if (texts.size() > from + 1) {
            Text last = texts.getLast();
            texts.subList(from, texts.size()).clear();
            texts.add(last);
        }
    }

    private static List<MimePart> children(MimePart part, PartType type) throws MessagingException, IOException {
        List<MimePart> children = new ArrayList<>();
        try {
            byte[] raw = PartBytes.raw(part);
            String boundary = type.parameter("boundary");
            boolean hidden =
                    boundary != null && !new String(raw, StandardCharsets.ISO_8859_1).contains("--" + boundary);
            MimeMultipart multipart = new MimeMultipart(new Bytes(hidden ? PartBytes.of(part) : raw, type.full()));
            for (int i = 0; i < Math.min(multipart.getCount(), MAX_PARTS + 1); i++) {
                BodyPart child = multipart.getBodyPart(i);
                if (child instanceof MimePart mime) {
                    children.add(mime);
                }
            }
        } catch (MessagingException noMultipart) {
            return List.of();
        }
        return children;
    }

    private void leaf(MimePart part, PartType type, boolean alternative) throws MessagingException, IOException {
        byte[] bytes = PartBytes.of(part);
        boolean message = part instanceof MimeMessage;
        if (type.is("message/delivery-status") || type.is("text/rfc822-headers") || type.is("message/rfc822-headers")) {
            reports.add(new Report(type.media(), MailText.clean(MailText.decode(bytes, type.charset()))));
        } else if (type.isText() && !type.isAttachment() && (message || type.fileName() == null || alternative)) {
            text(type, bytes);
        } else if (type.is("multipart/") && message) {
            text(type, bytes); // a multipart without a single part: its words are better than nothing
        } else if (!type.isMereSignature()) {
            file(type, bytes);
        }
    }

    private void text(PartType type, byte[] bytes) {
        String content = MailText.clean(MailText.decode(bytes, type.charset(bytes)));
        if (type.is("text/html")) {
            if (content.length() > MailHtml.MAX_LENGTH) {
                files.add(new MailFile("message.html", "text/html", null, bytes));
            } else {
                html.add(new Text(content));
            }
        } else {
            boolean flowed = "flowed".equalsIgnoreCase(type.parameter("format"));
            plain.add(new Text(
                    flowed ? MailText.unflow(content, "yes".equalsIgnoreCase(type.parameter("delsp"))) : content));
        }
    }

    private void file(PartType type, byte[] bytes) {
        if (bytes.length == 0 && type.fileName() == null) {
            return;
        }
        if (type.is("message/rfc822")) {
            reports.add(new Report(type.media(), head(bytes)));
        }
        files.add(new MailFile(type.nameOrGuess(files.size() + 1), type.media(), type.contentId(), bytes));
    }

    private static String head(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 64 * 1024), StandardCharsets.ISO_8859_1);
        return MailText.clean(text);
    }

    /** Bytes as the library wants them. */
    private record Bytes(byte[] bytes, String type) implements DataSource {
        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException("only read");
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public @Nullable String getName() {
            return null;
        }
    }
}

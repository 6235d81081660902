package io.parley.ingress.channel.email;

import io.parley.ingress.channel.email.MailParts.Report;
import io.parley.ingress.channel.email.ReadMail.Bounce;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out whether a mail says that one of ours did not arrive: a report as RFC 3464 has it, or the prose some servers
 * write. Delays, and reports on others' mails, are mails like any other.
 */
final class DeliveryReport {

    private static final Pattern OURS = Pattern.compile("(" + OwnMessageId.PATTERN + ")");
    private static final Pattern ACTION = field("Action");
    private static final Pattern STATUS = field("Status");
    private static final Pattern DIAGNOSTIC = field("Diagnostic-Code");
    private static final Pattern RECIPIENT =
            Pattern.compile("(?im)^(?:Final|Original)-Recipient\\s*:\\s*(?:rfc822\\s*;)?\\s*<?([^\\s<>;]+@[^\\s<>;]+)");

    private DeliveryReport() {}

    static Optional<Bounce> in(MimeMessage message, MailParts parts, MailBody body) {
        String from = header(message, "From").toLowerCase(Locale.ROOT);
        boolean fromAMailServer = from.contains("mailer-daemon") || from.contains("postmaster") || isReport(message);
        String status = joined(parts, "message/delivery-status");
        if (!fromAMailServer && status.isEmpty()) {
            return Optional.empty();
        }
        if (!status.isEmpty() && !first(ACTION, status).toLowerCase(Locale.ROOT).startsWith("failed")) {
            return Optional.empty();
        }
        String about = joined(parts, "message/rfc822")
                + joined(parts, "text/rfc822-headers")
                + joined(parts, "message/rfc822-headers")
                + status
                + (status.isEmpty() ? body.text() + "\n" + body.quoted() : "");
        Matcher ours = OURS.matcher(about);
        return ours.find()
                ? Optional.of(new Bounce(ours.group(1), recipient(message, status), reason(status, body)))
                : Optional.empty();
    }

    private static String recipient(MimeMessage message, String status) {
        Matcher matcher = RECIPIENT.matcher(status);
        String recipient = matcher.find() ? matcher.group(1) : header(message, "X-Failed-Recipients");
        return MailText.line(recipient).toLowerCase(Locale.ROOT);
    }

    private static String reason(String status, MailBody body) {
        String diagnostic = first(DIAGNOSTIC, status).replaceFirst("(?i)^smtp\\s*;\\s*", "");
        String code = first(STATUS, status);
        String words = diagnostic.isEmpty() ? body.text() : diagnostic;
        String reason = code.isEmpty() || words.contains(code) ? words : words + " (" + code + ")";
        String line = MailText.line(reason);
        return line.isEmpty() ? "the mail could not be delivered" : MailText.cut(line, 500);
    }

    private static boolean isReport(MimeMessage message) {
        return header(message, "Content-Type").toLowerCase(Locale.ROOT).contains("report");
    }

    private static String joined(MailParts parts, String mediaType) {
        return parts.reports().stream()
                .filter(it -> it.mediaType().equals(mediaType))
                .map(Report::content)
                .flatMap(it -> Stream.of(it, "\n"))
                .reduce("", String::concat);
    }

    private static String header(MimeMessage message, String name) {
        try {
            String[] values = message.getHeader(name);
            return values == null || values.length == 0 ? "" : MailText.header(values[0]);
        } catch (MessagingException e) {
            return "";
        }
    }

    private static String first(Pattern field, String text) {
        Matcher matcher = field.matcher(text);
        return matcher.find() ? matcher.group(1).replaceAll("\\s+", " ").strip() : "";
    }

    private static Pattern field(String name) {
        return Pattern.compile("(?im)^" + name + "\\s*:\\s*(.*(?:\\n[ \\t].*)*)");
    }
}

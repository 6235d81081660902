package io.parley.ingress.channel.email;

import io.parley.ingress.channel.email.ReadMail.MailFile;
import io.parley.ingress.channel.email.ReadMail.MailHeaders;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Properties;

/**
 * Takes any bytes for a mail and says what is in them. Never fails: what cannot be read is left out and the answer says
 * that it is not complete.
 */
final class MailReader {

    /** Lenient wherever the library may be: what mailers do and what standards say are two things. */
    private static final Session SESSION = Session.getInstance(lenient());

    private MailReader() {}

    static ReadMail read(byte[] raw) {
        try {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(raw));
            return read(message);
        } catch (MessagingException | RuntimeException | StackOverflowError e) {
            return unreadable(raw);
        }
    }

    private static ReadMail read(MimeMessage message) {
        HeaderReader headers = new HeaderReader(name -> header(message, name));
        MailParts parts = MailParts.of(message);
        MailBody body = MailBody.of(parts);
        return new ReadMail(
                headers.read(),
                body.text(),
                body.quoted(),
                body.html(),
                body.files(),
                DeliveryReport.in(message, parts, body).orElse(null),
                parts.isComplete());
    }

    /** The headers may be fine where the body is not. */
    private static ReadMail unreadable(byte[] raw) {
        return new ReadMail(headersOf(raw), "", null, null, List.<MailFile>of(), null, false);
    }

    private static MailHeaders headersOf(byte[] raw) {
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(raw));
            return new HeaderReader(headers::getHeader).read();
        } catch (MessagingException | RuntimeException e) {
            return new HeaderReader(name -> null).read();
        }
    }

    private static String[] header(MimeMessage message, String name) {
        try {
            String[] values = message.getHeader(name);
            return values == null ? new String[0] : values;
        } catch (MessagingException e) {
            return new String[0];
        }
    }

    private static Properties lenient() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        return properties;
    }
}

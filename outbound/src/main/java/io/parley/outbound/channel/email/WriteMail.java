package io.parley.outbound.channel.email;

import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.outbound.Outbound;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message as a mail: text and HTML of the same words, files beside them, headers that keep the thread
 * together.
 */
final class WriteMail {

    private static final String UTF_8 = "utf-8";

    private final EmailChannel channel;
    private final @Nullable String installationSender;

    /** @param installationSender whom mails are from when the inbox has no server of its own */
    WriteMail(EmailChannel channel, @Nullable String installationSender) {
        this.channel = channel;
        this.installationSender = installationSender;
    }

    /** @throws MessagingException when an address is none */
    OutgoingMail write(Session session, Outbound.Send message, OutgoingEmail email, List<LoadedFile> files)
            throws MessagingException, UnsupportedEncodingException {
        OutgoingMail mail = new OutgoingMail(session, email.messageId());
        mail.setFrom(from(email));
        mail.setRecipients(Message.RecipientType.TO, addresses(email.to()));
        mail.setRecipients(Message.RecipientType.CC, addresses(email.cc()));
        InternetAddress replyTo = replyTo(email);
        if (replyTo != null) {
            mail.setReplyTo(new InternetAddress[] {replyTo});
        }
        mail.setSubject(email.subject(), UTF_8);
        mail.setSentDate(Date.from(message.createdAt()));
        if (email.inReplyTo() != null) {
            mail.setHeader("In-Reply-To", "<" + email.inReplyTo() + ">");
            mail.setHeader(
                    "References",
                    Stream.concat(email.references().stream(), Stream.of(email.inReplyTo()))
                            .map(id -> "<" + id + ">")
                            .collect(Collectors.joining("\r\n ")));
        }
        if (email.senderName() == null) { // no agent wrote it: let no machine answer
            mail.setHeader("Auto-Submitted", "auto-generated");
        }
        MimeMultipart words = words(message, email);
        if (files.isEmpty()) {
            mail.setContent(words);
        } else {
            MimeMultipart mixed = new MimeMultipart("mixed");
            MimeBodyPart first = new MimeBodyPart();
            first.setContent(words);
            mixed.addBodyPart(first);
            for (LoadedFile file : files) {
                mixed.addBodyPart(part(file));
            }
            mail.setContent(mixed);
        }
        mail.saveChanges();
        return mail;
    }

    /** Everybody it goes to; those in blind copy stand in no header. */
    static InternetAddress[] recipients(OutgoingEmail email) throws AddressException, UnsupportedEncodingException {
        List<EmailAddress> all = new ArrayList<>(email.to());
        all.addAll(email.cc());
        all.addAll(email.bcc());
        return addresses(all);
    }

    private static MimeMultipart words(Outbound.Send message, OutgoingEmail email) throws MessagingException {
        String text = textOf(message);
        String html = email.html() == null ? MailMarkup.toHtml(text) : email.html();
        if (email.signature() != null) {
            text = text + "\n\n-- \n" + email.signature();
            html = html + "<br>\n<div>-- </div>\n" + MailMarkup.toHtml(email.signature());
        }
        MimeMultipart words = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, UTF_8);
        words.addBodyPart(plain);
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText("<!doctype html>\n<html><body>\n" + html + "</body></html>\n", UTF_8, "html");
        words.addBodyPart(rich);
        return words;
    }

    private static String textOf(Outbound.Send message) {
        return message.parts().stream()
                .map(WriteMail::wordsOf)
                .filter(Objects::nonNull)
                .filter(it -> !it.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    private static @Nullable String wordsOf(MessageContent part) {
        return switch (part) {
            case MessageContent.Text text -> text.body();
            case Media media -> media.caption();
            case MessageContent.Location place ->
                Stream.of(
                                place.name(),
                                place.address(),
                                "https://www.openstreetmap.org/?mlat=%s&mlon=%s"
                                        .formatted(place.latitude(), place.longitude()))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("\n"));
            case MessageContent.Contacts contacts ->
                contacts.cards().stream()
                        .map(card -> card.name() + ": " + String.join(", ", card.phones()))
                        .collect(Collectors.joining("\n"));
            case MessageContent.Reaction reaction -> reaction.emoji();
            case MessageContent.Poll poll -> poll.question() + "\n- " + String.join("\n- ", poll.options());
            case MessageContent.InteractiveReply reply -> reply.title();
            case MessageContent.Edit edit -> edit.body();
            case MessageContent.Delete delete -> null;
            case MessageContent.Unsupported unsupported -> unsupported.placeholder();
        };
    }

    private static MimeBodyPart part(LoadedFile file) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.bytes(), file.mediaType())));
        part.setFileName(file.name());
        part.setDisposition(MimeBodyPart.ATTACHMENT);
        return part;
    }

    private InternetAddress from(OutgoingEmail email) throws AddressException, UnsupportedEncodingException {
        String own = channel.fromName();
        String name = email.senderName() == null
                ? own
                : own == null ? email.senderName() : "%s (%s)".formatted(email.senderName(), own);
        String address = channel.smtp() == null && installationSender != null
                ? new InternetAddress(installationSender).getAddress()
                : channel.address();
        return new InternetAddress(address, name, UTF_8);
    }

    /** Where From is not where answers are wanted. */
    private @Nullable InternetAddress replyTo(OutgoingEmail email) throws AddressException {
        if (channel.replyAddress() != null) {
            return new InternetAddress(channel.replyAddress().replaceFirst("@", "+" + email.replyToken() + "@"));
        }
        return channel.smtp() == null && installationSender != null ? new InternetAddress(channel.address()) : null;
    }

    private static InternetAddress[] addresses(List<EmailAddress> addresses)
            throws AddressException, UnsupportedEncodingException {
        InternetAddress[] written = new InternetAddress[addresses.size()];
        for (int i = 0; i < written.length; i++) {
            InternetAddress address = new InternetAddress(addresses.get(i).address());
            address.validate();
            address.setPersonal(addresses.get(i).name(), UTF_8);
            written[i] = address;
        }
        return written;
    }

    /** A file of the message with its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record LoadedFile(String name, String mediaType, byte[] bytes) {}
}

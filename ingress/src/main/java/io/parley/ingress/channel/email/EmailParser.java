package io.parley.ingress.channel.email;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.email.ReadMail.Bounce;
import io.parley.ingress.channel.email.ReadMail.MailHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of a mail, taken apart and with its files stored, what the hub needs to know. */
final class EmailParser {

    private static final Pattern TOKEN =
            Pattern.compile("\\+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", Pattern.CASE_INSENSITIVE);

    /** A clock further ahead than this is wrong. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final EmailAddress NOBODY = new EmailAddress("unknown-sender@invalid", null);

    private final InboxConfig inbox;
    private final Instant receivedAt;

    EmailParser(InboxConfig inbox, Instant receivedAt) {
        this.inbox = inbox;
        this.receivedAt = receivedAt;
    }

    /** True for a mail the hub itself sent, which came back because the mailbox was among its recipients. */
    boolean isOwnEcho(ReadMail mail) {
        String id = mail.headers().messageId();
        return id != null
                && OwnMessageId.matches(id)
                && isOwnAddress(writer(mail.headers()).address());
    }

    /** Who is counted when mails are many. */
    String senderOf(ReadMail mail) {
        return lower(writer(mail.headers()).address());
    }

    Inbound.Receipt receipt(ReadMail mail, Bounce bounce) {
        return new Inbound.Receipt(
                inbox.id(),
                Channel.EMAIL,
                bounce.messageId(),
                DeliveryStatus.FAILED,
                bounce.recipient().isEmpty() ? senderOf(mail) : bounce.recipient(),
                bounce.reason(),
                receivedAt);
    }

    /**
     * @param automatic whether nothing may be answered by itself
     * @param notice a word of the hub's about the mail, put before what it says; empty when there is none
     */
    ParsedInbound message(ReadMail mail, KeptFiles files, boolean automatic, String notice) {
        MailHeaders headers = mail.headers();
        EmailAddress writer = writer(headers);
        Optional<EmailAddress> writtenTo = isOwnAddress(writer.address())
                ? Stream.of(headers.to(), headers.cc())
                        .flatMap(List::stream)
                        .filter(it -> !isOwnAddress(it.address()))
                        .findFirst()
                : Optional.empty();
        EmailAddress contact = writtenTo.orElse(answerTo(headers, writer));
        String sourceId = sourceId(mail);
        Inbound.Message message = new Inbound.Message(
                inbox.id(),
                Channel.EMAIL,
                party(contact),
                null,
                writtenTo.isPresent() ? Direction.OUTGOING : Direction.INCOMING,
                sourceId,
                new MessageContent.Text(MailText.cut(words(mail, notice), MessageContent.MAX_TEXT)),
                null,
                sentAt(headers),
                receivedAt,
                files.attachments(),
                new ReceivedEmail(
                        headers.messageId(),
                        headers.inReplyTo(),
                        headers.references(),
                        headers.subject(),
                        writer,
                        headers.to(),
                        headers.cc(),
                        headers.bcc(),
                        headers.replyTo(),
                        replyToken(headers),
                        files.html(),
                        files.htmlKey(),
                        files.inlineFiles(),
                        mail.quoted(),
                        automatic,
                        files.rawKey()));
        return new ParsedInbound("email-%s-%s".formatted(inbox.id(), sourceId), message);
    }

    ParsedInbound parsedReceipt(ReadMail mail, Bounce bounce) {
        return new ParsedInbound(
                "email-%s-bounce-%s-%s".formatted(inbox.id(), bounce.messageId(), bounce.recipient()),
                receipt(mail, bounce));
    }

    private static String words(ReadMail mail, String notice) {
        String subject = mail.headers().subject();
        String words = !mail.text().isBlank()
                ? mail.text()
                : !notice.isEmpty() ? "" : subject != null ? subject : "(an e-mail without words)";
        return Stream.of(notice, words)
                .filter(it -> !it.isBlank())
                .reduce((a, b) -> a + "\n\n" + b)
                .orElse(notice);
    }

    private static EmailAddress writer(MailHeaders headers) {
        return headers.sender() == null ? NOBODY : headers.sender();
    }

    /** Forms and shops write in their own name and have answers go to the customer: that is who the contact is. */
    private EmailAddress answerTo(MailHeaders headers, EmailAddress writer) {
        return headers.replyTo().stream()
                .filter(it -> !isOwnAddress(it.address()))
                .findFirst()
                .map(it -> it.name() == null ? new EmailAddress(it.address(), writer.name()) : it)
                .orElse(writer);
    }

    private static Party party(EmailAddress mailbox) {
        String address = lower(mailbox.address());
        String whole = address.contains("@") ? address : address + "@invalid";
        return new Party(
                List.of(new ContactAddress(ContactAddress.Kind.EMAIL, whole)), mailbox.address(), mailbox.name(), null);
    }

    private boolean isOwnAddress(String address) {
        EmailChannel channel = inbox.email();
        if (channel == null) {
            return false;
        }
        String plain = lower(address).replaceFirst("\\+[^@]*@", "@");
        return plain.equals(channel.address())
                || (channel.replyAddress() != null && plain.equals(lower(channel.replyAddress())));
    }

    private @Nullable String replyToken(MailHeaders headers) {
        return Stream.of(
                        headers.to().stream().map(EmailAddress::address),
                        headers.cc().stream().map(EmailAddress::address),
                        headers.deliveredTo().stream())
                .flatMap(it -> it)
                .filter(this::isOwnAddress)
                .map(TOKEN::matcher)
                .filter(Matcher::find)
                .map(it -> lower(it.group(1)))
                .findFirst()
                .orElse(null);
    }

    /**
     * The mail's own id, and a few digits made of what it says: some devices give every mail the same id, and none of
     * them may be lost. The same mail by another way has the same digits.
     */
    private static String sourceId(ReadMail mail) {
        MailHeaders headers = mail.headers();
        MessageDigest digest = sha256();
        Stream.of(
                        String.valueOf(headers.sender()),
                        String.valueOf(headers.subject()),
                        String.valueOf(headers.date()),
                        mail.text())
                .forEach(it -> digest.update((it + "\n").getBytes(StandardCharsets.UTF_8)));
        mail.files().forEach(it -> digest.update(it.bytes()));
        String digits = HexFormat.of().formatHex(digest.digest());
        return headers.messageId() == null
                ? "none#" + digits.substring(0, 32)
                : headers.messageId() + "#" + digits.substring(0, 12);
    }

    private Instant sentAt(MailHeaders headers) {
        Instant date = headers.date();
        return date == null || date.isAfter(receivedAt.plus(AHEAD)) || date.isBefore(Instant.EPOCH) ? receivedAt : date;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.parley.ingress.channel.email;

import io.parley.contract.email.EmailAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail taken apart.
 *
 * @param headers what its headers say
 * @param text what the sender wrote, as plain text without what they quote; empty when there are no words
 * @param quoted the earlier mail that was folded away
 * @param html the whole body as HTML, sanitised
 * @param files everything else, in the order it stands in the mail
 * @param bounce what it reports of a mail of ours, when it is a delivery report
 * @param complete false when parts of it could not be read: the mail as it came belongs beside it then
 */
record ReadMail(
        MailHeaders headers,
        String text,
        @Nullable String quoted,
        @Nullable String html,
        List<MailFile> files,
        @Nullable Bounce bounce,
        boolean complete) {

    ReadMail {
        files = List.copyOf(files);
    }

    /** @param contentId what the HTML's {@code cid:} links name it by */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to the file store; nobody compares two of these
    record MailFile(String name, String mediaType, @Nullable String contentId, byte[] bytes) {}

    /**
     * A mail of ours did not arrive.
     *
     * @param messageId of ours
     * @param recipient whom it did not reach; empty when the report does not say
     */
    record Bounce(String messageId, String recipient, String reason) {}

    /**
     * @param messageId bare; absent where there is none
     * @param sender absent where no header names one
     * @param deliveredTo the addresses the mail was really delivered to, where a server noted them
     * @param date the sender's clock
     * @param automatic whether a machine wrote it, or asked for no automatic answers
     */
    record MailHeaders(
            @Nullable String messageId,
            @Nullable String inReplyTo,
            List<String> references,
            @Nullable String subject,
            @Nullable EmailAddress sender,
            List<EmailAddress> to,
            List<EmailAddress> cc,
            List<EmailAddress> bcc,
            List<EmailAddress> replyTo,
            List<String> deliveredTo,
            @Nullable Instant date,
            boolean automatic) {

        MailHeaders {
            references = List.copyOf(references);
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            bcc = List.copyOf(bcc);
            replyTo = List.copyOf(replyTo);
            deliveredTo = List.copyOf(deliveredTo);
        }
    }
}

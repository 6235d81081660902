package io.parley.contract.email;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a received e-mail says beside its content and attachments. Message ids are bare: no angle brackets, no blanks.
 *
 * @param messageId its Message-ID; absent where the sender gave none
 * @param references the thread's Message-IDs as the sender knows them, oldest first, without {@code inReplyTo}
 * @param subject decoded, as the sender wrote it
 * @param from who wrote it; the message's contact unless it joins another's conversation
 * @param replyTo where the sender wants answers; empty: to {@code from}
 * @param replyToken the token behind the plus of one of our own addresses it was sent to
 * @param html the body as HTML, sanitised, {@code cid:} links kept; absent when there is none or it is long
 * @param htmlKey where the sanitised HTML lies in the file store when it is long
 * @param inlineFiles file keys of the pictures the HTML shows, by content id
 * @param quoted the earlier mail that was folded away from the message's text
 * @param automatic true for auto-replies, bounces, lists and what else no machine may answer
 * @param rawKey where the mail lies as it came
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReceivedEmail(
        @Nullable String messageId,
        @Nullable String inReplyTo,
        List<String> references,
        @Nullable String subject,
        EmailAddress from,
        List<EmailAddress> to,
        List<EmailAddress> cc,
        List<EmailAddress> bcc,
        List<EmailAddress> replyTo,
        @Nullable String replyToken,
        @Nullable String html,
        @Nullable String htmlKey,
        Map<String, String> inlineFiles,
        @Nullable String quoted,
        boolean automatic,
        @Nullable String rawKey) {

    public ReceivedEmail {
        references = List.copyOf(references);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        inlineFiles = Map.copyOf(inlineFiles);
    }
}

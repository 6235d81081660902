package io.parley.contract.email;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope and headers of an e-mail to send. Message ids are bare: no angle brackets.
 *
 * @param messageId derived from the message's id, so that the same message sent again is the same mail to receivers
 * @param to never empty
 * @param references the thread's Message-IDs, oldest first, without {@code inReplyTo}
 * @param replyToken names the conversation behind the plus of the inbox's reply address
 * @param senderName the agent's name, shown beside the inbox's address
 * @param signature Markdown put below the words
 * @param html the words as HTML, when the client gave them so
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OutgoingEmail(
        String messageId,
        String subject,
        List<EmailAddress> to,
        List<EmailAddress> cc,
        List<EmailAddress> bcc,
        @Nullable String inReplyTo,
        List<String> references,
        String replyToken,
        @Nullable String senderName,
        @Nullable String signature,
        @Nullable String html) {

    public OutgoingEmail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        references = List.copyOf(references);
    }
}

package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the mailbox of an inbox.
 *
 * @param address the mailbox's own address, lower case
 * @param imap where mail is fetched; absent: it only comes by webhook
 * @param smtp where mail is handed in; absent: the installation's own server
 * @param replyAddress where plus-addressing works: answers are asked for at this address with the conversation's token
 *     behind a plus; absent: at {@code address}, without one
 * @param threadBySubject whether a mail without thread headers joins its sender's recent conversation of the same
 *     subject
 * @param maxBytes larger mails are refused
 * @param messagesPerMinute how fast the mailbox may send
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EmailChannel(
        String address,
        @Nullable String fromName,
        @Nullable MailServer imap,
        @Nullable MailServer smtp,
        @Nullable String replyAddress,
        boolean threadBySubject,
        long maxBytes,
        int messagesPerMinute) {}

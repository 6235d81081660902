package io.parley.contract.outbound;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contract.InvalidContent;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the store asks outbound to do at a provider. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "send", value = Outbound.Send.class),
    @Type(name = "delete", value = Outbound.Delete.class),
    @Type(name = "mark_read", value = Outbound.MarkRead.class)
})
public sealed interface Outbound {

    AccountId accountId();

    InboxId inboxId();

    /** The contact's address in the provider's form, or bare digits. */
    String address();

    /**
     * Send a message. The store releases a conversation's next one only when the one before is settled.
     *
     * @param attempt counts releases from 1; the same number again is a redelivery, never a second try
     * @param parts what to send in order: most channels carry one file a message; never empty
     * @param replyTo the message it quotes
     * @param createdAt when the agent wrote it
     * @param email its envelope and headers, on e-mail inboxes
     * @param view the message as a visitor's widget shows it, on web-chat inboxes
     */
    record Send(
            AccountId accountId,
            InboxId inboxId,
            MessageId messageId,
            int attempt,
            String address,
            List<MessageContent> parts,
            @Nullable Quote replyTo,
            Instant createdAt,
            @Nullable OutgoingEmail email,
            @Nullable MessageView view)
            implements Outbound {
        public Send {
            parts = List.copyOf(parts);
            if (parts.isEmpty() || attempt < 1) {
                throw new InvalidContent("a send must have a part and an attempt");
            }
        }

        /** A message of any channel but web chat. */
        public Send(
                AccountId accountId,
                InboxId inboxId,
                MessageId messageId,
                int attempt,
                String address,
                List<MessageContent> parts,
                @Nullable Quote replyTo,
                Instant createdAt,
                @Nullable OutgoingEmail email) {
            this(accountId, inboxId, messageId, attempt, address, parts, replyTo, createdAt, email, null);
        }

        /** A message of a channel that needs no more than this. */
        public Send(
                AccountId accountId,
                InboxId inboxId,
                MessageId messageId,
                int attempt,
                String address,
                List<MessageContent> parts,
                @Nullable Quote replyTo,
                Instant createdAt) {
            this(accountId, inboxId, messageId, attempt, address, parts, replyTo, createdAt, null, null);
        }
    }

    /** Take a message back for everyone. Safe to repeat. */
    record Delete(AccountId accountId, InboxId inboxId, MessageId messageId, String address, String sourceId)
            implements Outbound {}

    /** Tell the contact that their messages were read. Safe to repeat, and of no consequence when lost. */
    record MarkRead(AccountId accountId, InboxId inboxId, String address, List<String> sourceIds) implements Outbound {
        public MarkRead {
            sourceIds = List.copyOf(sourceIds);
        }
    }

    /**
     * A message quoted by another, or reacted to.
     *
     * @param fromContact true when the contact wrote it
     * @param text a piece of it, for providers that do not keep history
     * @param author its author's address in the provider's form, where the contact is a group
     */
    record Quote(
            String sourceId,
            boolean fromContact,
            @Nullable String text,
            @Nullable String author) {}
}

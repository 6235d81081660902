package io.parley.contract.conversation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.MessageView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as it now is.
 *
 * @param displayId its number in its account, counted from 1; the one people and URLs see
 * @param contactSourceId the contact's id in this inbox for API clients (Chatwoot's contact inbox source id)
 * @param unreadCount incoming messages no agent has seen, counted to 10
 * @param waitingSince since when the contact waits for an answer; absent when nobody waits
 * @param lastMessage the newest message, activity lines and reactions left out; absent on events that carry their
 *     message beside it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationView(
        ConversationId id,
        int displayId,
        UUID uuid,
        AccountId accountId,
        InboxId inboxId,
        Channel channel,
        ContactView contact,
        String contactSourceId,
        ConversationStatus status,
        @Nullable Priority priority,
        @Nullable AgentView assignee,
        @Nullable TeamView team,
        List<String> labels,
        JsonNode customAttributes,
        JsonNode additionalAttributes,
        int unreadCount,
        @Nullable Instant waitingSince,
        @Nullable Instant firstReplyAt,
        @Nullable Instant snoozedUntil,
        @Nullable Instant agentLastSeenAt,
        @Nullable Instant assigneeLastSeenAt,
        @Nullable Instant contactLastSeenAt,
        Instant lastActivityAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable MessageView lastMessage) {

    public ConversationView {
        labels = List.copyOf(labels);
    }

    public ConversationView withoutLastMessage() {
        return withLastMessage(null);
    }

    public ConversationView withLastMessage(@Nullable MessageView message) {
        return new ConversationView(
                id,
                displayId,
                uuid,
                accountId,
                inboxId,
                channel,
                contact,
                contactSourceId,
                status,
                priority,
                assignee,
                team,
                labels,
                customAttributes,
                additionalAttributes,
                unreadCount,
                waitingSince,
                firstReplyAt,
                snoozedUntil,
                agentLastSeenAt,
                assigneeLastSeenAt,
                contactLastSeenAt,
                lastActivityAt,
                createdAt,
                updatedAt,
                message);
    }
}

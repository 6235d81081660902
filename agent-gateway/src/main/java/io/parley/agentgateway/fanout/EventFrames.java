package io.parley.agentgateway.fanout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.ChatwootNames;
import io.parley.agentgateway.api.wire.InboxJson.ConnectionJson;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.ContactCreated;
import io.parley.contract.event.EventBody.ContactDeleted;
import io.parley.contract.event.EventBody.ContactMerged;
import io.parley.contract.event.EventBody.ContactUpdated;
import io.parley.contract.event.EventBody.ConversationCreated;
import io.parley.contract.event.EventBody.ConversationUpdated;
import io.parley.contract.event.EventBody.InboxMembersChanged;
import io.parley.contract.event.EventBody.InboxUpdated;
import io.parley.contract.event.EventBody.MessageCreated;
import io.parley.contract.event.EventBody.MessageUpdated;
import io.parley.contract.event.EventBody.NotificationCreated;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AgentId;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.message.Direction;
import io.parley.contract.notification.NotificationView;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says an event in the words of the agents' stream: names of Chatwoot's, data in its push form. */
@Component
final class EventFrames {

    private final ChatwootJson chatwoot;
    private final ObjectMapper json;

    EventFrames(ChatwootJson chatwoot, ObjectMapper json) {
        this.chatwoot = chatwoot;
        this.json = json;
    }

    NewEntry entryOf(HubEvent event) {
        EventBody body = event.body();
        return new NewEntry(
                event.id(), typeOf(body), event.inboxId(), write(dataOf(body)), acceptedAt(body), agentOf(body));
    }

    /** Notifications are their agent's alone. */
    private static @Nullable AgentId agentOf(EventBody body) {
        return body instanceof NotificationCreated created
                ? created.notification().agentId()
                : null;
    }

    private static String typeOf(EventBody body) {
        return switch (body) {
            case MessageCreated created -> "message.created";
            case MessageUpdated updated -> "message.updated";
            case ConversationCreated created -> "conversation.created";
            case ConversationUpdated updated -> "conversation.updated";
            case ContactCreated created -> "contact.created";
            case ContactUpdated updated -> "contact.updated";
            case ContactMerged merged -> "contact.merged";
            case ContactDeleted deleted -> "contact.deleted";
            case InboxUpdated updated -> "inbox.updated";
            case InboxMembersChanged changed -> "inbox.members_changed";
            case NotificationCreated created -> "notification.created";
        };
    }

    private Object dataOf(EventBody body) {
        return switch (body) {
            case MessageCreated created -> chatwoot.pushMessage(created.message(), created.conversation());
            case MessageUpdated updated -> chatwoot.pushMessage(updated.message(), updated.conversation());
            case ConversationCreated created -> chatwoot.pushConversation(created.conversation());
            case ConversationUpdated updated -> changed(updated.conversation(), updated.changed());
            case ContactCreated created -> chatwoot.pushContact(created.contact());
            case ContactUpdated updated -> chatwoot.pushContact(updated.contact());
            case ContactMerged merged ->
                tree(chatwoot.pushContact(merged.contact()))
                        .put("merged_contact_id", merged.merged().value());
            case ContactDeleted deleted -> chatwoot.pushContact(deleted.contact());
            case InboxUpdated updated -> inbox(updated.inbox());
            case NotificationCreated created -> notification(created);
            case InboxMembersChanged changed -> {
                ObjectNode data =
                        json.createObjectNode().put("id", changed.inbox().value());
                var ids = data.putArray("member_ids");
                changed.members().forEach(member -> ids.add(member.value()));
                yield data;
            }
        };
    }

    private ObjectNode changed(ConversationView conversation, Set<EventBody.Change> changes) {
        ObjectNode data = tree(chatwoot.pushConversation(conversation));
        changes.stream()
                .map(change -> change.name().toLowerCase(Locale.ROOT))
                .sorted()
                .forEach(data.putArray("changed")::add);
        return data;
    }

    private ObjectNode notification(NotificationCreated created) {
        NotificationView notification = created.notification();
        ObjectNode data = json.createObjectNode().put("unread_count", created.unread());
        ObjectNode told = data.putObject("notification")
                .put("id", notification.id())
                .put("notification_type", notification.kind().wireName())
                .put("account_id", notification.accountId().value())
                .put("primary_actor_type", "Conversation")
                .put("primary_actor_id", notification.displayId())
                .put("inbox_id", notification.inboxId().value())
                .put("contact_name", notification.contactName())
                .put("created_at", notification.createdAt().getEpochSecond());
        told.putObject("user").put("id", notification.agentId().value());
        if (notification.messageId() != null) {
            told.put("message_id", notification.messageId().value());
        }
        if (notification.actorId() != null) {
            told.putObject("secondary_actor").put("id", notification.actorId().value());
        }
        return data;
    }

    private ObjectNode inbox(InboxView inbox) {
        return json.createObjectNode()
                .put("id", inbox.id().value())
                .put("account_id", inbox.accountId().value())
                .put("name", inbox.name())
                .put("channel_type", ChatwootNames.channelType(inbox.channel()))
                .put("enabled", inbox.enabled())
                .set("connection", json.valueToTree(ConnectionJson.of(inbox)));
    }

    /** Only what a contact wrote just now counts for latency: an edit or a receipt tells of something old. */
    private static @Nullable Instant acceptedAt(EventBody body) {
        return body instanceof MessageCreated created && created.message().direction() == Direction.INCOMING
                ? created.message().receivedAt()
                : null;
    }

    private ObjectNode tree(Object value) {
        return json.valueToTree(value);
    }

    private String write(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event cannot be written as a frame", e);
        }
    }
}

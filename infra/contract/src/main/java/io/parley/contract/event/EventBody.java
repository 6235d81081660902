package io.parley.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.message.MessageView;
import io.parley.contract.notification.NotificationView;
import java.util.List;
import java.util.Set;

/** What an event says. Names are the wire format and what agents' streams call them. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "message.created", value = EventBody.MessageCreated.class),
    @Type(name = "message.updated", value = EventBody.MessageUpdated.class),
    @Type(name = "conversation.created", value = EventBody.ConversationCreated.class),
    @Type(name = "conversation.updated", value = EventBody.ConversationUpdated.class),
    @Type(name = "contact.created", value = EventBody.ContactCreated.class),
    @Type(name = "contact.updated", value = EventBody.ContactUpdated.class),
    @Type(name = "contact.merged", value = EventBody.ContactMerged.class),
    @Type(name = "contact.deleted", value = EventBody.ContactDeleted.class),
    @Type(name = "inbox.updated", value = EventBody.InboxUpdated.class),
    @Type(name = "inbox.members_changed", value = EventBody.InboxMembersChanged.class),
    @Type(name = "notification.created", value = EventBody.NotificationCreated.class)
})
public sealed interface EventBody {

    /** A message was stored. */
    record MessageCreated(MessageView message, ConversationView conversation) implements EventBody {}

    /** A message's status, words, reactions or attachments changed. */
    record MessageUpdated(MessageView message, ConversationView conversation) implements EventBody {}

    /** A conversation was opened for the first time. */
    record ConversationCreated(ConversationView conversation) implements EventBody {}

    /** Something of a conversation itself changed; {@code changed} names what. */
    record ConversationUpdated(ConversationView conversation, Set<Change> changed) implements EventBody {
        public ConversationUpdated {
            changed = Set.copyOf(changed);
        }
    }

    /** A contact was first seen. */
    record ContactCreated(ContactView contact) implements EventBody {}

    /** A contact's name, addresses or attributes changed. */
    record ContactUpdated(ContactView contact) implements EventBody {}

    /** Two contacts turned out to be one; {@code merged} is gone. */
    record ContactMerged(ContactView contact, ContactId merged) implements EventBody {}

    /** A contact was erased with all their conversations, as they were just before. */
    record ContactDeleted(ContactView contact) implements EventBody {}

    /** An inbox's settings or connection changed. */
    record InboxUpdated(InboxView inbox) implements EventBody {}

    /** Who may see an inbox changed. */
    record InboxMembersChanged(InboxId inbox, List<AgentId> members) implements EventBody {
        public InboxMembersChanged {
            members = List.copyOf(members);
        }
    }

    /**
     * An agent should know something: only they are told.
     *
     * @param unread how many they have not read now, counted to 1,000
     */
    record NotificationCreated(NotificationView notification, int unread) implements EventBody {}

    /** What may change about a conversation. */
    enum Change {
        STATUS,
        ASSIGNEE,
        TEAM,
        PRIORITY,
        LABELS,
        SEEN_BY_AGENT,
        SEEN_BY_CONTACT,
        ATTRIBUTES
    }
}

package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.AttachmentJson.CardMetaJson;
import io.parley.agentgateway.api.wire.AttachmentJson.ContactCardJson;
import io.parley.agentgateway.api.wire.AttachmentJson.FileJson;
import io.parley.agentgateway.api.wire.AttachmentJson.LocationJson;
import io.parley.agentgateway.api.wire.PushConversationJson.ContactInboxRowJson;
import io.parley.agentgateway.api.wire.PushConversationJson.PushMetaJson;
import io.parley.agentgateway.api.wire.PushConversationJson.TeamNameJson;
import io.parley.agentgateway.api.wire.PushMessageJson.InConversationJson;
import io.parley.agentgateway.api.wire.PushMessageJson.SourceJson;
import io.parley.agentgateway.api.wire.SenderJson.AgentSender;
import io.parley.agentgateway.api.wire.SenderJson.ContactSender;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.message.AttachmentView;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.runtime.files.FileLinks;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes what the store says in Chatwoot's words: the REST form, which requests are answered in, and the push form,
 * which streams carry.
 */
@Component
public class ChatwootJson {

    private static final String DELETED = "This message was deleted";

    private final FileLinks links;
    private final AgentsOnline online;

    ChatwootJson(FileLinks links, AgentsOnline online) {
        this.links = links;
        this.online = online;
    }

    /** REST form of one of the account's agents. */
    public AgentJson agent(AgentRow row) {
        AgentView agent = row.agent();
        String shown = ChatwootNames.shownAvailability(
                online.of(agent.accountId(), agent.id()), row.availability(), row.autoOffline());
        return agent(agent, shown, row.autoOffline()).withShare(row.assignmentLimit(), row.assignmentWeight());
    }

    /** REST form of an agent as a conversation knows them: offline unless a browser of theirs is connected. */
    public AgentJson agent(AgentView agent) {
        return agent(agent, availability(agent.accountId(), agent.id()), true);
    }

    private static AgentJson agent(AgentView agent, String availability, boolean autoOffline) {
        return new AgentJson(
                agent.id().value(),
                agent.accountId().value(),
                availability,
                autoOffline,
                true,
                agent.email(),
                "email",
                agent.availableName(),
                agent.name(),
                ChatwootNames.role(agent.administrator()),
                "",
                null,
                null,
                null);
    }

    /** Push form of an agent. */
    public AgentSender pushAgent(AgentView agent) {
        return pushAgent(agent.accountId(), agent.id(), agent.name(), agent.availableName());
    }

    private AgentSender pushAgent(AccountId account, AgentId id, String name, String availableName) {
        return new AgentSender(id.value(), name, availableName, "", "user", availability(account, id), "");
    }

    /** Push form of a contact. */
    public ContactSender pushContact(ContactView contact) {
        return new ContactSender(
                contact.additionalAttributes(),
                contact.customAttributes(),
                contact.email(),
                contact.id().value(),
                contact.identifier(),
                contact.name(),
                contact.phone(),
                contact.pictureUrl() == null ? "" : contact.pictureUrl(),
                contact.blocked(),
                "contact");
    }

    /** REST form of a message; with the contact given, a message of theirs shows all of them. */
    public MessageJson message(MessageView message, @Nullable ContactView contact) {
        return message(message, contact, null);
    }

    /** REST form of a message that was just created: the only answer that gives the client's own id back. */
    public MessageJson createdMessage(MessageView message, @Nullable ContactView contact) {
        return message(message, contact, message.echoId());
    }

    private MessageJson message(MessageView message, @Nullable ContactView contact, @Nullable String echoId) {
        return new MessageJson(
                message.id().value(),
                content(message),
                message.inboxId().value(),
                echoId,
                message.displayId(),
                ChatwootNames.messageType(message.direction()),
                contentType(message),
                ChatwootNames.messageStatus(message.status()),
                contentAttributes(message),
                WireTime.seconds(message.createdAt()),
                message.privateNote(),
                message.sourceId(),
                sender(message, contact),
                attachments(message),
                message.status().wireName(),
                message.author(),
                reactions(message));
    }

    /** Push form of a message. */
    public PushMessageJson pushMessage(MessageView message, ConversationView conversation) {
        String content = content(message);
        return new PushMessageJson(
                message.id().value(),
                content,
                message.accountId().value(),
                message.inboxId().value(),
                message.displayId(),
                ChatwootNames.messageType(message.direction()),
                WireTime.seconds(message.createdAt()),
                WireTime.iso(message.updatedAt()),
                message.privateNote(),
                ChatwootNames.messageStatus(message.status()),
                message.sourceId(),
                contentType(message),
                contentAttributes(message),
                senderType(message.sender()),
                senderId(message.sender()),
                Map.of(),
                Map.of(),
                content,
                Map.of(),
                inConversation(conversation),
                sender(message, conversation.contact()),
                attachments(message),
                message.echoId(),
                message.status().wireName(),
                message.author(),
                reactions(message));
    }

    /** REST form of a conversation. */
    public ConversationJson conversation(ConversationView conversation) {
        MessageView last = conversation.lastMessage();
        AgentView assignee = conversation.assignee();
        PushMessageJson lastMessage = last == null ? null : pushMessage(last, conversation);
        return new ConversationJson(
                new ConversationJson.MetaJson(
                        ContactJson.of(conversation.contact()),
                        ChatwootNames.channelType(conversation.channel()),
                        assignee == null ? null : agent(assignee),
                        assignee == null ? null : "User",
                        conversation.team() == null ? null : TeamJson.of(conversation.team()),
                        false),
                conversation.displayId(),
                lastMessage == null ? List.of() : List.of(lastMessage),
                conversation.accountId().value(),
                conversation.uuid().toString(),
                conversation.additionalAttributes(),
                WireTime.seconds(conversation.agentLastSeenAt()),
                WireTime.seconds(conversation.assigneeLastSeenAt()),
                true,
                WireTime.seconds(conversation.contactLastSeenAt()),
                conversation.customAttributes(),
                conversation.inboxId().value(),
                conversation.labels(),
                conversation.contact().blocked(),
                WireTime.isoOrNull(conversation.snoozedUntil()),
                conversation.status().wireName(),
                WireTime.seconds(conversation.createdAt()),
                WireTime.fractionalSeconds(conversation.updatedAt()),
                WireTime.seconds(conversation.lastActivityAt()),
                WireTime.seconds(conversation.firstReplyAt()),
                conversation.unreadCount(),
                last == null || last.direction() == Direction.ACTIVITY ? null : lastMessage,
                WireTime.seconds(conversation.lastActivityAt()),
                priority(conversation),
                WireTime.seconds(conversation.waitingSince()),
                null);
    }

    /** Push form of a conversation. */
    public PushConversationJson pushConversation(ConversationView conversation) {
        return pushConversation(conversation, conversation.lastMessage());
    }

    /** @param message what the event is about; only a message that is neither private nor an activity is shown */
    public PushConversationJson pushConversation(ConversationView conversation, @Nullable MessageView message) {
        AgentView assignee = conversation.assignee();
        return new PushConversationJson(
                conversation.additionalAttributes(),
                true,
                ChatwootNames.channelType(conversation.channel()),
                new ContactInboxRowJson(
                        conversation.contact().id().value(),
                        conversation.inboxId().value(),
                        conversation.contactSourceId(),
                        false,
                        null),
                conversation.displayId(),
                conversation.inboxId().value(),
                message == null || message.privateNote() || message.direction() == Direction.ACTIVITY
                        ? List.of()
                        : List.of(pushMessage(message, conversation)),
                conversation.labels(),
                new PushMetaJson(
                        pushContact(conversation.contact()),
                        assignee == null ? null : pushAgent(assignee),
                        assignee == null ? null : "User",
                        conversation.team() == null
                                ? null
                                : new TeamNameJson(
                                        conversation.team().id().value(),
                                        conversation.team().name()),
                        false),
                conversation.status().wireName(),
                conversation.customAttributes(),
                WireTime.isoOrNull(conversation.snoozedUntil()),
                conversation.unreadCount(),
                WireTime.isoOrNull(conversation.firstReplyAt()),
                priority(conversation),
                WireTime.seconds(conversation.waitingSince()),
                WireTime.seconds(conversation.agentLastSeenAt()),
                WireTime.seconds(conversation.contactLastSeenAt()),
                WireTime.seconds(conversation.lastActivityAt()),
                WireTime.seconds(conversation.lastActivityAt()),
                WireTime.seconds(conversation.createdAt()),
                WireTime.fractionalSeconds(conversation.updatedAt()),
                conversation.accountId().value());
    }

    private static InConversationJson inConversation(ConversationView conversation) {
        AgentView assignee = conversation.assignee();
        return new InConversationJson(
                assignee == null ? null : assignee.id().value(),
                conversation.unreadCount(),
                WireTime.seconds(conversation.lastActivityAt()),
                WireTime.seconds(conversation.waitingSince()),
                new SourceJson(conversation.contactSourceId()));
    }

    private static @Nullable String content(MessageView message) {
        return message.deleted() ? DELETED : message.text();
    }

    /** What clients gave, and over it what the hub knows. */
    private static String contentType(MessageView message) {
        return MailJson.isMail(message) && message.direction() == Direction.INCOMING ? "incoming_email" : "text";
    }

    private JsonNode contentAttributes(MessageView message) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        if (message.deleted()) {
            return attributes.put("deleted", true);
        }
        if (message.contentAttributes() instanceof ObjectNode given) {
            attributes.setAll(given.deepCopy());
            MailJson.complete(attributes, message, links);
        }
        if (message.replyToId() != null) {
            attributes.put("in_reply_to", message.replyToId().value());
        }
        if (message.replyToSourceId() != null) {
            attributes.put("in_reply_to_external_id", message.replyToSourceId());
        }
        if (message.failureReason() != null) {
            attributes.put("external_error", message.failureReason());
        }
        if (message.sentAt() != null) {
            attributes.put("external_created_at", message.sentAt().getEpochSecond());
        }
        if (message.edited()) {
            attributes.put("is_edited", true);
        }
        if (message.content() instanceof MessageContent.Poll poll) {
            ObjectNode asked = attributes.putObject("poll").put("question", poll.question());
            poll.options().forEach(asked.putArray("options")::add);
            asked.put("selectable", poll.selectable());
        }
        if (message.content() instanceof MessageContent.Unsupported) {
            attributes.put("is_unsupported", true);
        }
        return attributes;
    }

    private @Nullable SenderJson sender(MessageView message, @Nullable ContactView contact) {
        return switch (message.sender()) {
            case null -> null;
            case Sender.OfAgent agent ->
                pushAgent(message.accountId(), agent.id(), agent.name(), agent.availableName());
            case Sender.OfContact named ->
                contact != null && contact.id().equals(named.id())
                        ? pushContact(contact)
                        : ContactSender.named(named.id().value(), named.name(), named.pictureUrl());
        };
    }

    private static @Nullable String senderType(@Nullable Sender sender) {
        return switch (sender) {
            case null -> null;
            case Sender.OfAgent agent -> "User";
            case Sender.OfContact contact -> "Contact";
        };
    }

    private static @Nullable Integer senderId(@Nullable Sender sender) {
        return switch (sender) {
            case null -> null;
            case Sender.OfAgent agent -> agent.id().value();
            case Sender.OfContact contact -> contact.id().value();
        };
    }

    private @Nullable List<AttachmentJson> attachments(MessageView message) {
        if (message.deleted()) {
            return null;
        }
        List<AttachmentJson> attachments = new ArrayList<>();
        message.attachments().forEach(it -> attachments.add(file(message, it)));
        switch (message.content()) {
            case MessageContent.Location location -> attachments.add(location(message, location));
            case MessageContent.Contacts contacts ->
                contacts.cards().forEach(card -> attachments.add(contactCard(message, card)));
            case null, default -> {}
        }
        return attachments.isEmpty() ? null : attachments;
    }

    private FileJson file(MessageView message, AttachmentView attachment) {
        String url = attachment.fileKey() == null
                ? ""
                : links.linkTo(attachment.fileKey(), attachment.fileName()).toString();
        String type = ChatwootNames.fileType(attachment.kind());
        return new FileJson(
                attachment.id().value(),
                message.id().value(),
                type,
                message.accountId().value(),
                extension(attachment.fileName()),
                attachment.mediaType(),
                url,
                type.equals("image") ? url : "",
                attachment.sizeBytes(),
                attachment.width(),
                attachment.height(),
                attachment.kind() == MediaKind.AUDIO || attachment.kind() == MediaKind.VOICE ? "" : null,
                attachment.fileName(),
                attachment.kind().wireName(),
                attachment.state().wireName());
    }

    private static @Nullable String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 || dot == fileName.length() - 1 ? null : fileName.substring(dot + 1);
    }

    /** Has no row of its own, and so the message's id. */
    private static LocationJson location(MessageView message, MessageContent.Location location) {
        return new LocationJson(
                message.id().value(),
                message.id().value(),
                "location",
                message.accountId().value(),
                location.latitude(),
                location.longitude(),
                Optional.ofNullable(location.name()).orElse(location.address()),
                null);
    }

    private static ContactCardJson contactCard(MessageView message, MessageContent.Contacts.Card card) {
        return new ContactCardJson(
                message.id().value(),
                message.id().value(),
                "contact",
                message.accountId().value(),
                card.phones().stream().findFirst().orElse(card.name()),
                new CardMetaJson(card.name(), card.phones()));
    }

    private static @Nullable List<MessageJson.ReactionJson> reactions(MessageView message) {
        if (message.reactions().isEmpty()) {
            return null;
        }
        return message.reactions().stream()
                .map(it -> new MessageJson.ReactionJson(it.emoji(), it.fromContact(), it.author()))
                .toList();
    }

    private static @Nullable String priority(ConversationView conversation) {
        return conversation.priority() == null ? null : conversation.priority().wireName();
    }

    private String availability(AccountId account, AgentId agent) {
        return online.of(account, agent).orElse(Availability.OFFLINE).wireName();
    }
}

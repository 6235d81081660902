package io.parley.contract.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it now is.
 *
 * @param displayId the conversation's number in its account, the one URLs carry
 * @param text the words to show: the body, a caption, a readable line for other kinds; absent when there are none or it
 *     was deleted
 * @param content the structured content of kinds that are more than words and files
 * @param author who wrote it in a group, as the provider names them
 * @param contentAttributes what API clients put beside the content; always an object
 * @param sentAt the sender's clock, from the provider
 * @param receivedAt when ingress accepted it, on messages that came through a provider
 * @param visitor who of the contact's visitors said it or was told it, in web-chat inboxes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MessageView(
        MessageId id,
        AccountId accountId,
        InboxId inboxId,
        ConversationId conversationId,
        int displayId,
        ContactId contactId,
        Direction direction,
        boolean privateNote,
        @Nullable String text,
        @Nullable MessageContent content,
        DeliveryStatus status,
        @Nullable String failureReason,
        @Nullable String sourceId,
        @Nullable String echoId,
        @Nullable MessageId replyToId,
        @Nullable String replyToSourceId,
        @Nullable Sender sender,
        @Nullable String author,
        List<AttachmentView> attachments,
        List<ReactionView> reactions,
        JsonNode contentAttributes,
        boolean edited,
        boolean deleted,
        @Nullable Instant sentAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant receivedAt,
        @Nullable String visitor) {

    public MessageView {
        attachments = List.copyOf(attachments);
        reactions = List.copyOf(reactions);
    }

    /** Who is shown as the message's writer. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @Type(name = "contact", value = Sender.OfContact.class),
        @Type(name = "agent", value = Sender.OfAgent.class)
    })
    public sealed interface Sender {
        String name();

        /** The conversation's contact. */
        record OfContact(
                ContactId id, String name, @Nullable String pictureUrl) implements Sender {}

        /** An agent of the account. */
        record OfAgent(AgentId id, String name, String availableName) implements Sender {}
    }

    /** An emoji on the message. {@code fromContact} is false for the inbox's own. */
    public record ReactionView(
            String emoji, boolean fromContact, @Nullable String author) {}
}

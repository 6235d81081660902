package io.parley.contract.inbound;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.InvalidContent;
import io.parley.contract.RecordKey;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider told ingress, in the hub's own words. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "message", value = Inbound.Message.class),
    @Type(name = "receipt", value = Inbound.Receipt.class),
    @Type(name = "connection", value = Inbound.Connection.class),
    @Type(name = "profile", value = Inbound.Profile.class),
    @Type(name = "identified", value = Inbound.Identified.class),
    @Type(name = "ended", value = Inbound.Ended.class)
})
public sealed interface Inbound {

    InboxId inboxId();

    Channel channel();

    /** When ingress accepted it; the start of end-to-end latency. */
    Instant receivedAt();

    /** What it is, as its {@code type} says on the wire. */
    default String kind() {
        return switch (this) {
            case Message message -> "message";
            case Receipt receipt -> "receipt";
            case Connection connection -> "connection";
            case Profile profile -> "profile";
            case Identified identified -> "identified";
            case Ended ended -> "ended";
        };
    }

    /** The key it travels under. */
    @JsonIgnore
    RecordKey key();

    /**
     * A message, or an edit, deletion or reaction of one.
     *
     * @param contact whose conversation it belongs to: the person or the group
     * @param author who wrote it, where the contact is a group
     * @param direction {@code INCOMING}, or {@code OUTGOING} for what left through the provider: an echo or a message
     *     typed on the phone
     * @param sourceId the provider's id of this message, kept for good: with inbox and contact it is its identity
     * @param replyToSourceId the provider's id of the message it quotes
     * @param sentAt the sender's clock, from the provider
     * @param attachments files beside the content, on channels whose messages carry words and several files
     * @param email what an e-mail says beside that
     */
    record Message(
            InboxId inboxId,
            Channel channel,
            Party contact,
            @Nullable Party author,
            Direction direction,
            String sourceId,
            MessageContent content,
            @Nullable String replyToSourceId,
            Instant sentAt,
            Instant receivedAt,
            @Nullable List<MessageContent.Media> attachments,
            @Nullable ReceivedEmail email)
            implements Inbound {
        public Message {
            attachments = attachments == null || attachments.isEmpty() ? null : List.copyOf(attachments);
            if (sourceId.isBlank()) {
                throw new InvalidContent("a message must have a source id");
            }
        }

        /** A message of a channel where one message is one content. */
        public Message(
                InboxId inboxId,
                Channel channel,
                Party contact,
                @Nullable Party author,
                Direction direction,
                String sourceId,
                MessageContent content,
                @Nullable String replyToSourceId,
                Instant sentAt,
                Instant receivedAt) {
            this(
                    inboxId,
                    channel,
                    contact,
                    author,
                    direction,
                    sourceId,
                    content,
                    replyToSourceId,
                    sentAt,
                    receivedAt,
                    null,
                    null);
        }

        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, contact.firstAddress().value());
        }

        /** The files beside the content; empty when there are none. */
        public List<MessageContent.Media> files() {
            return attachments == null ? List.of() : attachments;
        }

        /** The same message saying something else. */
        public Message withContent(MessageContent other) {
            return new Message(
                    inboxId,
                    channel,
                    contact,
                    author,
                    direction,
                    sourceId,
                    other,
                    replyToSourceId,
                    sentAt,
                    receivedAt,
                    attachments,
                    email);
        }
    }

    /**
     * How far one of our messages came.
     *
     * @param address of the chat, normalised as a {@link io.parley.contract.contact.ContactAddress} is, so that the
     *     receipt travels with its message; a LID where the provider names no phone
     * @param reason of a failure, when the provider gives one
     */
    record Receipt(
            InboxId inboxId,
            Channel channel,
            String sourceId,
            DeliveryStatus status,
            String address,
            @Nullable String reason,
            Instant receivedAt)
            implements Inbound {
        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, address);
        }
    }

    /**
     * The state of an inbox's connection to its provider.
     *
     * @param qrCode a picture as a {@code data:} URL, fresh for 45 seconds
     * @param address the inbox's own number once connected
     */
    record Connection(
            InboxId inboxId,
            Channel channel,
            ConnectionState state,
            @Nullable String qrCode,
            @Nullable String pairingCode,
            @Nullable String address,
            @Nullable String reason,
            Instant receivedAt)
            implements Inbound {
        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, "connection");
        }
    }

    /** News of a contact's name or picture, without a message. Changes a contact we know; creates none. */
    record Profile(InboxId inboxId, Channel channel, Party contact, Instant receivedAt) implements Inbound {
        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, contact.firstAddress().value());
        }
    }

    /**
     * A visitor said who they are. Makes a contact when there is none, and one of two when the address is known.
     *
     * @param contact their visitor address first, then e-mail, phone and identifier as far as they were given
     * @param verified whether the site vouched for the identifier with the inbox's key
     * @param becomes the visitor they are from now on, the same on all of a verified person's devices; absent: the same
     * @param customAttributes of the contact, merged into what is there
     * @param conversationAttributes of the conversation, kept for it until there is one
     * @param additionalAttributes beside these: where on the site they are
     */
    record Identified(
            InboxId inboxId,
            Channel channel,
            Party contact,
            boolean verified,
            @Nullable String becomes,
            @Nullable JsonNode customAttributes,
            @Nullable JsonNode conversationAttributes,
            @Nullable JsonNode additionalAttributes,
            Instant receivedAt)
            implements Inbound {
        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, contact.firstAddress().value());
        }
    }

    /** The contact ended the conversation. What they write afterwards opens it again. */
    record Ended(InboxId inboxId, Channel channel, Party contact, Instant receivedAt) implements Inbound {
        @Override
        public RecordKey key() {
            return new RecordKey(inboxId, contact.firstAddress().value());
        }
    }
}

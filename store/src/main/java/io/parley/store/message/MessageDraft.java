package io.parley.store.message;

import io.parley.contract.Channel;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.store.Attributes;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.conversation.ConversationState;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that may be stored: what a client asked for, checked and in the form of the table. */
record MessageDraft(
        Direction direction,
        boolean privateNote,
        @Nullable String text,
        @Nullable MessageContent content,
        List<NewFile> files,
        @Nullable String sourceId,
        String contentAttributes) {

    private static final int MAX_FILES = 15;

    /** What can be told without knowing the conversation. */
    static MessageDraft of(NewMessage message) {
        if (message.direction() != Direction.INCOMING && message.direction() != Direction.OUTGOING) {
            throw new Invalid("message_type", "Message type must be incoming or outgoing");
        }
        MessageContent content = message.content();
        String text = message.text() == null || message.text().isBlank() ? null : message.text();
        if (text != null && text.length() > MessageContent.MAX_TEXT) {
            throw new Invalid(
                    "content", "Content is too long (maximum is %d characters)".formatted(MessageContent.MAX_TEXT));
        }
        if (message.files().size() > MAX_FILES) {
            throw new Invalid("attachments", "Attachments are too many (maximum is %d)".formatted(MAX_FILES));
        }
        if (text == null && content == null && message.files().isEmpty()) {
            throw new Invalid("content", "Content can't be blank");
        }
        if (content != null) {
            requireSendable(content);
            if (text != null || !message.files().isEmpty() || message.privateNote()) {
                throw new Invalid("content", "Content of this kind must be a message of its own");
            }
            text = MessageText.of(content);
        }
        return new MessageDraft(
                message.direction(),
                message.privateNote(),
                text,
                content,
                message.files(),
                message.sourceId() == null || message.sourceId().isBlank() ? null : message.sourceId(),
                Attributes.json(message.contentAttributes(), "content_attributes"));
    }

    private static void requireSendable(MessageContent content) {
        switch (content) {
            case MessageContent.Location location -> {}
            case MessageContent.Contacts contacts -> {}
            case MessageContent.Reaction reaction -> {}
            case MessageContent.Text text -> throw unsendable();
            case MessageContent.Media media -> throw unsendable();
            case MessageContent.Poll poll -> throw unsendable();
            case MessageContent.InteractiveReply reply -> throw unsendable();
            case MessageContent.Edit edit -> throw unsendable();
            case MessageContent.Delete delete -> throw unsendable();
            case MessageContent.Unsupported unsupported -> throw unsendable();
        }
    }

    private static Invalid unsendable() {
        return new Invalid("content", "Content of this kind cannot be sent");
    }

    /** What only the conversation can tell. */
    MessageDraft checkedFor(ConversationState conversation) {
        if (conversation.inboxDeleted()) {
            throw new Invalid("inbox", "The inbox of this conversation has been deleted");
        }
        if (direction == Direction.INCOMING && conversation.channel() != Channel.API) {
            throw new Invalid("base", "Incoming messages are only allowed in Api inboxes");
        }
        if (isReaction() && conversation.channel() != Channel.WHATSAPP && conversation.channel() != Channel.WEBCHAT) {
            throw new Invalid("content", "Reactions cannot be sent in this inbox");
        }
        return this;
    }

    boolean isReaction() {
        return content instanceof MessageContent.Reaction;
    }

    /** An answer the contact sees. */
    boolean isReply() {
        return direction == Direction.OUTGOING && !privateNote;
    }

    /** API inboxes have no provider: their bridges learn of messages by webhook. */
    boolean goesToProvider(Channel channel) {
        return isReply() && channel != Channel.API;
    }
}

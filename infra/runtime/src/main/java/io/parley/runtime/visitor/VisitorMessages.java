package io.parley.runtime.visitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.message.AttachmentView;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.runtime.files.FileLinks;
import org.jspecify.annotations.Nullable;

/** Messages as a visitor's widget shows them: the same in the stream and in the history. */
public class VisitorMessages {

    private final FileLinks links;

    public VisitorMessages(FileLinks links) {
        this.links = links;
    }

    /** Notes and lines of history are agents' own. */
    public static boolean isForVisitors(MessageView message) {
        return !message.privateNote() && message.direction() != Direction.ACTIVITY;
    }

    public ObjectNode json(MessageView message) {
        boolean incoming = message.direction() == Direction.INCOMING;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", message.id().value())
                .put("echo_id", VisitorSourceIds.echoOf(message.sourceId()))
                .put("conversation_id", message.displayId())
                .put("direction", incoming ? "incoming" : "outgoing")
                .put("content", message.deleted() ? null : message.text())
                .put("content_type", "text")
                .put("created_at", message.createdAt().toString())
                .put("edited", message.edited())
                .put("deleted", message.deleted())
                .put(
                        "status",
                        incoming && message.status().wireName().equals("sent")
                                ? "accepted"
                                : message.status().wireName());
        json.put(
                "reply_to_id",
                message.replyToId() == null ? null : message.replyToId().value());
        json.set("sender", sender(message));
        ArrayNode attachments = json.putArray("attachments");
        if (!message.deleted()) {
            message.attachments().forEach(it -> attachments.add(attachment(it)));
        }
        ArrayNode reactions = json.putArray("reactions");
        message.reactions()
                .forEach(it -> reactions.addObject().put("emoji", it.emoji()).put("from_contact", it.fromContact()));
        return json;
    }

    private static ObjectNode sender(MessageView message) {
        return switch (message.sender()) {
            case null -> sender("bot", null, null);
            case Sender.OfAgent agent -> sender("agent", agent.availableName(), null);
            case Sender.OfContact contact -> sender("contact", contact.name(), contact.pictureUrl());
        };
    }

    private static ObjectNode sender(String type, @Nullable String name, @Nullable String avatar) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("name", name)
                .put("avatar_url", avatar);
    }

    private ObjectNode attachment(AttachmentView file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind(file.kind()))
                .put("state", file.state().wireName())
                .put(
                        "url",
                        file.fileKey() == null
                                ? null
                                : links.linkTo(file.fileKey(), file.fileName()).toString())
                .put("file_name", file.fileName())
                .put("media_type", file.mediaType())
                .put("size", file.sizeBytes())
                .put("width", file.width())
                .put("height", file.height());
    }

    private static String kind(MediaKind kind) {
        return switch (kind) {
            case IMAGE, STICKER -> "image";
            case VIDEO -> "video";
            case AUDIO, VOICE -> "audio";
            case DOCUMENT -> "file";
        };
    }
}

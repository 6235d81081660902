package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.StoredMessage.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Puts messages into the frames in which Evolution shows them. */
final class Frames {

    private final Settings settings;
    private volatile String baseUrl = "";

    Frames(Settings settings) {
        this.settings = settings;
    }

    void baseUrl(String url) {
        baseUrl = url;
    }

    /** As {@code messages.upsert} and {@code send.message} have it, and the answer of a send. */
    ObjectNode message(Instance instance, StoredMessage message, String status) {
        ObjectNode frame = Json.object();
        frame.set("key", message.key.deepCopy());
        frame.put("pushName", message.pushName).put("status", status);
        frame.set("message", content(instance, message));
        frame.set("contextInfo", message.contextInfo == null ? null : message.contextInfo.deepCopy());
        return frame.put("messageType", message.messageType)
                .put("messageTimestamp", message.timestamp)
                .put("instanceId", instance.id)
                .put("source", message.source);
    }

    /** As {@code messages.update} has it. */
    static ObjectNode receipt(Instance instance, StoredMessage message, String remoteJid, Ack ack) {
        return Json.object()
                .put("keyId", message.id)
                .put("remoteJid", remoteJid)
                .put("fromMe", true)
                .put("status", ack.name())
                .put("instanceId", instance.id)
                .put("messageId", message.rowId);
    }

    /** As {@code findMessages} lists it. */
    static ObjectNode row(Instance instance, StoredMessage message) {
        ObjectNode row = Json.object().put("id", message.rowId);
        row.set("key", message.key.deepCopy());
        row.put("pushName", message.pushName).put("messageType", message.messageType);
        row.set("message", message.content.deepCopy());
        row.put("messageTimestamp", message.timestamp)
                .put("instanceId", instance.id)
                .put("source", message.source);
        row.set("contextInfo", message.contextInfo == null ? null : message.contextInfo.deepCopy());
        var updates = row.putArray("MessageUpdate");
        if (message.fromMe && message.ack != Ack.PENDING) {
            updates.addObject().put("status", message.ack.name());
        }
        return row;
    }

    /** As {@code messages.delete} has it after a deletion through the API. */
    static ObjectNode deletedRow(Instance instance, StoredMessage message) {
        ObjectNode row = Json.object().put("id", message.rowId);
        row.set("key", message.key.deepCopy().put("deleted", true));
        row.put("pushName", message.pushName).putNull("participant").put("messageType", message.messageType);
        row.set("message", message.content.deepCopy());
        return row.put("source", message.source)
                .put("messageTimestamp", message.timestamp)
                .put("status", "DELETED")
                .put("instanceId", instance.id);
    }

    /** As {@code messages.edited} and {@code send.message.update} have it, in the dialect of strings. */
    static ObjectNode protocol(String remoteJid, String id, String type, @Nullable JsonNode editedMessage) {
        ObjectNode protocol = Json.object();
        protocol.putObject("key")
                .put("remoteJid", remoteJid)
                .put("fromMe", true)
                .put("id", id);
        protocol.put("type", type);
        if (editedMessage != null) {
            protocol.set("editedMessage", editedMessage);
            protocol.put("timestampMs", Long.toString(System.currentTimeMillis()));
        }
        return protocol;
    }

    /** Where the file lies here, without the server's address. */
    static String mediaPath(Instance instance, StoredMessage message, File file) {
        return "/_simulator/media/" + encode(instance.name) + "/" + encode(message.id) + "/" + encode(file.name());
    }

    private ObjectNode content(Instance instance, StoredMessage message) {
        ObjectNode content = message.content.deepCopy();
        File file = message.file;
        if (file != null && settings.mediaUrls()) {
            content.put("mediaUrl", baseUrl + mediaPath(instance, message, file));
        }
        if (file != null && instance.base64) {
            content.put("base64", Base64.getEncoder().encodeToString(file.bytes()));
        }
        return content;
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

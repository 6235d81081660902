package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Names one WhatsApp message.
 *
 * @param remoteJid the chat
 * @param fromMe whether the connected number wrote it
 * @param id WhatsApp's id of the message
 * @param participant its author, in groups only
 */
public record MessageKey(
        String remoteJid,
        boolean fromMe,
        String id,
        @Nullable String participant) {

    public MessageKey(String remoteJid, boolean fromMe, String id) {
        this(remoteJid, fromMe, id, null);
    }

    ObjectNode toJson() {
        ObjectNode json =
                Json.object().put("remoteJid", remoteJid).put("fromMe", fromMe).put("id", id);
        if (participant != null) {
            json.put("participant", participant);
        }
        return json;
    }

    static MessageKey of(JsonNode json) {
        return new MessageKey(
                Json.text(json.path("remoteJid"), ""),
                json.path("fromMe").asBoolean(),
                Json.text(json.path("id"), ""),
                Json.text(json.path("participant")));
    }
}

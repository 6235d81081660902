package io.parley.ingress.channel.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies a provider's JSON without what must not, or need not, travel on. */
final class Redaction {

    /** What is kept of a message nobody can show yet; longer ones would crowd the topic and are not kept. */
    private static final int MAX_RAW = 64 * 1024;

    /** Pictures in small and what the hub already has elsewhere. */
    private static final Set<String> BULK = Set.of(
            "base64",
            "mediaUrl",
            "speechToText",
            "jpegThumbnail",
            "pngThumbnail",
            "thumbnail",
            "waveform",
            "streamingSidecar",
            "scansSidecar",
            "firstFrameSidecar",
            "contextInfo");

    /** Key material: with it, whoever reads the topic could read the file or the chat. */
    private static final Set<String> KEYS = Set.of(
            "mediaKey",
            "mediaKeyTimestamp",
            "fileSha256",
            "fileEncSha256",
            "messageSecret",
            "messageContextInfo",
            "encPayload",
            "encIv",
            "keyData",
            "senderKeyDistributionMessage",
            "fastRatchetKeySenderKeyDistributionMessage",
            "axolotlSenderKeyDistributionMessage",
            "appStateSyncKeyShare",
            "appStateSyncKeyRequest",
            "apikey",
            "api_key");

    private Redaction() {}

    /** For asking the provider for the bytes later: keys stay, they are what it is asked with. */
    static JsonNode withoutBulk(JsonNode message) {
        return copy(message, false);
    }

    /** For keeping: neither keys nor pictures. Absent when it is too long. */
    static @Nullable String raw(JsonNode message) {
        String raw = copy(message, true).toString();
        return raw.length() > MAX_RAW ? null : raw;
    }

    private static JsonNode copy(JsonNode node, boolean dropKeys) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> {
                if (isKept(field.getKey(), field.getValue(), dropKeys)) {
                    copy.set(field.getKey(), copy(field.getValue(), dropKeys));
                }
            });
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(copy(element, dropKeys)));
            return copy;
        }
        return node;
    }

    private static boolean isKept(String name, JsonNode value, boolean dropKeys) {
        return !value.isPojo() && !BULK.contains(name) && !(dropKeys && KEYS.contains(name));
    }
}

package io.parley.ingress.channel.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one content of a {@code message} object, out of all its wrappers.
 *
 * @param kind the provider's name for it, such as {@code imageMessage}
 * @param outer the whole message it was found in
 */
record Content(String kind, JsonNode body, JsonNode outer) {

    /** Deeper than any client wraps, and a limit for whoever wraps on purpose. */
    private static final int MAX_WRAPPERS = 10;

    /** What stands beside the content and is none. */
    private static final Set<String> BESIDE = Set.of(
            "messageContextInfo",
            "contextInfo",
            "base64",
            "mediaUrl",
            "speechToText",
            "senderKeyDistributionMessage",
            "fastRatchetKeySenderKeyDistributionMessage");

    /** Absent when the message holds nothing but what stands beside a content. */
    static @Nullable Content of(JsonNode message) {
        JsonNode level = message;
        for (int depth = 0; depth < MAX_WRAPPERS; depth++) {
            Map.Entry<String, JsonNode> field = contentOf(level);
            if (field == null) {
                return null;
            }
            JsonNode inner = field.getValue().path("message");
            if (!inner.isObject()) { // whatever holds a message is a wrapper, known or new
                return new Content(field.getKey(), field.getValue(), message);
            }
            level = inner;
        }
        return null;
    }

    /** Replies keep their context with the content, beside it (Cloud API) or at the top (flattened texts). */
    @Nullable
    String quoted(JsonNode frame) {
        return Dialect.firstText(
                body.path("contextInfo").path("stanzaId"),
                outer.path("contextInfo").path("stanzaId"),
                frame.path("contextInfo").path("stanzaId"));
    }

    /** For keeping what cannot be shown. */
    @Nullable
    String raw() {
        return Redaction.raw(JsonNodeFactory.instance.objectNode().set(kind, body));
    }

    private static Map.@Nullable Entry<String, JsonNode> contentOf(JsonNode message) {
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (!BESIDE.contains(field.getKey()) && !field.getValue().isNull()) {
                return field;
            }
        }
        return null;
    }
}

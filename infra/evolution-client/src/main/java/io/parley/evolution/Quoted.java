package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The message a send replies to.
 *
 * @param message its content; without it Evolution looks in its own database, and sends without the quote when it is
 *     not there
 */
public record Quoted(MessageKey key, @Nullable JsonNode message) {

    /** A quote that shows this text, whether or not Evolution still has the message. */
    public static Quoted text(MessageKey key, String text) {
        return new Quoted(key, Json.object().put("conversation", text));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.set("key", key.toJson());
        if (message != null) {
            json.set("message", message);
        }
        return json;
    }
}

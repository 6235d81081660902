package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as Evolution stored it.
 *
 * @param at when it was sent; the epoch when Evolution does not say
 * @param message its content, in Evolution's JSON
 * @param status the last receipt, such as {@code READ}; null when there is none
 */
public record FoundMessage(
        MessageKey key,
        Instant at,
        String messageType,
        JsonNode message,
        @Nullable String status) {

    /** Its text or caption; null when it has none. */
    public @Nullable String text() {
        for (String path : new String[] {"/conversation", "/extendedTextMessage/text"}) {
            String text = Json.text(message.at(path));
            if (text != null) {
                return text;
            }
        }
        for (JsonNode content : message) {
            String text = Json.text(content.path("caption"));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    static FoundMessage of(JsonNode json) {
        Instant at = Json.instant(json.path("messageTimestamp"));
        JsonNode updates = json.path("MessageUpdate");
        return new FoundMessage(
                MessageKey.of(json.path("key")),
                at == null ? Instant.EPOCH : at,
                Json.text(json.path("messageType"), ""),
                json.path("message"),
                updates.isEmpty()
                        ? null
                        : Json.text(updates.path(updates.size() - 1).path("status")));
    }
}

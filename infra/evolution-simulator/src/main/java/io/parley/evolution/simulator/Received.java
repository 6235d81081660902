package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that left through Evolution for a phone or a group.
 *
 * @param id WhatsApp's id, the {@code key.id} that the sender was given
 * @param type the content's key, such as {@code conversation}
 * @param text what people read; null when there is no text
 * @param message the content in WhatsApp's JSON
 * @param ack how far it has come
 */
public record Received(
        String id,
        String instance,
        String chat,
        String type,
        @Nullable String text,
        JsonNode message,
        Instant at,
        Ack ack) {}

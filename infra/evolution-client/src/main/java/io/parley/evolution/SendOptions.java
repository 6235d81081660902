package io.parley.evolution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every send may ask for beside its content.
 *
 * @param delay how long the receiver sees "typing…" first; the call takes that much longer
 * @param linkPreview null for Evolution's default, which is on
 * @param mentioned digits of the people named in a group; empty mentions nobody
 * @param messageId the WhatsApp id to use, as idempotency key; only 2.4 and later heed it
 */
public record SendOptions(
        @Nullable Quoted quoted,
        Duration delay,
        @Nullable Boolean linkPreview,
        List<String> mentioned,
        @Nullable String messageId) {

    public static final SendOptions NONE = new SendOptions(null, Duration.ZERO, null, List.of(), null);

    public SendOptions {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative");
        }
        mentioned = List.copyOf(mentioned);
    }

    public SendOptions quoting(@Nullable Quoted message) {
        return new SendOptions(message, delay, linkPreview, mentioned, messageId);
    }

    public SendOptions delayed(Duration by) {
        return new SendOptions(quoted, by, linkPreview, mentioned, messageId);
    }

    public SendOptions withLinkPreview(boolean preview) {
        return new SendOptions(quoted, delay, preview, mentioned, messageId);
    }

    public SendOptions mentioning(List<String> people) {
        return new SendOptions(quoted, delay, linkPreview, people, messageId);
    }

    public SendOptions withMessageId(@Nullable String id) {
        return new SendOptions(quoted, delay, linkPreview, mentioned, id);
    }

    /** Puts them flat beside the content, leaving out what is not asked for. */
    void writeTo(ObjectNode body) {
        if (quoted != null) {
            body.set("quoted", quoted.toJson());
        }
        if (!delay.isZero()) {
            body.put("delay", delay.toMillis());
        }
        if (linkPreview != null) {
            body.put("linkPreview", linkPreview);
        }
        if (!mentioned.isEmpty()) {
            mentioned.forEach(body.putArray("mentioned")::add);
        }
        if (messageId != null) {
            body.put("messageId", messageId);
        }
    }
}

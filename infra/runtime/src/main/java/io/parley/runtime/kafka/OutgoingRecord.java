package io.parley.runtime.kafka;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.parley.contract.ContractJson;
import io.parley.contract.RecordKey;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record to publish: JSON under a key, with what its CloudEvents headers say.
 *
 * @param key the record's key as text
 * @param value JSON; absent for a tombstone, which deletes the key from a compacted topic
 * @param eventId stable: the same news published twice has the same id
 * @param type what it is, such as {@code io.parley.inbound.message}
 * @param time when it happened; absent: when it is published
 * @param traceparent the trace it belongs to; absent: the one of the thread or pipeline that publishes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go to the client as they are; nobody compares two of these
public record OutgoingRecord(
        String topic,
        String key,
        byte @Nullable [] value,
        String eventId,
        String type,
        @Nullable Instant time,
        @Nullable String traceparent) {

    private static final String TYPE_PREFIX = "io.parley.";
    private static final ClassValue<String> TYPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return TYPE_PREFIX + nameOf(type);
        }
    };

    public OutgoingRecord {
        if (topic.isBlank() || eventId.isBlank()) {
            throw new IllegalArgumentException("an outgoing record must have a topic and an event id");
        }
    }

    /** A value of the contract under the key of its contact. */
    public static OutgoingRecord of(String topic, RecordKey key, Object value, String eventId) {
        return of(topic, key.toString(), value, eventId);
    }

    /** A value of the contract under a key of its own, such as an inbox's configuration under the inbox's id. */
    public static OutgoingRecord of(String topic, String key, Object value, String eventId) {
        return ofJson(topic, key, ContractJson.write(value), eventId, typeOf(value));
    }

    /** A value that is JSON already, such as a row of an outbox. */
    public static OutgoingRecord ofJson(String topic, String key, byte[] json, String eventId, String type) {
        return new OutgoingRecord(topic, key, json, eventId, type, null, null);
    }

    /** Deletes a key from a compacted topic. */
    public static OutgoingRecord tombstone(String topic, String key, String eventId) {
        return new OutgoingRecord(topic, key, null, eventId, TYPE_PREFIX + "deleted", null, null);
    }

    /** The type {@link #of} gives a value: the kind and, where there are several, the wire name of the variant. */
    public static String typeOf(Object value) {
        return value instanceof HubEvent event ? TYPES.get(event.body().getClass()) : TYPES.get(value.getClass());
    }

    public OutgoingRecord at(Instant happened) {
        return new OutgoingRecord(topic, key, value, eventId, type, happened, traceparent);
    }

    public OutgoingRecord tracedBy(@Nullable String parent) {
        return new OutgoingRecord(topic, key, value, eventId, type, time, parent);
    }

    /** The same, in the trace of the record that made us publish it. */
    public OutgoingRecord causedBy(ReceivedRecord<?> cause) {
        return tracedBy(cause.header(RecordHeaders.TRACEPARENT).orElse(null));
    }

    private static String nameOf(Class<?> type) {
        for (Class<?> family : type.getInterfaces()) {
            JsonSubTypes variants = family.getAnnotation(JsonSubTypes.class);
            if (variants != null) {
                for (JsonSubTypes.Type variant : variants.value()) {
                    if (Objects.equals(variant.value(), type)) {
                        String kind = family == EventBody.class ? "event" : hyphenated(family);
                        return kind + "." + variant.name();
                    }
                }
            }
        }
        return hyphenated(type);
    }

    private static String hyphenated(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}

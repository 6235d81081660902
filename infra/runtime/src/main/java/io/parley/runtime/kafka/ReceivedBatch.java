package io.parley.runtime.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.contract.ContractJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * One poll of a batch binding: the records that could be read, and the first that could not.
 *
 * <p>Naming a record by its index tells the container that everything before it is done. So whoever reports a failed
 * record must not skip over an unreadable one: {@link #failureOf} sees to that.
 */
public final class ReceivedBatch<T> {

    private final List<ReceivedRecord<T>> readable = new ArrayList<>();
    private @Nullable BatchListenerFailedException firstUnreadable;

    private ReceivedBatch() {}

    /** Reads each record by itself; one that does not parse is kept aside and takes no other with it. */
    public static <T> ReceivedBatch<T> parse(Message<? extends List<?>> records, Class<T> type) {
        ReceivedBatch<T> batch = new ReceivedBatch<>();
        List<?> payloads = records.getPayload();
        for (int index = 0; index < payloads.size(); index++) {
            batch.add(records, index, payloads.get(index), type);
        }
        return batch;
    }

    /** A batch of values as if they had come from one partition; for tests. */
    public static <T> ReceivedBatch<T> of(List<? extends T> values) {
        ReceivedBatch<T> batch = new ReceivedBatch<>();
        for (int index = 0; index < values.size(); index++) {
            batch.readable.add(new ReceivedRecord<>(batch, index, values.get(index), "test", 0, index, "", Map.of()));
        }
        return batch;
    }

    /** In the order they came, which within a partition is the order they were written. */
    public List<ReceivedRecord<T>> readable() {
        return List.copyOf(readable);
    }

    public List<T> values() {
        return readable.stream().map(ReceivedRecord::value).toList();
    }

    public boolean isEmpty() {
        return readable.isEmpty();
    }

    /** To be called last, after the readable ones are done: sends the first unreadable record to the dead letters. */
    public void throwIfUnreadable() {
        if (firstUnreadable != null) {
            throw firstUnreadable;
        }
    }

    /**
     * What to throw when this record is the one that fails for good: its own failure, or that of an unreadable record
     * before it, which has to go first. The poisoned one is met again when the rest is redelivered.
     */
    public BatchListenerFailedException failureOf(ReceivedRecord<T> poisoned, Throwable reason) {
        if (firstUnreadable != null && firstUnreadable.getIndex() < poisoned.index()) {
            return firstUnreadable;
        }
        return new BatchListenerFailedException("cannot be handled", reason, poisoned.index());
    }

    private void add(Message<? extends List<?>> records, int index, @Nullable Object payload, Class<T> type) {
        try {
            if (!(payload instanceof byte[] json)) {
                throw new UnreadableRecord("the record is empty");
            }
            readable.add(new ReceivedRecord<>(
                    this,
                    index,
                    read(json, type),
                    String.valueOf(header(records, KafkaHeaders.RECEIVED_TOPIC, index)),
                    number(records, KafkaHeaders.RECEIVED_PARTITION, index).intValue(),
                    number(records, KafkaHeaders.OFFSET, index).longValue(),
                    keyOf(records, index),
                    headersOf(records, index)));
        } catch (UnreadableRecord e) {
            if (firstUnreadable == null) {
                firstUnreadable = new BatchListenerFailedException("cannot be read", e, index);
            }
        }
    }

    private static <T> T read(byte[] json, Class<T> type) throws UnreadableRecord {
        try {
            return ContractJson.read(json, type);
        } catch (JsonProcessingException e) {
            throw new UnreadableRecord(e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableRecord(String.valueOf(e.getMessage()), e);
        }
    }

    private static String keyOf(Message<?> records, int index) {
        String key = ReceivedRecord.text(header(records, KafkaHeaders.RECEIVED_KEY, index));
        return key == null ? "" : key;
    }

    private static Number number(Message<?> records, String name, int index) {
        return header(records, name, index) instanceof Number number ? number : -1;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> headersOf(Message<?> records, int index) {
        Object converted = header(records, KafkaHeaders.BATCH_CONVERTED_HEADERS, index);
        return converted instanceof Map<?, ?> headers ? (Map<String, Object>) headers : Map.of();
    }

    private static @Nullable Object header(Message<?> records, String name, int index) {
        return records.getHeaders().get(name) instanceof List<?> values && index < values.size()
                ? values.get(index)
                : null;
    }
}

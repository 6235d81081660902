package io.parley.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record of a batch that could be read. */
public final class ReceivedRecord<T> {

    private final ReceivedBatch<T> batch;
    private final int index;
    private final T value;
    private final String topic;
    private final int partition;
    private final long offset;
    private final String key;
    private final Map<String, Object> headers;

    ReceivedRecord(
            ReceivedBatch<T> batch,
            int index,
            T value,
            String topic,
            int partition,
            long offset,
            String key,
            Map<String, Object> headers) {
        this.batch = batch;
        this.index = index;
        this.value = value;
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.headers = headers;
    }

    /** Its place in the poll, counting unreadable records too. */
    public int index() {
        return index;
    }

    public T value() {
        return value;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** The key as text; empty when it came without one. */
    public String key() {
        return key;
    }

    /** A header as text, see {@link RecordHeaders}. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(text(headers.get(name)));
    }

    /** Where it lies, for logs: nothing of what it says. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }

    ReceivedBatch<T> batch() {
        return batch;
    }

    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }
}

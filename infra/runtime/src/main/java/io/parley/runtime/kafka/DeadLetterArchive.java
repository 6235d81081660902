package io.parley.runtime.kafka;

import io.parley.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter topics of one hub. Kafka deletes no single record, so a replayed dead letter is marked by a record
 * behind it that names it; the marked ones are no longer listed.
 */
public final class DeadLetterArchive implements AutoCloseable {

    /** {@code partition:offset} of the dead letter in the same topic that was replayed. */
    private static final String REPLAYED = "parley-dlq-replayed";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TIMEOUT_MS = 15_000;

    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * @param client how to reach the brokers: addresses, and what they ask for
     * @param prefix of the hub's topics
     */
    public DeadLetterArchive(Map<String, Object> client, String prefix) {
        this.prefix = prefix;
        Map<String, Object> reading = new HashMap<>(client);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(client);
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The dead letters that were not replayed yet, oldest first. */
    public List<DeadLetter> list() {
        return list(Long.MAX_VALUE);
    }

    /** As {@link #list()}, of the newest records only: so many of each partition. */
    public List<DeadLetter> list(long newest) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topic.startsWith(prefix + "parley.") && topic.endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return read(partitions, newest);
    }

    private List<DeadLetter> read(List<TopicPartition> partitions, long newest) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions));
        consumer.beginningOffsets(partitions)
                .forEach((partition, first) ->
                        consumer.seek(partition, Math.max(first, unread.getOrDefault(partition, first) - newest)));
        unread.entrySet().removeIf(it -> consumer.position(it.getKey()) >= it.getValue());
        List<DeadLetter> letters = new ArrayList<>();
        Set<String> replayed = new HashSet<>();
        while (!unread.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                String mark = text(message.headers().lastHeader(REPLAYED));
                if (mark != null) {
                    replayed.add(message.topic() + ":" + mark);
                } else {
                    letters.add(new DeadLetter(message));
                }
            }
            unread.entrySet().removeIf(it -> consumer.position(it.getKey()) >= it.getValue());
        }
        letters.removeIf(letter -> replayed.contains(letter.id()));
        letters.sort(Comparator.comparingLong((DeadLetter it) -> it.message().timestamp())
                .thenComparing(it -> it.message().offset()));
        return letters;
    }

    /**
     * Puts the record back at the end of the topic it came from, then marks it. Repeating after a crash may put it back
     * twice.
     */
    public void replay(DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> message = letter.message();
        send(new ProducerRecord<byte[], byte[]>(
                letter.originalTopic(),
                null,
                message.key(),
                message.value(),
                DeadLetterHeaders.without(message.headers())));
        String mark = message.partition() + ":" + message.offset();
        send(new ProducerRecord<byte[], byte[]>(
                message.topic(),
                message.partition(),
                null,
                null,
                List.of(new RecordHeader(REPLAYED, mark.getBytes(StandardCharsets.UTF_8)))));
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new BrokerUnavailable("Kafka did not take the record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable("Interrupted", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** One record somebody gave up on. */
    public record DeadLetter(ConsumerRecord<byte[], byte[]> message) {

        /** {@code topic:partition:offset} in the dead-letter topic. */
        public String id() {
            return message.topic() + ":" + message.partition() + ":" + message.offset();
        }

        public String header(String name) {
            String value = text(message.headers().lastHeader(name));
            return value == null ? "" : value;
        }

        public String originalTopic() {
            String named = header(DeadLetterHeaders.TOPIC);
            return named.isEmpty()
                    ? message.topic().substring(0, message.topic().length() - Topics.DEAD_LETTER_SUFFIX.length())
                    : named;
        }
    }
}

package io.parley.standalone.command;

import io.parley.contract.Topics;
import io.parley.runtime.kafka.DeadLetterHeaders;
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
final class DeadLetterArchive implements AutoCloseable {

    /** {@code partition:offset} of the dead letter in the same topic that was replayed. */
    private static final String REPLAYED = "parley-dlq-replayed";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int TIMEOUT_MS = 15_000;

    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetterArchive(String bootstrapServers, String prefix) {
        this.prefix = prefix;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 * 1024 * 1024,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TIMEOUT_MS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The dead letters that were not replayed yet, oldest first. */
    List<DeadLetter> list() {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (topic.startsWith(prefix + "parley.") && topic.endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return read(partitions);
    }

    private List<DeadLetter> read(List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions));
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
    void replay(DeadLetter letter) {
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
            throw new CommandFailure("Kafka did not take the record: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted");
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
    record DeadLetter(ConsumerRecord<byte[], byte[]> message) {

        /** {@code topic:partition:offset} in the dead-letter topic. */
        String id() {
            return message.topic() + ":" + message.partition() + ":" + message.offset();
        }

        String header(String name) {
            String value = text(message.headers().lastHeader(name));
            return value == null ? "" : value;
        }

        String originalTopic() {
            String named = header(DeadLetterHeaders.TOPIC);
            return named.isEmpty()
                    ? message.topic().substring(0, message.topic().length() - Topics.DEAD_LETTER_SUFFIX.length())
                    : named;
        }
    }
}

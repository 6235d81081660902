package io.parley.outbound;

import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics as another part of the hub sees them. */
public final class Wire implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    private final Topics topics;

    /** @param settings by the names of the environment variables the hub reads */
    public Wire(Map<String, String> settings) {
        Map<String, Object> servers = Map.of(
                "bootstrap.servers",
                Objects.requireNonNull(settings.get("KAFKA_BOOTSTRAP_SERVERS")),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        this.producer = new KafkaProducer<>(servers, new StringSerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(servers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topics = new Topics(Objects.requireNonNull(settings.get("PARLEY_TOPIC_PREFIX")));
    }

    public Topics topics() {
        return topics;
    }

    /** Reads these topics from their beginnings on. */
    public void follow(String... names) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String name : names) {
            consumer.partitionsFor(name).forEach(it -> partitions.add(new TopicPartition(name, it.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    public void write(String topic, String key, Object value) {
        write(topic, key, ContractJson.write(value));
    }

    public void write(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("cannot write to " + topic, e);
        }
    }

    /** Everything read so far from a topic, after one more look. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
        return read.stream().filter(it -> it.topic().equals(topic)).toList();
    }

    public List<Delivery> deliveries() {
        return records(topics.deliveries()).stream().map(Wire::parse).toList();
    }

    public static String keyOf(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static Delivery parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            return ContractJson.read(record.value(), Delivery.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}

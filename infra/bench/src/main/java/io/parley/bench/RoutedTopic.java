package io.parley.bench;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.contact.Party;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** {@code parley.routed.v1}, filled with texts of some thousand contacts who take turns. */
final class RoutedTopic {

    private static final int CONTACTS = 2_000;

    private final Map<String, String> settings;
    private final Topics topics;

    RoutedTopic(Map<String, String> settings) {
        this.settings = settings;
        this.topics = new Topics(settings.getOrDefault("PARLEY_TOPIC_PREFIX", ""));
    }

    String name() {
        return topics.routed();
    }

    /** Before the store makes it, with as many partitions. */
    void create() {
        int partitions = Integer.parseInt(settings.getOrDefault("PARLEY_TOPIC_PARTITIONS", "12"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            admin.createTopics(Set.of(new NewTopic(name(), partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void fill(int messages) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", brokers(), "acks", "all", "linger.ms", 5, "batch.size", 131_072);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < messages; number++) {
                Inbound.Message message = message(number);
                Routed routed = new Routed(new AccountId(1), message, List.of());
                producer.send(new ProducerRecord<>(name(), message.key().bytes(), ContractJson.write(routed)));
            }
        }
    }

    private static Inbound.Message message(int number) {
        String digits = "551194%07d".formatted(4_000_000 + number % CONTACTS);
        Party contact = new Party(
                List.of(WhatsAppAddress.ofPhoneDigits(digits).orElseThrow()),
                digits + "@s.whatsapp.net",
                "Contact " + number % CONTACTS,
                null);
        return new Inbound.Message(
                new InboxId(1),
                Channel.WHATSAPP,
                contact,
                null,
                Direction.INCOMING,
                "PERSIST" + number,
                new MessageContent.Text(
                        "message %d, of the length that people write on their phones".formatted(number)),
                null,
                Instant.now(),
                Instant.now());
    }

    /** From the beginning, in a group of its own. */
    KafkaConsumer<byte[], byte[]> reader(int pollSize) {
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers(),
                        "group.id",
                        name() + ".bare",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        pollSize),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.subscribe(List.of(name()));
        return reader;
    }

    /** How many events the store has announced. */
    long events() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = consumer.partitionsFor(topics.events(), Duration.ofSeconds(10)).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .collect(Collectors.toSet());
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private String brokers() {
        return settings.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "");
    }
}

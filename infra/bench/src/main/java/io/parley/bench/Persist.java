package io.parley.bench;

import static org.awaitility.Awaitility.await;

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
import io.parley.e2e.Hub;
import io.parley.e2e.Repository;
import io.parley.services.Services;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Messages from {@code parley.routed.v1} to their committed contact, conversation, message and event, against the least
 * that any store must do with the same records: Kafka, Jackson, one {@code unnest} insert a poll, commit.
 */
final class Persist {

    private static final int MESSAGES = 60_000;
    private static final int WARM = 10_000;
    private static final int CONTACTS = 2_000;
    private static final double LIMIT_RATIO = 0.3;
    private static final int POLL = 500;

    void run() {
        Services services = Services.shared();
        Map<String, String> settings = services.isolated("benchpersist");
        Topics topics = new Topics(settings.getOrDefault("PARLEY_TOPIC_PREFIX", ""));
        double bare = bareLoop(settings, topics);
        System.out.printf("bare Kafka, Jackson, unnest, commit  %8.0f messages/s   limit%n", bare);
        double stored = store(settings, topics);
        System.out.printf(
                "contact, conversation, message, event %7.0f messages/s   ratio %.2f (aim %.2f)%n",
                stored, stored / bare, LIMIT_RATIO);
    }

    // ---- the limit

    private double bareLoop(Map<String, String> settings, Topics topics) {
        String topic = topics.prefix() + "bare";
        createTopic(settings, topic);
        execute(
                settings,
                "CREATE TABLE bare (inbox_id int, source_id text, contact text, body text, sent_at timestamptz,"
                        + " PRIMARY KEY (inbox_id, source_id))");
        produce(settings, topic, 0, WARM + MESSAGES);
        ConnectionFactory database = ConnectionFactories.get(options(settings));
        Connection connection = Mono.from(database.create()).block();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.get("KAFKA_BOOTSTRAP_SERVERS"),
                        "group.id",
                        topic,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        POLL),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            int done = 0;
            long begin = 0;
            while (done < WARM + MESSAGES) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                if (records.isEmpty()) {
                    continue;
                }
                insert(connection, records);
                consumer.commitSync();
                done += records.count();
                if (begin == 0 && done >= WARM) {
                    begin = System.nanoTime();
                }
            }
            return MESSAGES / ((System.nanoTime() - begin) / 1e9);
        } finally {
            Mono.from(connection.close()).block();
        }
    }

    private static void insert(Connection connection, ConsumerRecords<byte[], byte[]> records) {
        List<Inbound.Message> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            try {
                messages.add((Inbound.Message)
                        ContractJson.read(each.value(), Routed.class).inbound());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Integer[] inboxes = messages.stream().map(it -> it.inboxId().value()).toArray(Integer[]::new);
        String[] ids = messages.stream().map(Inbound.Message::sourceId).toArray(String[]::new);
        String[] contacts = messages.stream().map(it -> it.contact().replyTo()).toArray(String[]::new);
        String[] bodies = messages.stream()
                .map(it -> ((MessageContent.Text) it.content()).body())
                .toArray(String[]::new);
        String[] sent = messages.stream().map(it -> it.sentAt().toString()).toArray(String[]::new);
        Flux.from(connection
                        .createStatement(
                                "INSERT INTO bare SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[],"
                                        + " $5::timestamptz[]) ON CONFLICT DO NOTHING")
                        .bind("$1", inboxes)
                        .bind("$2", ids)
                        .bind("$3", contacts)
                        .bind("$4", bodies)
                        .bind("$5", sent)
                        .execute())
                .flatMap(result -> result.getRowsUpdated())
                .blockLast();
    }

    // ---- the store

    private double store(Map<String, String> settings, Topics topics) {
        try (Hub store = Hub.startPart("bench-persist", storeJar(), settings)) {
            execute(settings, "INSERT INTO accounts (id, name) VALUES (1, 'Bench') ON CONFLICT DO NOTHING");
            execute(
                    settings,
                    "INSERT INTO inboxes (id, account_id, channel, name, identifier, webhook_secret_hash,"
                            + " webhook_secret_sealed) VALUES (1, 1, 'whatsapp', 'bench', 'bench', 'bench', 'bench')");
            produce(settings, topics.routed(), 0, WARM);
            awaitStored(settings, WARM);
            long begin = System.nanoTime();
            produce(settings, topics.routed(), WARM, WARM + MESSAGES);
            awaitStored(settings, WARM + MESSAGES);
            return MESSAGES / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static Path storeJar() {
        return Repository.root().resolve("store/target/store-exec.jar");
    }

    private static void awaitStored(Map<String, String> settings, int messages) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> number(settings, "SELECT coalesce(max(id), 0) FROM messages") >= messages);
    }

    // ---- records, and the servers

    private static void produce(Map<String, String> settings, String topic, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        settings.get("KAFKA_BOOTSTRAP_SERVERS"),
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "batch.size",
                        131_072),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = from; number < to; number++) {
                Inbound.Message message = message(number);
                Routed routed = new Routed(new AccountId(1), message, List.of());
                producer.send(new ProducerRecord<>(topic, message.key().bytes(), ContractJson.write(routed)));
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

    private static void createTopic(Map<String, String> settings, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.get("KAFKA_BOOTSTRAP_SERVERS")))) {
            int partitions = Integer.parseInt(settings.getOrDefault("PARLEY_TOPIC_PARTITIONS", "3"));
            admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ConnectionFactoryOptions options(Map<String, String> settings) {
        return ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, settings.get("POSTGRES_HOST"))
                .option(ConnectionFactoryOptions.PORT, Integer.parseInt(settings.get("POSTGRES_PORT")))
                .option(ConnectionFactoryOptions.DATABASE, settings.get("POSTGRES_DATABASE"))
                .option(ConnectionFactoryOptions.USER, settings.get("POSTGRES_USERNAME"))
                .option(ConnectionFactoryOptions.PASSWORD, settings.get("POSTGRES_PASSWORD"))
                .option(io.r2dbc.spi.Option.valueOf("schema"), settings.get("PARLEY_DB_SCHEMA"))
                .build();
    }

    private static void execute(Map<String, String> settings, String sql) {
        try (java.sql.Connection connection = jdbc(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Map<String, String> settings, String sql) {
        try (java.sql.Connection connection = jdbc(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static java.sql.Connection jdbc(Map<String, String> settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.get("POSTGRES_USERNAME"));
        properties.setProperty("password", settings.get("POSTGRES_PASSWORD"));
        properties.setProperty("currentSchema", settings.get("PARLEY_DB_SCHEMA") + ",public");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(
                                settings.get("POSTGRES_HOST"),
                                settings.get("POSTGRES_PORT"),
                                settings.get("POSTGRES_DATABASE")),
                properties);
    }
}

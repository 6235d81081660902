package io.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The servers answer as servers do, whoever runs them, and keep their data over a stop and a kill. */
class ServicesIT {

    @Test
    void kafkaTakesAndGivesARecord() throws Exception {
        Map<String, String> settings = Services.shared().isolated(ServicesIT.class);
        String topic = settings.get("PARLEY_TOPIC_PREFIX") + "greetings";

        createTopic(settings, topic);
        produce(settings, topic, "hello");

        assertThat(consume(settings, topic, 1)).containsExactly("hello");
    }

    @Test
    void postgresKnowsVectorsAndUnaccentedTrigrams() throws SQLException {
        Map<String, String> settings = Services.shared().isolated(ServicesIT.class);

        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE points (id int, place vector(3))");
            statement.execute("INSERT INTO points VALUES (1, '[1,0,0]'), (2, '[0,1,0]')");

            assertThat(one(statement, "SELECT id FROM points ORDER BY place <=> '[0,2,0]' LIMIT 1"))
                    .isEqualTo("2");
            assertThat(one(statement, "SELECT similarity(unaccent('José'), 'jose')"))
                    .isEqualTo("1");
            assertThat(one(statement, "SELECT lower('ÀÇÃO')")).isEqualTo("àção");
        }
    }

    @Test
    void redisAnswersAPing() throws IOException {
        assertThat(redis(Services.shared().settings(), "PING")).isEqualTo("+PONG");
    }

    @Test
    void everyoneGetsNamesOfTheirOwn() throws SQLException {
        Map<String, String> one = Services.shared().isolated(ServicesIT.class);
        Map<String, String> other = Services.shared().isolated(ServicesIT.class);

        for (String name :
                List.of("PARLEY_DB_SCHEMA", "PARLEY_TOPIC_PREFIX", "PARLEY_REDIS_KEY_PREFIX", "PARLEY_FILES")) {
            assertThat(one.get(name)).isNotBlank().isNotEqualTo(other.get(name));
        }
        assertThat(one).containsEntry("PARLEY_TOPIC_PARTITIONS", "3");
        try (Connection connection = connect(one);
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT current_schema()")).isEqualTo(one.get("PARLEY_DB_SCHEMA"));
        }
    }

    /**
     * A stop and a start of the servers, then what {@code ./parley up} is after a power cut: others on the same folder.
     */
    @Test
    void serversOfOnesOwnKeepAddressAndDataOverAStopAKillAndANewStartInTheirFolder() throws Exception {
        Path home = Folders.temporary("kept");
        Map<String, String> settings;
        String topic;
        try (Services services = start(home)) {
            settings = services.isolated(ServicesIT.class);
            topic = settings.get("PARLEY_TOPIC_PREFIX") + "kept";
            createTopic(settings, topic);
            try (Connection connection = connect(settings);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (word text)");
            }

            write(settings, topic, "stopped");
            List<Server> servers = List.of(services.kafka(), services.postgres(), services.redis());
            servers.forEach(Server::stop);
            assertThat(servers).noneMatch(Server::isReady);
            servers.forEach(Server::start);
            write(settings, topic, "killed");
            servers.forEach(Server::kill);
            assertThat(servers).noneMatch(Server::isReady);
        }

        try (Services services = start(home)) {
            assertThat(settings).containsAllEntriesOf(services.settings());
            assertThat(consume(settings, topic, 2)).containsExactly("stopped", "killed");
            try (Connection connection = connect(settings);
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "SELECT string_agg(word, ' ' ORDER BY word DESC) FROM kept"))
                        .isEqualTo("stopped killed");
            }
            assertThat(redis(settings, "EXISTS stopped")).isEqualTo(":1");
        }
    }

    private static Services start(Path home) {
        return Services.start(Map.of(), home, false, line -> System.out.println("services (kept): " + line));
    }

    private static void write(Map<String, String> settings, String topic, String word) throws Exception {
        produce(settings, topic, word);
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO kept VALUES ('" + word + "')");
        }
        redis(settings, "SET " + word + " yes");
    }

    private static void createTopic(Map<String, String> settings, String topic) throws Exception {
        try (Admin admin = Admin.create(kafka(settings))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void produce(Map<String, String> settings, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka(settings), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> consume(Map<String, String> settings, String topic, int count) {
        Map<String, Object> properties = kafka(settings);
        properties.put("group.id", topic);
        properties.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    private static Map<String, Object> kafka(Map<String, String> settings) {
        return new HashMap<>(Map.of("bootstrap.servers", settings.get("KAFKA_BOOTSTRAP_SERVERS")));
    }

    private static Connection connect(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s?currentSchema=%s,public"
                        .formatted(
                                settings.get("POSTGRES_HOST"),
                                settings.get("POSTGRES_PORT"),
                                settings.get("POSTGRES_DATABASE"),
                                settings.get("PARLEY_DB_SCHEMA")),
                settings.get("POSTGRES_USERNAME"),
                settings.get("POSTGRES_PASSWORD"));
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String redis(Map<String, String> settings, String command) throws IOException {
        URI url = URI.create(settings.get("REDIS_URL"));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}

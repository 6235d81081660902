package io.parley.bench;

import static org.awaitility.Awaitility.await;

import io.parley.e2e.Hub;
import io.parley.e2e.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Messages from {@code parley.routed.v1} to their committed contact, conversation and message and their published
 * event, against the least that any store must do with the same records of the same topic.
 */
final class Persist {

    private static final int MESSAGES = 60_000;
    private static final int WARM = 200_000;
    private static final double LIMIT_RATIO = 0.3;

    /** What follows from events has consumers of its own, which may run elsewhere: here they wait. */
    private static final String ALONE = """
            {"spring.cloud.stream.bindings.followEvents-in-0.consumer.auto-startup": false,
             "spring.cloud.stream.bindings.indexEvents-in-0.consumer.auto-startup": false}
            """;

    void run() {
        Map<String, String> settings = Bench.isolated("persist");
        settings.put("SPRING_APPLICATION_JSON", ALONE);
        Database database = new Database(settings);
        RoutedTopic topic = new RoutedTopic(settings);
        topic.create();
        topic.fill(WARM + MESSAGES);
        Hub.migrate(settings);

        double bare = BareLoop.run(database, topic, WARM, MESSAGES);
        System.out.printf("bare loop: Kafka, Jackson, one unnest a poll, commit    %8.0f messages/s%n", bare);
        double stored = store(settings, database, topic);
        System.out.printf("store: contact, conversation, message, event published  %8.0f messages/s%n", stored);
        System.out.printf(
                "ratio %.2f, limit >= %.2f: %s%n",
                stored / bare, LIMIT_RATIO, stored / bare >= LIMIT_RATIO ? "held" : "MISSED");
    }

    /** Both begin with the whole topic before them, and are measured from where they have warmed. */
    private static double store(Map<String, String> settings, Database database, RoutedTopic topic) {
        database.execute("INSERT INTO accounts (id, name) VALUES (1, 'Bench')");
        database.execute("INSERT INTO inboxes (id, account_id, channel, name, identifier, webhook_secret_hash,"
                + " webhook_secret_sealed) VALUES (1, 1, 'whatsapp', 'bench', 'bench', 'bench', 'bench')");
        try (Hub store = Hub.startPart("bench-persist", storeJar(), settings)) {
            awaitStored(database, WARM);
            long before = stored(database);
            long begin = System.nanoTime();
            awaitStored(database, WARM + MESSAGES);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> database.number("SELECT count(*) FROM (SELECT FROM outbox LIMIT 1) AS o") == 0);
            double rate = (WARM + MESSAGES - before) / ((System.nanoTime() - begin) / 1e9);
            requireEvents(topic);
            return rate;
        }
    }

    private static Path storeJar() {
        return Repository.root().resolve("store/target/store-exec.jar");
    }

    private static void awaitStored(Database database, int messages) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> stored(database) >= messages);
    }

    /** Ids are given out without gaps here, and the newest is one step in an index away. */
    private static long stored(Database database) {
        return database.number("SELECT coalesce(max(id), 0) FROM messages");
    }

    /** A figure for messages that nobody was told of would be worth nothing. */
    private static void requireEvents(RoutedTopic topic) {
        long events = topic.events();
        if (events < WARM + MESSAGES) {
            throw new IllegalStateException("only %d events for %d messages".formatted(events, WARM + MESSAGES));
        }
    }
}

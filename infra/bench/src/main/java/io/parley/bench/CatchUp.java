package io.parley.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.Api;
import io.parley.e2e.Hub;
import io.parley.e2e.Webhooks;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The embedder stopped while messages come in, and started again: what its catching up costs those who write meanwhile,
 * how long it takes, and whether each message has its vector in the end, once.
 */
final class CatchUp {

    /** Ten a second for an hour. */
    static final int MESSAGES = 36_000;

    private static final double LIMIT_MS = 1_000;
    private static final int RATE = 50;
    private static final int COLD_SECONDS = 15;
    private static final int SECONDS = 30;
    private static final int WARM_RATE = 100;
    private static final int WARM_SECONDS = 20;
    private static final long CAUGHT_UP_LIMIT_HOURS = 2;

    /** Neither documents nor vectors are made: events wait in their topic. */
    private static final Map<String, String> STOPPED = Map.of(
            "PARLEY_EMBEDDING",
            "none",
            "SPRING_APPLICATION_JSON",
            "{\"spring.cloud.stream.bindings.indexEvents-in-0.consumer.auto-startup\": false}");

    private static final String SAID = "SELECT count(*) FROM messages WHERE direction IN ('incoming', 'outgoing')";
    private static final String DOCUMENTS = "SELECT count(*) FROM search_documents";
    private static final String VECTORS = "SELECT count(*) FROM embeddings";

    private static final String WITH_VECTOR = """
            SELECT count(DISTINCT d.message_id) FROM embeddings AS e JOIN search_documents AS d ON d.id = e.document_id
            """;

    private static final String ANNOUNCED = "SELECT count(*) FROM (SELECT FROM outbox LIMIT 1) AS o";

    private final Map<String, String> servers = Bench.isolated("catchup");
    private final Database database = new Database(servers);

    void run(int messages) {
        EvolutionSimulator evolution = EvolutionSimulator.start(Settings.forTests());
        System.out.printf("webhook posted -> agent's socket, %d messages/s%n", RATE);
        System.out.printf(
                "%-34s %8s %10s %10s %14s %12s%n", "", "seconds", "p50 ms", "p99 ms", "no document", "no vector");
        Percentiles before = undisturbed(evolution);
        long vectors = stopped(messages);
        startedAgain(before, vectors);
        evolution.stop();
    }

    private Percentiles undisturbed(EvolutionSimulator evolution) {
        try (Hub hub = start(Map.of())) {
            Api.administratorOf(hub).createWhatsAppInbox("bench", evolution.baseUrl(), evolution.apiKey(), "bench");
            Load load = load(hub);
            load.steady(WARM_RATE, WARM_SECONDS);
            awaitCaughtUp();
            Percentiles latencies = measured("nothing to catch up", load, SECONDS);
            awaitCaughtUp();
            return latencies;
        }
    }

    /** Answers with how many vectors there are. */
    private long stopped(int messages) {
        try (Hub hub = start(STOPPED)) {
            Load load = load(hub);
            measured("embedder stopped, hub just started", load, COLD_SECONDS);
            pour(load, messages);
            return database.number(VECTORS);
        }
    }

    private void startedAgain(Percentiles before, long vectors) {
        try (Hub hub = start(Map.of())) {
            long begin = System.nanoTime();
            Load load = load(hub);
            measured("catching up, hub just started", load, COLD_SECONDS);
            load.steady(WARM_RATE, WARM_SECONDS);
            Percentiles meanwhile = measured("catching up", load, SECONDS);
            awaitCaughtUp();
            double seconds = seconds(begin);
            long made = database.number(VECTORS) - vectors;
            measured("caught up", load, SECONDS);
            System.out.printf(
                    "p99 while catching up %.0f ms, %.2f of before; limit <= %.0f ms: %s%n",
                    meanwhile.at(99),
                    meanwhile.at(99) / before.at(99),
                    LIMIT_MS,
                    meanwhile.at(99) <= LIMIT_MS ? "held" : "MISSED");
            System.out.printf("caught up in %.0f s: %d vectors, %.0f rows/s%n", seconds, made, made / seconds);
            awaitCaughtUp();
            account(hub, vectors);
        }
    }

    private Hub start(Map<String, String> settings) {
        return Hub.start("bench-catch-up", servers, settings);
    }

    private static Load load(Hub hub) {
        Api api = Api.administratorOf(hub);
        JsonNode inboxes = api.get("/api/v1/accounts/1/inboxes").require(200).path("payload");
        return new Load(
                api,
                new Webhooks(
                        URI.create(inboxes.path(0).path("callback_webhook_url").asText())));
    }

    private Percentiles measured(String what, Load load, int seconds) {
        long said = database.number(SAID);
        long noDocument = said - database.number(DOCUMENTS);
        long noVector = said - database.number(VECTORS);
        Percentiles latencies = load.steady(RATE, seconds);
        System.out.printf(
                "%-34s %8d %10.1f %10.1f %14d %12d%n",
                what, seconds, latencies.at(50), latencies.at(99), noDocument, noVector);
        return latencies;
    }

    /** Through the whole pipeline, only faster than within an hour. */
    private void pour(Load load, int messages) {
        List<String> texts =
                Labelled.messages().stream().map(Labelled.Said::text).toList();
        long before = database.number(SAID);
        long begin = System.nanoTime();
        load.pour(IntStream.range(0, messages)
                .mapToObj(at -> texts.get(at % texts.size()))
                .toList());
        await().atMost(10, TimeUnit.MINUTES)
                .pollInterval(500, TimeUnit.MILLISECONDS)
                .until(() -> database.number(SAID) >= before + messages && database.number(ANNOUNCED) == 0);
        System.out.printf(
                "%d messages, an hour's at %.1f/s, came in at %.0f/s while the embedder was stopped%n",
                messages, messages / 3_600.0, messages / seconds(begin));
    }

    private void awaitCaughtUp() {
        await().atMost(CAUGHT_UP_LIMIT_HOURS, TimeUnit.HOURS)
                .pollInterval(1, TimeUnit.SECONDS)
                .until(() -> database.number(VECTORS) >= database.number(SAID));
    }

    private void account(Hub hub, long before) {
        long said = database.number(SAID);
        long documents = database.number(DOCUMENTS);
        long vectors = database.number(VECTORS);
        long withVector = database.number(WITH_VECTOR);
        long asked = Math.round(hub.metric("parley_embedded_total"));
        boolean once = documents == said && vectors == said && withVector == said && asked == vectors - before;
        System.out.printf(
                "%d messages, %d documents, %d vectors of %d messages; the model was asked for %d texts to make %d of them: %s%n",
                said,
                documents,
                vectors,
                withVector,
                asked,
                vectors - before,
                once ? "each once, none missing" : "MISSED");
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}

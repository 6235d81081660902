package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The first promise: whatever process is killed, nothing is lost, shown twice or shown out of order. Nor does search
 * leave anything out: what was killed at its work makes every vector in the end, once.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(2)
class CrashIT {

    private static final int CONTACTS = 200;
    private static final int MESSAGES_EACH = 25;
    private static final int ALL = CONTACTS * MESSAGES_EACH;
    private static final int KILLS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** How long vectors take, not how they are made. */
    private static final Map<String, String> HASTE =
            Map.of("PARLEY_EMBEDDING_SHARE", "1", "PARLEY_STORE_EMBEDDING_LEASE", "10s");

    private static EvolutionSimulator evolution;
    private static Hub hub;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        hub = Hub.start("crash", Services.shared().isolated(CrashIT.class), HASTE);
    }

    @AfterAll
    static void stop() {
        hub.close();
        evolution.stop();
    }

    @Test
    void losesDoublesAndReordersNothingWhileTheHubIsKilledFiveTimes() {
        Api api = Api.administratorOf(hub);
        JsonNode inbox = api.createWhatsAppInbox("crash", evolution.baseUrl(), evolution.apiKey(), "crash");
        Webhooks webhooks =
                new Webhooks(URI.create(inbox.path("callback_webhook_url").asText()));
        AtomicInteger accepted = new AtomicInteger();
        List<Integer> waitedForVectors = new ArrayList<>();
        try (AgentStream stream = AgentStream.open(api);
                ExecutorService threads = Executors.newFixedThreadPool(40)) {
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int contact = 0; contact < CONTACTS; contact++) {
                int number = contact;
                senders.add(CompletableFuture.runAsync(() -> write(webhooks, number, accepted), threads));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int due = ALL * kill / (KILLS + 1);
                await().atMost(LIMIT).until(() -> accepted.get() >= due || anyFailed(senders));
                waitedForVectors.add(vectors(api).waiting());
                hub.kill();
                hub.start();
                hub.awaitReady();
            }
            await().atMost(LIMIT).until(() -> senders.stream().allMatch(CompletableFuture::isDone));
            senders.forEach(CompletableFuture::join);

            Map<String, List<String>> written = new LinkedHashMap<>();
            for (int contact = 0; contact < CONTACTS; contact++) {
                written.put(phoneOf(contact), textsOf(contact));
            }
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(
                            () -> assertThat(stream.dataOf("message.created")).hasSizeGreaterThanOrEqualTo(ALL));
            assertThat(storedBy(api)).isEqualTo(written);
            assertThat(seenOn(stream)).isEqualTo(written);
        }
        assertThat(waitedForVectors)
                .as("documents that waited for a vector at each kill")
                .anyMatch(it -> it > 0);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(vectors(api)).isEqualTo(new Vectors(ALL, 0, 0)));
    }

    /** A document has one vector at most, and a message of one line one document. */
    private static Vectors vectors(Api api) {
        JsonNode index = api.get("/api/v1/accounts/1/search_index").require(200);
        return new Vectors(
                index.path("embedded").asInt(),
                index.path("waiting").asInt(),
                index.path("failed").asInt());
    }

    private record Vectors(int made, int waiting, int failed) {}

    private static void write(Webhooks webhooks, int contact, AtomicInteger accepted) {
        List<String> texts = textsOf(contact);
        for (int number = 0; number < texts.size(); number++) {
            String sourceId = "CRASH%04dX%04d".formatted(contact, number);
            webhooks.postUntilAccepted(Webhooks.text(
                    "crash", phoneOf(contact).substring(1), "Contact " + contact, sourceId, texts.get(number)));
            accepted.incrementAndGet();
        }
    }

    private static boolean anyFailed(List<CompletableFuture<Void>> senders) {
        return senders.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    private static String phoneOf(int contact) {
        return "+551198%07d".formatted(7_000_000 + contact);
    }

    private static List<String> textsOf(int contact) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < MESSAGES_EACH; number++) {
            texts.add("message %d of contact %d".formatted(number, contact));
        }
        return texts;
    }

    /** What is stored, by the contact's phone, in the order a reader of the API sees. */
    private static Map<String, List<String>> storedBy(Api api) {
        Map<String, List<String>> stored = new HashMap<>();
        for (JsonNode conversation : api.conversations()) {
            List<String> texts = api.messages(conversation.path("id").asInt()).stream()
                    .map(it -> it.path("content").asText())
                    .toList();
            stored.merge(
                    conversation
                            .path("meta")
                            .path("sender")
                            .path("phone_number")
                            .asText(),
                    texts,
                    CrashIT::joined);
        }
        return stored;
    }

    /** What the agent's stream brought, by the contact's phone, with nothing taken out. */
    private static Map<String, List<String>> seenOn(AgentStream stream) {
        Map<String, List<String>> seen = new HashMap<>();
        for (JsonNode message : stream.dataOf("message.created")) {
            seen.merge(
                    message.path("sender").path("phone_number").asText(),
                    List.of(message.path("content").asText()),
                    CrashIT::joined);
        }
        return seen;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}

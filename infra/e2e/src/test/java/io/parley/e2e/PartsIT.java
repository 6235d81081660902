package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Incoming;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The five parts apart, each from its own jar in a process of its own: together they are the hub. */
@Execution(ExecutionMode.CONCURRENT)
class PartsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String GATEWAY = "agent-gateway";
    private static final String INGRESS = "ingress";

    private static final Map<String, Hub> PARTS = new ConcurrentHashMap<>();

    private static EvolutionSimulator evolution;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        Map<String, String> servers = Services.shared().isolated(PartsIT.class);
        startAll(List.of(INGRESS, "router", "store", "outbound"), servers, Map.of());
        // apart, webhooks arrive elsewhere than the agents
        startAll(
                List.of(GATEWAY),
                servers,
                Map.of("PARLEY_WEBHOOK_URL", PARTS.get(INGRESS).baseUrl().toString()));
    }

    private static void startAll(List<String> names, Map<String, String> servers, Map<String, String> more) {
        try (ExecutorService threads = Executors.newFixedThreadPool(names.size())) {
            names.forEach(name -> threads.execute(
                    () -> PARTS.put(name, Hub.startPart("part-" + name, Repository.partJar(name), servers, more))));
        }
        assertThat(PARTS).containsKeys(names.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        PARTS.values().parallelStream().forEach(Hub::close);
        evolution.stop();
    }

    @Test
    void bringAMessageInAndTheAnswerOut() {
        Api api = Api.administratorOf(PARTS.get(GATEWAY));
        JsonNode inbox = api.createWhatsAppInbox("parts", evolution.baseUrl(), evolution.apiKey(), "parts");
        URI webhook = URI.create(inbox.path("callback_webhook_url").asText());
        assertThat(webhook.getPort()).isEqualTo(PARTS.get(INGRESS).baseUrl().getPort());
        try (AgentStream stream = AgentStream.open(api)) {
            new Webhooks(webhook)
                    .postUntilAccepted(Webhooks.text("parts", "5511955550001", "Rosa", "PART1", "Oi, de longe"));

            JsonNode seen = await().atMost(LIMIT).until(() -> created(stream, "Oi, de longe"), it -> it != null);
            int conversation = seen.path("conversation_id").asInt();
            int answer = api.reply(conversation, "Oi, Rosa").path("id").asInt();

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(evolution.receivedBy("5511955550001"))
                            .singleElement()
                            .satisfies(it -> assertThat(it.text()).isEqualTo("Oi, Rosa")));
            // receipts may overtake the news that it was sent, and then tell all at once
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(stream.dataOf("message.updated"))
                            .filteredOn(it -> it.path("id").asInt() == answer)
                            .extracting(it -> it.path("delivery_status").asText())
                            .contains("read"));

            evolution.incoming("parts", Incoming.media("5511955550001", "Rosa", MediaKind.IMAGE, "uma foto"));
            String file = await().atMost(LIMIT).until(() -> fileIn(api, conversation), it -> !it.isEmpty());
            assertThat(api.get(URI.create(file).getPath()).status()).isEqualTo(200);
        }
    }

    private static JsonNode created(AgentStream stream, String content) {
        return stream.dataOf("message.created").stream()
                .filter(it -> it.path("content").asText().equals(content))
                .findFirst()
                .orElse(null);
    }

    private static String fileIn(Api api, int conversation) {
        return api.messages(conversation).stream()
                .map(it -> it.at("/attachments/0/data_url").asText())
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse("");
    }
}

package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What happens while a server is away: webhooks are refused for now, or wait; nothing is lost and nothing given up. */
@Execution(ExecutionMode.CONCURRENT)
@Order(3)
class OutageIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** How many messages are tried during an outage: with their pauses they make it last. */
    private static final int DURING = 20;

    private static Services services;
    private static EvolutionSimulator evolution;
    private static Hub hub;
    private static Api api;
    private static Webhooks webhooks;
    private static int inboxId;

    @BeforeAll
    static void start() {
        services = Services.alone();
        evolution = EvolutionSimulator.start(Settings.forTests());
        hub = Hub.start("outage", services.isolated(OutageIT.class), Map.of());
        api = Api.administratorOf(hub);
        JsonNode inbox = api.createWhatsAppInbox("outage", evolution.baseUrl(), evolution.apiKey(), "outage");
        inboxId = inbox.path("id").asInt();
        webhooks = new Webhooks(URI.create(inbox.path("callback_webhook_url").asText()));
    }

    @AfterAll
    static void stop() {
        hub.close();
        evolution.stop();
        services.close();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void refusesWebhooksForNowWhileKafkaIsAwayAndLosesNothing() {
        writeAndAwait("5511970000001", "before");
        int conversation = conversationOf("5511970000001").path("id").asInt();
        services.kafka().stop();

        // the agent's answer is committed; it is announced and leaves when there is a way again
        assertThat(api.reply(conversation, "meanwhile").path("id").asInt()).isPositive();
        List<Integer> answers = new ArrayList<>();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            answers.add(webhooks.post(message("5511970000001", "K" + answers.size(), "refused")));
            return answers.size() >= DURING;
        });
        services.kafka().start();
        // Evolution sends again what was refused; the same source id is the same message
        webhooks.postUntilAccepted(message("5511970000001", "K0", "refused"));
        webhooks.postUntilAccepted(message("5511970000001", "K-after", "after"));

        assertThat(answers).containsOnly(503);
        awaitStored("5511970000001", "after");
        assertThat(stored("5511970000001")).contains("before", "meanwhile", "refused", "after");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(evolution.receivedBy("5511970000001"))
                        .extracting(it -> it.text())
                        .containsExactly("meanwhile"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void waitsForPostgresAndGivesNothingUp() {
        writeAndAwait("5511970000002", "before");
        services.postgres().stop();

        List<String> written = new ArrayList<>(List.of("before"));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            String text = "during " + written.size();
            assertThat(webhooks.post(message("5511970000002", "P" + written.size(), text)))
                    .isEqualTo(202);
            written.add(text);
            return written.size() > DURING;
        });
        services.postgres().start();

        awaitStored("5511970000002", "during " + DURING);
        assertThat(stored("5511970000002")).isEqualTo(written);
        assertThat(hub.command("dlq", "list")).contains("No dead letters");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void goesOnStoringWithoutRedisAndItsStreamsResume() {
        writeAndAwait("5511970000003", "before");
        try (AgentStream stream = AgentStream.open(api)) {
            services.redis().stop();

            webhooks.postUntilAccepted(message("5511970000003", "R1", "without redis"));
            awaitStored("5511970000003", "without redis");
            services.redis().start();
            webhooks.postUntilAccepted(message("5511970000003", "R2", "with redis again"));

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(stream.dataOf("message.created"))
                            .extracting(it -> it.path("content").asText())
                            .endsWith("without redis", "with redis again")
                            .doesNotHaveDuplicates());
        }
    }

    private static void writeAndAwait(String digits, String text) {
        webhooks.postUntilAccepted(message(digits, digits + text, text));
        awaitStored(digits, text);
    }

    private static ObjectNode message(String digits, String sourceId, String text) {
        return Webhooks.text("outage", digits, "Outage", sourceId, text);
    }

    private static void awaitStored(String digits, String text) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> stored(digits).contains(text));
    }

    private static List<String> stored(String digits) {
        JsonNode conversation = conversationOf(digits);
        return conversation.isMissingNode()
                ? List.of()
                : api.messages(conversation.path("id").asInt()).stream()
                        .map(it -> it.path("content").asText())
                        .toList();
    }

    private static JsonNode conversationOf(String digits) {
        return api.conversations().stream()
                .filter(it -> it.path("inbox_id").asInt() == inboxId)
                .filter(it -> it.at("/meta/sender/phone_number").asText().equals("+" + digits))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}

package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Fault;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same promise on the way out: each reply is sent once or marked failed, whatever fails, hangs or is killed. */
@Execution(ExecutionMode.CONCURRENT)
class OutboundCrashIT {

    private static final int CONVERSATIONS = 20;
    private static final int REPLIES_EACH = 5;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** What a trouble costs in time, not what is done about it. */
    private static final Map<String, String> SHORT_WAITS = Map.of(
            "PARLEY_UNKNOWN_GRACE", "5s",
            "PARLEY_OUTBOUND_WHATSAPP_SENDTIMEOUT", "3s",
            "PARLEY_OUTBOUND_WHATSAPP_PAUSEWHENDISCONNECTED", "3s",
            "PARLEY_OUTBOUND_WHATSAPP_WAITWHENUNREACHABLE", "2s",
            "PARLEY_OUTBOUND_WHATSAPP_WAITWHENBUSY", "2s",
            "PARLEY_OUTBOUND_LIMITS_BREAKEROPEN", "2s",
            "PARLEY_OUTBOUND_LIMITS_BREAKEROPENATMOST", "10s");

    private static EvolutionSimulator evolution;
    private static Hub hub;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        hub = Hub.start("outbound-crash", Services.shared().isolated(OutboundCrashIT.class), SHORT_WAITS);
    }

    @AfterAll
    static void stop() {
        hub.close();
        evolution.stop();
    }

    @Test
    void sendsEachReplyOnceOrSaysThatItFailed() {
        Api api = Api.administratorOf(hub);
        JsonNode inbox = api.createWhatsAppInbox("replies", evolution.baseUrl(), evolution.apiKey(), "replies");
        Webhooks webhooks =
                new Webhooks(URI.create(inbox.path("callback_webhook_url").asText()));
        for (int contact = 0; contact < CONVERSATIONS; contact++) {
            webhooks.postUntilAccepted(
                    Webhooks.text("replies", digitsOf(contact), "Contact " + contact, "ASK" + contact, "hello"));
        }
        await().atMost(LIMIT).until(() -> api.conversations().size() == CONVERSATIONS);
        List<Integer> conversations =
                api.conversations().stream().map(it -> it.path("id").asInt()).toList();

        List<Fault> trouble = List.of(
                Fault.answer(
                                500,
                                "{\"status\":500,\"error\":\"Internal Server Error\",\"response\":{\"message\":\"Connection Closed\"}}")
                        .times(10),
                Fault.hang().times(3),
                Fault.losingTheAnswer().times(5),
                Fault.reset().times(3),
                Fault.answer(
                                400,
                                "{\"status\":400,\"error\":\"Bad Request\",\"response\":{\"message\":[\"Error: Timed Out\"]}}")
                        .times(3));
        for (int round = 0; round < REPLIES_EACH; round++) {
            evolution.faults().add(trouble.get(round));
            for (int conversation : conversations) {
                replyUntilAnswered(api, conversation, "reply %d to %d".formatted(round, conversation));
            }
            if (round == 1 || round == 3) {
                hub.kill();
                hub.start();
                hub.awaitReady();
            }
        }

        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(repliesOf(api, conversations))
                        .extracting(it -> it.path("delivery_status").asText())
                        .doesNotContain("accepted"));
        List<JsonNode> replies = repliesOf(api, conversations);
        List<String> arrived = arrived();
        assertThat(arrived).doesNotHaveDuplicates();
        for (JsonNode reply : replies) {
            String text = reply.path("content").asText();
            if (reply.path("delivery_status").asText().equals("failed")) {
                assertThat(reply.path("content_attributes")
                                .path("external_error")
                                .asText())
                        .isNotBlank();
            } else {
                assertThat(arrived).contains(text);
            }
        }
        for (int round = 0; round < REPLIES_EACH; round++) {
            String answered = "reply %d to".formatted(round);
            assertThat(replies)
                    .filteredOn(it -> it.path("content").asText().startsWith(answered))
                    .hasSizeGreaterThanOrEqualTo(CONVERSATIONS);
        }
    }

    /**
     * Again when there was no answer, or that the hub cannot now: what was cut off may have been stored all the same.
     */
    private static void replyUntilAnswered(Api api, int conversation, String text) {
        await().atMost(LIMIT).until(() -> {
            try {
                Api.Answer answer = api.post(
                        "/api/v1/accounts/1/conversations/" + conversation + "/messages", Map.of("content", text));
                return answer.status() != 503 && answer.require(200).path("id").asInt() > 0;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    private static List<JsonNode> repliesOf(Api api, List<Integer> conversations) {
        List<JsonNode> replies = new ArrayList<>();
        for (int conversation : conversations) {
            api.messages(conversation).stream()
                    .filter(it -> it.path("message_type").asInt() == 1)
                    .forEach(replies::add);
        }
        return replies;
    }

    /** The texts that reached a phone, and how often: what the promise is about. */
    private static List<String> arrived() {
        List<String> texts = new ArrayList<>();
        for (int contact = 0; contact < CONVERSATIONS; contact++) {
            evolution.receivedBy(digitsOf(contact)).forEach(it -> texts.add(it.text()));
        }
        return texts;
    }

    private static String digitsOf(int contact) {
        return "551197%07d".formatted(7_000_000 + contact);
    }
}

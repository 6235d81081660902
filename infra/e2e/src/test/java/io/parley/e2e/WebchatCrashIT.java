package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.services.Services;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The first promise, at the second door: what visitors write and are told survives whatever is killed, once and in
 * order.
 */
class WebchatCrashIT {

    private static final int VISITORS = 20;
    private static final int MESSAGES_EACH = 10;
    private static final int REPLIES_EACH = 3;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start("webchat-crash", Services.shared().isolated(WebchatCrashIT.class), Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void losesDoublesAndReordersNothingInAndOutWhileTheHubIsKilled() {
        Api api = Api.administratorOf(hub);
        JsonNode inbox = api.post(
                        "/api/v1/accounts/1/inboxes",
                        Map.of(
                                "name",
                                "site",
                                "channel",
                                Map.of("type", "web_widget", "website_url", "https://x.example")))
                .require(200);
        List<String> visitors = new ArrayList<>();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            visitors.add(session(inbox.path("website_token").asText()));
        }

        AtomicInteger accepted = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(VISITORS)) {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int visitor = 0; visitor < VISITORS; visitor++) {
                int number = visitor;
                writers.add(CompletableFuture.runAsync(() -> write(visitors.get(number), number, accepted), threads));
            }
            for (int kill = 1; kill <= 2; kill++) {
                int due = VISITORS * MESSAGES_EACH * kill / 3;
                await().atMost(LIMIT)
                        .until(() -> accepted.get() >= due
                                || writers.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
                restart();
            }
            writers.forEach(CompletableFuture::join);
        }
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            int number = visitor;
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(history(visitors.get(number), "incoming"))
                            .isEqualTo(textsOf(number)));
        }

        List<JsonNode> conversations = api.conversations();
        assertThat(conversations).hasSize(VISITORS);
        for (int round = 0; round < REPLIES_EACH; round++) {
            for (JsonNode conversation : conversations) {
                api.reply(conversation.path("id").asInt(), "reply " + round);
            }
            if (round == 1) {
                restart();
            }
        }

        List<String> replies = List.of("reply 0", "reply 1", "reply 2");
        for (String visitor : visitors) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(told(visitor, "outgoing")).isEqualTo(replies));
            assertThat(history(visitor, "outgoing")).isEqualTo(replies);
        }
        assertThat(told(visitors.get(0), "incoming")).isEqualTo(textsOf(0));
    }

    private static void restart() {
        hub.kill();
        hub.start();
        hub.awaitReady();
    }

    /** Until it is accepted, with the same id each time, as a widget does. */
    private static void write(String token, int visitor, AtomicInteger accepted) {
        List<String> texts = textsOf(visitor);
        for (int number = 0; number < texts.size(); number++) {
            Map<String, String> message =
                    Map.of("echo_id", "echo-%04d-%04d".formatted(visitor, number), "content", texts.get(number));
            await().atMost(LIMIT).until(() -> post("/widget/messages", token, message) == 202);
            accepted.incrementAndGet();
        }
    }

    private static List<String> textsOf(int visitor) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < MESSAGES_EACH; number++) {
            texts.add("message %d of visitor %d".formatted(number, visitor));
        }
        return texts;
    }

    private static String session(String websiteToken) {
        return Api.send(HttpRequest.newBuilder(hub.baseUrl().resolve("/widget/sessions"))
                        .header("content-type", "application/json")
                        .POST(Api.body(Map.of("website_token", websiteToken))))
                .require(200)
                .path("token")
                .asText();
    }

    private static int post(String path, String token, Object body) {
        try {
            return Api.send(HttpRequest.newBuilder(hub.baseUrl().resolve(path))
                            .timeout(Duration.ofSeconds(20))
                            .header("content-type", "application/json")
                            .header("x-auth-token", token)
                            .POST(Api.body(body)))
                    .status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** What the store says was said. */
    private static List<String> history(String token, String direction) {
        List<String> texts = new ArrayList<>();
        Api.send(HttpRequest.newBuilder(hub.baseUrl().resolve("/public/widget/messages?limit=100"))
                        .header("x-auth-token", token)
                        .GET())
                .require(200)
                .path("messages")
                .forEach(it -> addText(texts, it, direction));
        return texts;
    }

    /** What the visitor's stream has from its beginning until it has caught up, with nothing taken out. */
    private static List<String> told(String token, String direction) {
        List<String> texts = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(hub.baseUrl().resolve("/widget/stream?after=0-0"))
                .header("accept", "text/event-stream")
                .header("x-auth-token", token)
                .build();
        try {
            HttpResponse<InputStream> stream = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode frame = line.startsWith("data:") ? JSON.readTree(line.substring(5)) : JSON.missingNode();
                    if (frame.path("type").asText().equals("caught-up")) {
                        return texts;
                    }
                    if (frame.path("type").asText().equals("message.created")) {
                        addText(texts, frame.path("data"), direction);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return texts;
    }

    private static void addText(List<String> texts, JsonNode message, String direction) {
        if (message.path("direction").asText().equals(direction)) {
            texts.add(message.path("content").asText());
        }
    }
}

package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/** What agents do through the API arrives on the streams of those who may see it, and of nobody else. */
class StreamIT extends GatewayIntegration {

    @Test
    void tellsEverySessionWhatHappensAndNobodyWhatIsNotTheirs() {
        int inbox = anInbox();
        int hidden = anInbox();
        Person bo = aNewAgent();
        ada.post("/inbox_members", "{'inbox_id':%d,'user_ids':[%d]}".formatted(inbox, bo.id));
        try (Listener adas = Listener.open(port, ada, "");
                Listener bos = Listener.open(port, bo, "")) {
            adas.awaitType("caught-up");
            bos.awaitType("caught-up");

            Talk eve = aTalkIn(hidden, "Eve Hidden");
            ada.post(
                    "/conversations/" + eve.conversation() + "/messages",
                    "{'content':'hidden','message_type':'incoming'}");
            Talk ana = aTalkIn(inbox, "Ana");
            ada.post(
                    "/conversations/" + ana.conversation() + "/messages",
                    "{'content':'shown','message_type':'incoming'}");

            adas.awaitMessage("hidden");
            adas.awaitMessage("shown");
            bos.awaitMessage("shown");
            assertThat(bos.frames.toString()).doesNotContain("hidden", "Eve Hidden");
            assertThat(adas.message("shown").at("/data/conversation_id").asInt())
                    .isEqualTo(ana.conversation());
            assertThat(adas.message("shown").at("/data/sender/name").asText()).isEqualTo("Ana");
        }
    }

    @Test
    void givesWhatWasMissedToWhoComesBackWithACursor() {
        Talk ana = aTalkIn(anInbox(), "Ana");
        String messages = "/conversations/" + ana.conversation() + "/messages";
        String cursor;
        try (Listener first = Listener.open(port, ada, "")) {
            first.awaitType("caught-up");
            ada.post(messages, "{'content':'one','message_type':'incoming'}");
            first.awaitMessage("one");
            cursor = first.message("one").path("id").asText();
        }
        ada.post(messages, "{'content':'two','message_type':'incoming'}");

        // It is announced in the background: a listener of its own says when.
        try (Listener other = Listener.open(port, ada, "&after=" + cursor)) {
            other.awaitMessage("two");
        }
        try (Listener again = Listener.open(port, ada, "&after=" + cursor)) {
            again.awaitType("caught-up");

            assertThat(again.messages()).containsExactly("two");
        }
    }

    @Test
    void tellsAsServerSentEvents() {
        Talk ana = aTalkIn(anInbox(), "Ana");
        List<ServerSentEvent<String>> heard = new CopyOnWriteArrayList<>();
        var listening = WebClient.create("http://localhost:" + port)
                .get()
                .uri("/api/v1/accounts/" + ada.account + "/stream?access_token=" + ada.token)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .subscribe(heard::add);
        await().atMost(LIMIT).until(() -> heard.stream().anyMatch(it -> "caught-up".equals(it.event())));

        ada.post("/conversations/" + ana.conversation() + "/messages", "{'content':'hello','message_type':'incoming'}");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(heard).anySatisfy(it -> {
                    assertThat(it.event()).isEqualTo("message.created");
                    assertThat(it.id()).isNotBlank();
                    assertThat(it.data()).contains("hello");
                }));
        listening.dispose();
    }

    /** Passing news is for those who listen: it is said again until the listener does. */
    @Test
    void tellsTheOthersThatAnAgentIsTyping() {
        Talk ana = aTalkIn(anInbox(), "Ana");
        try (Listener listener = Listener.open(port, ada, "")) {
            listener.awaitType("caught-up");

            await().atMost(LIMIT).until(() -> {
                ada.post("/conversations/" + ana.conversation() + "/toggle_typing_status", "{'typing_status':'on'}");
                return listener.hasHeard("conversation.typing_on");
            });
        }
    }

    @Test
    void turnsAwayWhoMayNotListen() {
        client.get()
                .uri("/api/v1/accounts/" + ada.account + "/stream?access_token=nobody's")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get()
                .uri("/api/v1/accounts/" + (ada.account + 1_000) + "/stream?access_token=" + ada.token)
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    /** A WebSocket session that remembers every frame. */
    private static final class Listener implements WebSocket.Listener, AutoCloseable {

        final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private WebSocket socket;

        static Listener open(int port, Person person, String more) {
            Listener listener = new Listener();
            listener.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://localhost:%d/api/v1/accounts/%d/stream?access_token=%s%s"
                                    .formatted(port, person.account, person.token, more)),
                            listener)
                    .join();
            return listener;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                frames.add(parsed(partial.toString().getBytes(StandardCharsets.UTF_8)));
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        void awaitType(String type) {
            await().atMost(LIMIT).until(() -> hasHeard(type));
        }

        boolean hasHeard(String type) {
            return frames.stream().anyMatch(it -> it.path("type").asText().equals(type));
        }

        void awaitMessage(String content) {
            await().atMost(LIMIT).until(() -> messages().contains(content));
        }

        List<String> messages() {
            return frames.stream()
                    .filter(it -> it.path("type").asText().equals("message.created"))
                    .map(it -> it.at("/data/content").asText())
                    .toList();
        }

        JsonNode message(String content) {
            return frames.stream()
                    .filter(it -> it.at("/data/content").asText().equals(content))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            socket.abort();
        }
    }
}

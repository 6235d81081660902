package io.parley.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.contract.message.MessageContent;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.runtime.visitor.IdentifierHash;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorStreams;
import io.parley.services.Services;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The widget's protocol, on a real broker and a real Redis. */
@SpringBootTest(
        classes = IngressApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "parley.ingress.webchat.messages-per-minute=20")
class WidgetIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final InboxId INBOX = new InboxId(9);
    private static final String HMAC_KEY = "the key the site has";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private Topics topics;

    @Autowired
    private InboxTable table;

    @Autowired
    private SecretBox secrets;

    @Autowired
    private VisitorStreams streams;

    @Value("${KAFKA_BOOTSTRAP_SERVERS}")
    private String bootstrapServers;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(WidgetIT.class).forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void createAnInbox() {
        WebchatChannel channel = new WebchatChannel(
                "site-token",
                List.of("shop.example"),
                secrets.seal(HMAC_KEY),
                false,
                null,
                "#123456",
                null,
                "Hi",
                null,
                "pt-BR",
                null,
                null,
                null,
                null);
        InboxConfig inbox = new InboxConfig(
                INBOX,
                new AccountId(1),
                Channel.WEBCHAT,
                "Shop",
                true,
                "0".repeat(64),
                new InboxRules(false, "Welcome", true, "Closed", ZoneOffset.UTC, List.of()),
                null,
                channel,
                null);
        publisher
                .publish(OutgoingRecord.of(topics.inboxes(), INBOX.toString(), inbox, "inbox-9"))
                .block(LIMIT);
        await().atMost(LIMIT).until(() -> table.isReady() && table.find(INBOX).isPresent());
    }

    @Test
    void showsTheWidgetToAllowedPagesOnly() {
        HttpResponse<String> config = get("/widget/config?website_token=site-token", "https://shop.example");

        assertThat(config.statusCode()).isEqualTo(200);
        assertThat(config.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example");
        assertThat(json(config).path("widget_color").asText()).isEqualTo("#123456");
        assertThat(json(config).path("locale").asText()).isEqualTo("pt-BR");
        assertThat(json(config).path("business_hours").path("open_now").asBoolean())
                .isFalse();

        HttpResponse<String> refused = get("/widget/config?website_token=site-token", "https://evil.example");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).path("type").asText()).isEqualTo("urn:parley:problem:origin-not-allowed");
    }

    @Test
    void renewsAKnownVisitorsTokenAndReplacesAForgedOne() {
        JsonNode first = session(null);

        JsonNode renewed = session(first.path("token").asText());
        JsonNode replaced = session(first.path("token").asText() + "x");

        assertThat(first.path("known").asBoolean()).isFalse();
        assertThat(renewed.path("known").asBoolean()).isTrue();
        assertThat(renewed.path("source_id")).isEqualTo(first.path("source_id"));
        assertThat(replaced.path("source_id")).isNotEqualTo(first.path("source_id"));
        assertThat(post("/widget/end", "nonsense", Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void givesAMessageThatIsSentAgainTheSameIdentity() {
        JsonNode session = session(null);
        String token = session.path("token").asText();
        Map<String, Object> message = Map.of("echo_id", "echo-0001", "content", "hello");

        assertThat(post("/widget/messages", token, message).statusCode()).isEqualTo(202);
        assertThat(post("/widget/messages", token, message).statusCode()).isEqualTo(202);

        String visitor = session.path("source_id").asText();
        List<ConsumerRecord<byte[], byte[]>> published = published(visitor, 2);
        assertThat(published).extracting(WidgetIT::eventId).containsOnly(INBOX + ":in:" + visitor + ":echo-0001");
        assertThat(published)
                .extracting(it -> new String(it.key(), StandardCharsets.UTF_8))
                .containsOnly(INBOX + ":" + visitor);
        Inbound.Message stored = (Inbound.Message) read(published.get(0));
        assertThat(stored.content()).isEqualTo(new MessageContent.Text("hello"));
    }

    @Test
    void refusesWhatIsNoMessageAndTooManyOfThem() {
        String token = session(null).path("token").asText();

        assertThat(post("/widget/messages", token, Map.of("echo_id", "e", "content", "x"))
                        .statusCode())
                .isEqualTo(422);
        List<HttpResponse<String>> answers = new ArrayList<>();
        // how many are too many depends on how fast they come
        await().atMost(LIMIT)
                .pollInterval(Duration.ZERO)
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    String echo = "echo-%04d".formatted(answers.size());
                    answers.add(post("/widget/messages", token, Map.of("echo_id", echo, "content", "x")));
                    return answers.getLast().statusCode() != 202;
                });

        HttpResponse<String> last = answers.getLast();
        assertThat(answers.getFirst().statusCode()).isEqualTo(202);
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
    }

    @Test
    void believesAnIdentifierOnlyWithTheRightHash() {
        String token = session(null).path("token").asText();

        HttpResponse<String> wrong =
                patch("/widget/contact", token, Map.of("identifier", "customer-17", "identifier_hash", "00"));
        HttpResponse<String> right = patch(
                "/widget/contact",
                token,
                Map.of("identifier", "customer-17", "identifier_hash", IdentifierHash.of(HMAC_KEY, "customer-17")));
        HttpResponse<String> elsewhere = patch(
                "/widget/contact",
                session(null).path("token").asText(),
                Map.of("identifier", "customer-17", "identifier_hash", IdentifierHash.of(HMAC_KEY, "customer-17")));

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(json(right).path("changed").asBoolean()).isTrue();
        assertThat(json(right).path("source_id")).isEqualTo(json(elsewhere).path("source_id"));
    }

    @Test
    void takesAFileAndTheMessageItBelongsTo() {
        JsonNode session = session(null);
        String token = session.path("token").asText();

        HttpResponse<String> upload = upload(token, "photo.png", "image/png", "bytes");
        HttpResponse<String> refused = upload(token, "evil.exe", "application/x-msdownload", "bytes");

        assertThat(upload.statusCode()).isEqualTo(201);
        assertThat(json(upload).path("kind").asText()).isEqualTo("image");
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(post(
                                "/widget/messages",
                                token,
                                Map.of(
                                        "echo_id",
                                        "echo-file",
                                        "content",
                                        "look",
                                        "upload",
                                        json(upload).path("upload").asText()))
                        .statusCode())
                .isEqualTo(202);
        Inbound.Message message = (Inbound.Message)
                read(published(session.path("source_id").asText(), 1).get(0));
        assertThat(((MessageContent.Media) message.content()).caption()).isEqualTo("look");
    }

    @Test
    void tellsWhatWasMissedAfterACutAndThenWhatHappens() {
        JsonNode session = session(null);
        Visitor visitor = new Visitor(INBOX, session.path("source_id").asText());
        Talk first = Talk.open(port, session.path("token").asText(), null);
        first.send(Map.of("type", "message", "echo_id", "echo-0001", "content", "hello"));
        JsonNode ack = first.awaitFrame("ack");
        streams.append(visitor, "e1", "message.created", "{\"id\":1}").block(LIMIT);
        String cursor = first.awaitFrame("message.created").path("id").asText();
        first.cut();

        streams.append(visitor, "e2", "message.created", "{\"id\":2}").block(LIMIT);
        streams.append(visitor, "e2", "message.created", "{\"id\":2}").block(LIMIT);
        Talk second = Talk.open(port, session.path("token").asText(), cursor);
        second.awaitFrame("caught-up");
        streams.append(visitor, "e3", "message.created", "{\"id\":3}").block(LIMIT);
        streams.pass(visitor, "conversation.typing_on", "{\"name\":\"Ana\"}").block(LIMIT);
        second.awaitFrame("conversation.typing_on");

        assertThat(ack.path("data").path("echo_id").asText()).isEqualTo("echo-0001");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(second.typed("message.created"))
                        .extracting(it -> it.path("data").path("id").asInt())
                        .containsExactly(2, 3));
        second.cut();
    }

    @Test
    void saysThatACursorIsLostAndClosesForAForgedToken() {
        String token = session(null).path("token").asText();

        Talk lost = Talk.open(port, token, "1-1");
        Talk forged = Talk.open(port, token + "x", null);

        lost.awaitFrame("reset");
        lost.awaitFrame("caught-up");
        await().atMost(LIMIT).until(() -> forged.closedWith == 4401);
        lost.cut();
    }

    private JsonNode session(String token) {
        Map<String, Object> body = token == null
                ? Map.of("website_token", "site-token")
                : Map.of("website_token", "site-token", "token", token);
        HttpResponse<String> answer = send(request("/widget/sessions")
                .header("Origin", "https://shop.example")
                .header("Content-Type", "application/json")
                .POST(body(body)));
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private HttpResponse<String> get(String path, String origin) {
        return send(request(path).header("Origin", origin).GET());
    }

    private HttpResponse<String> post(String path, String token, Object body) {
        return send(request(path)
                .header("X-Auth-Token", token)
                .header("Content-Type", "application/json")
                .POST(body(body)));
    }

    private HttpResponse<String> patch(String path, String token, Object body) {
        return send(request(path)
                .header("X-Auth-Token", token)
                .header("Content-Type", "application/json")
                .method("PATCH", body(body)));
    }

    private HttpResponse<String> upload(String token, String name, String type, String bytes) {
        String boundary = UUID.randomUUID().toString();
        String body =
                "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%2$s\"\r\nContent-Type: %3$s\r\n\r\n%4$s\r\n--%1$s--\r\n"
                        .formatted(boundary, name, type, bytes);
        return send(request("/widget/uploads")
                .header("X-Auth-Token", token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(LIMIT);
    }

    private static HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofByteArray(ContractJson.write(value));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return tree(answer.body());
    }

    private static JsonNode tree(String text) {
        try {
            return ContractJson.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> published(String visitor, int count) {
        String key = INBOX + ":" + visitor;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.inbound(Channel.WEBCHAT)).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(it -> {
                    if (new String(it.key(), StandardCharsets.UTF_8).equals(key)) {
                        found.add(it);
                    }
                });
                return found.size() >= count;
            });
            return found;
        }
    }

    private static String eventId(ConsumerRecord<byte[], byte[]> published) {
        return new String(published.headers().lastHeader(RecordHeaders.ID).value(), StandardCharsets.UTF_8);
    }

    private static Inbound read(ConsumerRecord<byte[], byte[]> published) {
        try {
            return ContractJson.read(published.value(), Inbound.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A widget's WebSocket that remembers what it was told. */
    private static final class Talk implements WebSocket.Listener {

        private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile int closedWith;
        private WebSocket socket;

        static Talk open(int port, String token, String after) {
            Talk talk = new Talk();
            talk.socket = HTTP.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port + "/widget/stream"), talk)
                    .join();
            talk.send(
                    after == null
                            ? Map.of("type", "hello", "token", token)
                            : Map.of("type", "hello", "token", token, "after", after));
            return talk;
        }

        void send(Object frame) {
            socket.sendText(new String(ContractJson.write(frame), StandardCharsets.UTF_8), true)
                    .join();
        }

        void cut() {
            socket.abort();
        }

        List<JsonNode> typed(String type) {
            return frames.stream()
                    .filter(it -> it.path("type").asText().equals(type))
                    .toList();
        }

        JsonNode awaitFrame(String type) {
            await().atMost(LIMIT).until(() -> !typed(type).isEmpty());
            return typed(type).get(0);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(tree(partial.toString()));
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closedWith = statusCode;
            return null;
        }
    }
}

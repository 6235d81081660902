package io.parley.agentgateway.stream;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.API_INBOX;
import static io.parley.agentgateway.Fixtures.BO;
import static io.parley.agentgateway.Fixtures.WHATSAPP_INBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.parley.agentgateway.FakeStore;
import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.NewEntry;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.InboxId;
import io.parley.runtime.limit.LimitRuntimeAutoConfiguration;
import io.parley.services.Services;
import io.parley.store.agent.Agents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration;
import org.springframework.boot.autoconfigure.http.codec.CodecsAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.HttpHandlerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;

@SpringBootTest(
        classes = AgentSocketIT.Gateway.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.data.redis.url=${REDIS_URL}",
            "spring.data.redis.password=${REDIS_PASSWORD:}",
            "parley.gateway.fan-out.key-prefix=${PARLEY_REDIS_KEY_PREFIX}",
            "parley.gateway.stream.queue=64",
            "parley.gateway.stream.ping-interval=500ms",
            "parley.gateway.stream.pong-timeout=4s"
        })
@DirtiesContext
class AgentSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(AgentSocketIT.class).forEach((name, value) -> registry.add(name, () -> value));
    }

    @LocalServerPort
    private int port;

    @Autowired
    private AccountStreams streams;

    @Autowired
    private ConnectedAgents connected;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Connections connections;

    @Autowired
    private PassingNews passingNews;

    @Autowired
    private AgentStreams agentStreams;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void sendsFramesWithIdTypeAndData() {
        try (Client client = connect("ada-token", null)) {
            JsonNode marker = client.awaitFrames(1).get(0);
            assertThat(marker)
                    .isEqualTo(JSON.createObjectNode()
                            .put("id", marker.path("id").asText())
                            .put("type", "caught-up"));

            say("message.created", API_INBOX, "{\"content\":\"Olá \\\"Ana\\\" ✓\"}");

            JsonNode frame = client.awaitFrames(2).get(1);
            assertThat(frame.fieldNames()).toIterable().containsExactly("id", "type", "data");
            assertThat(frame.path("id").asText()).matches("\\d+-\\d+");
            assertThat(frame.path("type").asText()).isEqualTo("message.created");
            assertThat(frame.path("data").path("content").asText()).isEqualTo("Olá \"Ana\" ✓");
        }
    }

    @Test
    void sendsWhatWasMissedAfterTheCursor() {
        String cursor = streams.end(ACME).block(LIMIT);
        say("message.created", API_INBOX, "1");
        say("message.created", WHATSAPP_INBOX, "2");
        say("contact.updated", null, "3");

        try (Client administrator = connect("ada-token", cursor);
                Client agent = connect("bo-token", cursor)) {
            assertThat(administrator.awaitFrames(4))
                    .extracting(it -> it.path("type").asText())
                    .containsExactly("message.created", "message.created", "contact.updated", "caught-up");
            assertThat(agent.awaitFrames(3))
                    .extracting(it -> it.path("data").asInt())
                    .containsExactly(1, 3, 0);
            assertThat(agent.frames.get(2)).isEqualTo(administrator.frames.get(3));
        }
    }

    @Test
    void resetsAClientWhoseCursorIsUnknown() {
        try (Client client = connect("ada-token", "1-1")) {
            assertThat(client.awaitFrames(2))
                    .extracting(it -> it.path("type").asText())
                    .containsExactly("reset", "caught-up");
            assertThat(client.frames.get(0).path("id"))
                    .isEqualTo(client.frames.get(1).path("id"));
        }
    }

    @Test
    void tellsWhoTypesToThoseWhoMaySeeIt() {
        try (Client administrator = connect("ada-token", null);
                Client agent = connect("bo-token", null)) {
            administrator.awaitFrames(1);
            agent.awaitFrames(1);

            // The subscription may come a moment after the marker: said until somebody hears it.
            await().atMost(LIMIT).until(() -> {
                passingNews
                        .tell(
                                ACME,
                                WHATSAPP_INBOX,
                                "typing",
                                JSON.createObjectNode().put("n", 1))
                        .block(LIMIT);
                passingNews
                        .tell(ACME, API_INBOX, "typing", JSON.createObjectNode().put("n", 2))
                        .block(LIMIT);
                return agent.frames.size() > 1 && administrator.frames.size() > 2;
            });
            assertThat(agent.frames.get(1).toString()).isEqualTo("{\"type\":\"typing\",\"data\":{\"n\":2}}");
            assertThat(agent.frames)
                    .noneMatch(frame -> frame.path("data").path("n").asInt() == 1);
        }
    }

    @Test
    void letsNobodyInWithoutCredentials() {
        assertThat(refusal("/api/v1/accounts/1/stream")).isEqualTo(401);
        assertThat(refusal("/api/v1/accounts/1/stream?access_token=wrong")).isEqualTo(401);
    }

    @Test
    void letsNobodyIntoAnAccountThatIsNotTheirs() {
        assertThat(refusal("/api/v1/accounts/2/stream?access_token=ada-token")).isEqualTo(401);
        assertThat(get("/api/v1/accounts/2/stream?access_token=ada-token").statusCode())
                .isEqualTo(401);
    }

    @Test
    void pingsAndKeepsWhoAnswers() {
        try (Client client = connect("ada-token", null)) {
            await().atMost(LIMIT).until(() -> client.pings.get() >= 12); // longer than it would wait for silence
            assertThat(client.closeCode).isNull();
            assertThat(client.signsOfLife)
                    .hasSizeGreaterThanOrEqualTo(11)
                    .allMatch(it -> it.toString().equals("{\"type\":\"ping\",\"data\":{\"silence\":4500}}"));
        }
    }

    @Test
    void closesAConnectionThatIsSilent() throws IOException {
        try (Socket socket = handshake()) {
            await().atMost(LIMIT).until(() -> agentsThere() == 1);
            await().atMost(LIMIT).until(() -> agentsThere() == 0);
            assertThat(lastBytes(socket)).endsWith(closeFrame(1001));
        }
    }

    @Test
    void cutsOffAClientThatDoesNotReadAndLetsItComeBackWithItsCursor() throws IOException {
        String cursor = streams.end(ACME).block(LIMIT);
        try (Socket unread = handshake()) {
            await().atMost(LIMIT).until(() -> agentsThere() == 1);
            int before = connections.open();

            fill();

            await().atMost(LIMIT).until(() -> agentsThere() == 0);
            await().atMost(LIMIT).until(() -> connections.open() < before);
        }
        try (Client again = connect("bo-token", cursor)) {
            assertThat(again.awaitFrames(2_001))
                    .extracting(frame -> frame.path("type").asText())
                    .endsWith("message.created", "caught-up")
                    .hasSize(2_001);
        }
    }

    @Test
    void sendsServerSentEventsFromTheLastEventOn() {
        String cursor = streams.end(ACME).block(LIMIT);
        say("message.created", API_INBOX, "{\"n\":1}");
        say("message.created", WHATSAPP_INBOX, "{\"n\":2}");

        try (Events events = events("bo-token", cursor)) {
            assertThat(events.awaitLines(8)).satisfies(lines -> {
                assertThat(lines.get(0)).matches("id:\\d+-\\d+");
                assertThat(lines.get(1)).isEqualTo("event:message.created");
                assertThat(lines.get(2))
                        .startsWith("data:{\"id\":\"" + lines.get(0).substring(3) + "\",");
                assertThat(lines.get(3)).isEmpty();
                assertThat(lines.get(5)).isEqualTo("event:caught-up");
            });
            say("message.updated", API_INBOX, "{\"n\":3}");
            await().atMost(LIMIT).until(() -> events.lines.contains("event:message.updated"));
            assertThat(events.lines).noneMatch(line -> line.contains("\"n\":2"));
        }
    }

    @Test
    void takesTheCursorOfServerSentEventsFromTheQueryToo() {
        String cursor = streams.end(ACME).block(LIMIT);
        say("message.created", API_INBOX, "{\"n\":1}");

        try (Events events = new Events("/api/v1/accounts/1/stream?access_token=ada-token&after=" + cursor, null)) {
            assertThat(events.awaitLines(2)).contains("event:message.created");
        }
    }

    @Test
    void cutsOffServerSentEventsThatNobodyReads() throws IOException {
        try (Socket unread =
                request("GET /api/v1/accounts/1/stream?access_token=ada-token HTTP/1.1", "Accept: text/event-stream")) {
            await().atMost(LIMIT).until(() -> agentsThere() == 1);
            int before = connections.open();

            fill();

            await().atMost(LIMIT).until(() -> agentsThere() == 0);
            await().atMost(LIMIT).until(() -> connections.open() < before);
        }
    }

    @Test
    void knowsWhoIsThere() {
        assertThat(connected.of(ACME, BO)).isEmpty();
        try (Client client = connect("bo-token", null)) {
            client.awaitFrames(1);
            assertThat(connected.of(ACME, BO)).isPresent();
        }
        await().atMost(LIMIT).until(() -> agentsThere() == 0);
    }

    @BeforeEach
    void nobodyIsThere() {
        await().atMost(LIMIT).until(() -> agentsThere() == 0);
    }

    private int agentsThere() {
        return (int) meters.get("parley.agent_sessions").gauge().value();
    }

    private void say(String type, @Nullable InboxId inbox, String data) {
        streams.append(ACME, List.of(new NewEntry(UUID.randomUUID().toString(), type, inbox, data, null)))
                .block(LIMIT);
    }

    /** More than the buffers of a system hold. */
    private void fill() {
        String kilobytes = "\"" + "x".repeat(16_384) + "\"";
        Flux.range(0, 2_000)
                .map(number ->
                        new NewEntry(UUID.randomUUID().toString(), "message.created", API_INBOX, kilobytes, null))
                .buffer(20)
                .concatMap(some -> streams.append(ACME, some))
                .blockLast(LIMIT);
    }

    private Client connect(String token, @Nullable String after) {
        return new Client("/api/v1/accounts/1/stream?access_token=" + token + (after == null ? "" : "&after=" + after));
    }

    private Events events(String token, String lastEventId) {
        return new Events("/api/v1/accounts/1/stream?access_token=" + token, lastEventId);
    }

    private int refusal(String path) {
        try (Client client = new Client(path)) {
            throw new AssertionError("it was let in");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private HttpResponse<Stream<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept", "text/event-stream")
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofLines()).join();
    }

    private Socket handshake() throws IOException {
        return request(
                "GET /api/v1/accounts/1/stream?access_token=bo-token HTTP/1.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** A connection that takes in little by itself. */
    private Socket request(String... lines) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static byte[] lastBytes(Socket socket) throws IOException {
        byte[] all = socket.getInputStream().readAllBytes();
        return Arrays.copyOfRange(all, Math.max(0, all.length - 4), all.length);
    }

    private static byte[] closeFrame(int code) {
        return new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code};
    }

    /** An agent's client: keeps what it gets. */
    private final class Client implements WebSocket.Listener, AutoCloseable {

        private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        private final List<JsonNode> signsOfLife = new CopyOnWriteArrayList<>();
        private final AtomicInteger pings = new AtomicInteger();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;
        private volatile @Nullable Integer closeCode;

        Client(String path) {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port + path), this)
                    .join();
        }

        List<JsonNode> awaitFrames(int count) {
            await().atMost(LIMIT).until(() -> frames.size() >= count);
            return List.copyOf(frames);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode frame = parsed(text.toString());
                (frame.path("type").asText().equals("ping") ? signsOfLife : frames).add(frame);
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            pings.incrementAndGet();
            from.request(1);
            return null; // it answers by itself
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    /** A plain client of server-sent events. */
    private final class Events implements AutoCloseable {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpResponse<Stream<String>> answer;

        Events(String path, @Nullable String lastEventId) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                    .join();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                answer.body().forEach(lines::add);
            } catch (UncheckedIOException closed) {
                lines.add("closed");
            }
        }

        List<String> awaitLines(int count) {
            await().atMost(LIMIT).until(() -> lines.size() >= count);
            return List.copyOf(lines).subList(0, count);
        }

        @Override
        public void close() {
            answer.body().close();
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's connections. */
    static final class Connections {

        private final Set<Channel> all = ConcurrentHashMap.newKeySet();

        int open() {
            return (int) all.stream().filter(Channel::isActive).count();
        }
    }

    /** The stream with security as it is, on a real port, with agents in memory. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        CodecsAutoConfiguration.class,
        ReactiveWebServerFactoryAutoConfiguration.class,
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        ErrorWebFluxAutoConfiguration.class,
        ReactiveSecurityAutoConfiguration.class,
        RedisAutoConfiguration.class,
        RedisReactiveAutoConfiguration.class,
        LimitRuntimeAutoConfiguration.class
    })
    @ComponentScan("io.parley.agentgateway.security")
    @ComponentScan(
            basePackages = "io.parley.agentgateway",
            useDefaultFilters = false,
            includeFilters =
                    @Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(ApiArguments|ApiErrors|ChatwootPaths|RedisAccountStreams)"))
    @ConfigurationPropertiesScan("io.parley.agentgateway")
    @Import({
        AccountFeeds.class,
        AgentSocket.class,
        AgentStreams.class,
        ConnectedAgents.class,
        RedisPassingNews.class,
        StreamConfiguration.class,
        StreamController.class
    })
    static class Gateway {

        @Bean
        Agents agents() {
            return new FakeStore().agents();
        }

        @Bean
        PresenceNews presenceNews() {
            return Silence.ofPresence();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Connections connections() {
            return new Connections();
        }

        @Bean
        NettyServerCustomizer counting(Connections connections) {
            return server -> server.doOnConnection(connection -> connections.all.add(connection.channel()));
        }
    }
}

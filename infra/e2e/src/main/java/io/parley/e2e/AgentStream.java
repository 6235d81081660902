package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent's WebSocket as a browser holds it: whenever it is cut it connects again with its cursor. It removes no
 * duplicates, so that a test sees what the hub really sent.
 */
public final class AgentStream implements AutoCloseable {

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(300);

    private final URI baseUrl;
    private final String token;
    private final Consumer<JsonNode> listener;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService reconnects = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "agent-stream");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<JsonNode> frames = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> firstCaughtUp = new CompletableFuture<>();
    private volatile String cursor = "";
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    private AgentStream(URI baseUrl, String token, @Nullable Consumer<JsonNode> listener) {
        this.baseUrl = baseUrl;
        this.token = token;
        this.listener = listener == null ? frames::add : listener;
    }

    /** Keeps every frame. Returns once the hub has said that the stream is live. */
    public static AgentStream open(Api api) {
        return open(new AgentStream(api.baseUrl(), api.token(), null));
    }

    /** The same for many frames: each is told as it comes, and none is kept. */
    public static AgentStream open(Api api, Consumer<JsonNode> listener) {
        return open(new AgentStream(api.baseUrl(), api.token(), listener));
    }

    private static AgentStream open(AgentStream stream) {
        stream.connect();
        stream.firstCaughtUp.orTimeout(30, TimeUnit.SECONDS).join();
        return stream;
    }

    private void connect() {
        if (closed) {
            return;
        }
        String query = "?access_token=" + token
                + (cursor.isEmpty() ? "" : "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
        URI uri = URI.create(baseUrl.toString().replaceFirst("^http", "ws") + "/api/v1/accounts/1/stream" + query);
        http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, new Listener())
                .whenComplete((connected, failure) -> {
                    if (failure != null) {
                        connectLater();
                    } else {
                        socket = connected;
                    }
                });
    }

    private void connectLater() {
        if (!closed) {
            reconnects.schedule(this::connect, RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void receive(String text) {
        JsonNode frame;
        try {
            frame = Api.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (frame.path("type").asText().equals("caught-up")) {
            firstCaughtUp.complete(null);
        }
        if (frame.hasNonNull("id")) {
            cursor = frame.path("id").asText();
        }
        listener.accept(frame);
    }

    /** Every frame so far, in order of arrival. */
    public List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    /** The data of every frame of one type so far, in order of arrival. */
    public List<JsonNode> dataOf(String type) {
        return frames.stream()
                .filter(it -> it.path("type").asText().equals(type))
                .map(it -> it.path("data"))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        reconnects.shutdownNow();
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                receive(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            connectLater();
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            connectLater();
        }
    }
}

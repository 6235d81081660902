package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events as Evolution does: each runs its own retries and nobody waits for it, so that a later one may arrive
 * before an earlier one.
 */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 64;
    private static final int REMEMBERED = 2_000;
    private static final int LARGE = 50_000;
    private static final DateTimeFormatter FALSE_UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

    private final Settings settings;
    private final Clock clock;
    private final Timer timer;
    /** Made with the first event: it takes a good part of the time in which the simulator starts. */
    private volatile @Nullable HttpClient http;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final LinkedBlockingQueue<Attempt> queue = new LinkedBlockingQueue<>();
    private final Thread dispatcher;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private volatile int copies = 1;
    private volatile Duration shuffle = Duration.ZERO;
    private volatile String serverUrl = "";

    Webhooks(Settings settings, Clock clock, Timer timer) {
        this.settings = settings;
        this.clock = clock;
        this.timer = timer;
        this.dispatcher = Thread.ofVirtual().name("webhooks").start(this::dispatch);
    }

    /**
     * One try to deliver.
     *
     * @param body the whole envelope, except that {@code data} above 50 KB is not remembered
     * @param attempt from 1
     * @param status 0 when there was no answer
     */
    public record Delivery(String instance, String event, JsonNode body, int attempt, int status, Instant at) {}

    /** Delivers each event this many times, at once. */
    public void copies(int perEvent) {
        if (perEvent < 1) {
            throw new IllegalArgumentException("an event is delivered at least once");
        }
        copies = perEvent;
    }

    /** Holds each event for a random time up to this, so that they overtake each other; zero keeps their order. */
    public void shuffle(Duration upTo) {
        shuffle = upTo;
    }

    /** Lets this many tries fail on their way, as on a broken network; -1 lets all of them fail. */
    public void fail(int tries) {
        failing.set(tries);
    }

    /** Events not yet delivered and not yet given up, duplicates counted. */
    public int pending() {
        return pending.get();
    }

    /** The latest tries, the oldest first. */
    public List<Delivery> deliveries() {
        synchronized (deliveries) {
            return List.copyOf(deliveries);
        }
    }

    int copies() {
        return copies;
    }

    Duration shuffle() {
        return shuffle;
    }

    void serverUrl(String url) {
        serverUrl = url;
    }

    void stop() {
        dispatcher.interrupt();
        HttpClient client = http;
        if (client != null) {
            client.shutdownNow();
        }
    }

    /** Delivers an event if the instance's webhook wants it. */
    void emit(Instance instance, String event, @Nullable JsonNode data) {
        var unused = emitAndTell(instance, event, data);
    }

    /** As {@link #emit}; completes with the first try, whatever came of it. */
    CompletableFuture<Void> emitAndTell(Instance instance, String event, @Nullable JsonNode data) {
        WebhookConfig webhook = instance.webhook;
        return webhook != null && webhook.wants(event)
                ? send(instance, webhook, event, data)
                : CompletableFuture.completedFuture(null);
    }

    /** Delivers any event, wanted or not. */
    void force(Instance instance, String event, @Nullable JsonNode data) {
        WebhookConfig webhook = instance.webhook;
        if (webhook == null) {
            throw ApiError.badRequest("this instance has no webhook");
        }
        var unused = send(instance, webhook, event, data);
    }

    private CompletableFuture<Void> send(
            Instance instance, WebhookConfig webhook, String event, @Nullable JsonNode data) {
        ObjectNode envelope = envelope(instance, webhook, event, data);
        byte[] body = Json.write(envelope);
        HttpRequest request = request(webhook, event, body);
        if (body.length > LARGE) {
            envelope.putNull("data");
        }
        CompletableFuture<Void> tried = new CompletableFuture<>();
        for (int copy = 0; copy < copies; copy++) {
            pending.incrementAndGet();
            Attempt first = new Attempt(instance.name, event, request, envelope, 1, tried);
            long hold = shuffle.isZero() ? 0 : ThreadLocalRandom.current().nextLong(shuffle.toMillis() + 1);
            if (hold == 0) {
                queue.add(first);
            } else {
                timer.after(Duration.ofMillis(hold), () -> queue.add(first));
            }
        }
        return tried;
    }

    private ObjectNode envelope(Instance instance, WebhookConfig webhook, String event, @Nullable JsonNode data) {
        ObjectNode envelope = Json.object().put("event", event).put("instance", instance.name);
        envelope.set("data", data);
        envelope.put("destination", webhook.url());
        envelope.put(
                "date_time", LocalDateTime.now(clock.withZone(settings.zone())).format(FALSE_UTC));
        if (instance.paired) {
            envelope.put("sender", instance.ownJid());
        }
        envelope.put("server_url", serverUrl);
        return envelope.put("apikey", settings.exposeTokens() ? instance.token : null);
    }

    /** Made once per event: the token in it is as old as the event at every try. */
    private HttpRequest request(WebhookConfig webhook, String event, byte[] body) {
        String suffix = webhook.byEvents() ? "/" + event.replace('.', '-') : "";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(webhook.url() + suffix))
                .timeout(TIMEOUT)
                .header("accept", "application/json, text/plain, */*")
                .header("content-type", "application/json")
                .header("user-agent", "axios/1.12.2")
                .POST(BodyPublishers.ofByteArray(body));
        Map<String, String> headers = new HashMap<>(webhook.headers());
        String secret = headers.remove("jwt_key");
        headers.forEach((name, value) -> setHeader(request, name, value));
        if (secret != null) {
            request.setHeader("authorization", "Bearer " + token(secret));
        }
        return request.build();
    }

    /** Some headers are the connection's own affair and cannot be set. */
    private static void setHeader(HttpRequest.Builder request, String name, String value) {
        try {
            request.setHeader(name, value);
        } catch (IllegalArgumentException restricted) {
            LOG.warn("the webhook header {} cannot be sent: {}", name, restricted.getMessage());
        }
    }

    private String token(String secret) {
        long now = clock.instant().getEpochSecond();
        String claims =
                "{\"iat\":%d,\"exp\":%d,\"app\":\"evolution\",\"action\":\"webhook\"}".formatted(now, now + 600);
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Starts tries in the order of their events, a bounded number at a time. */
    private void dispatch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Attempt attempt = queue.take();
                places.acquire();
                start(attempt);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Attempt attempt) {
        CompletableFuture<Integer> status = takeFailure()
                ? CompletableFuture.failedFuture(new IOException("the network is down, as asked"))
                : client().sendAsync(attempt.request, BodyHandlers.discarding())
                        .thenApply(response -> response.statusCode());
        var unused = status.whenComplete((code, failure) -> {
            places.release();
            finish(attempt, failure == null ? code : 0);
        });
    }

    private synchronized HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(Duration.ofSeconds(10))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            http = client;
        }
        return client;
    }

    private boolean takeFailure() {
        return failing.getAndUpdate(left -> left > 0 ? left - 1 : left) != 0;
    }

    private void finish(Attempt attempt, int status) {
        synchronized (deliveries) {
            deliveries.addLast(new Delivery(
                    attempt.instance, attempt.event, attempt.remembered, attempt.number, status, clock.instant()));
            if (deliveries.size() > REMEMBERED) {
                deliveries.removeFirst();
            }
        }
        boolean done = (status >= 200 && status < 300) || Settings.Retries.FINAL.contains(status);
        if (done || attempt.number >= settings.retries().attempts()) {
            pending.decrementAndGet();
            if (status < 200 || status >= 300) {
                LOG.warn(
                        "webhook {} of {} dropped after {} tries, last status {}",
                        attempt.event,
                        attempt.instance,
                        attempt.number,
                        status);
            }
        } else {
            Duration wait = settings.retries()
                    .after(attempt.number, ThreadLocalRandom.current().nextDouble());
            timer.after(wait, () -> queue.add(attempt.next()));
        }
        attempt.tried.complete(null);
    }

    private record Attempt(
            String instance,
            String event,
            HttpRequest request,
            JsonNode remembered,
            int number,
            CompletableFuture<Void> tried) {

        private Attempt next() {
            return new Attempt(instance, event, request, remembered, number + 1, tried);
        }
    }
}

package io.parley.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.AgentStream;
import io.parley.e2e.Api;
import io.parley.e2e.Hub;
import io.parley.e2e.Webhooks;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * From the webhook's acceptance to an agent's socket, at steady rates. The load, the hub, the servers and the agent
 * share this machine, so that the figures are what it does as a whole.
 */
final class EndToEnd {

    private static final double LIMIT_MS = 1_000;
    private static final int SECONDS = 30;
    private static final int CONTACTS = 200;

    private final AtomicInteger runs = new AtomicInteger();

    void run() {
        EvolutionSimulator evolution = EvolutionSimulator.start(Settings.forTests());
        try (Hub hub = Hub.start("bench-end-to-end", Services.shared().isolated("benche2e"), Map.of())) {
            Api api = Api.administratorOf(hub);
            JsonNode inbox = api.createWhatsAppInbox("bench", evolution.baseUrl(), evolution.apiKey(), "bench");
            Webhooks webhooks =
                    new Webhooks(URI.create(inbox.path("callback_webhook_url").asText()));
            measure(api, webhooks, 50, 10); // warm
            System.out.printf(
                    "%10s %10s %10s %10s   limit p99 %.0f ms%n", "messages/s", "p50 ms", "p99 ms", "ratio", LIMIT_MS);
            print(50, measure(api, webhooks, 50, SECONDS));
            print(200, measure(api, webhooks, 200, SECONDS));
            int held = 200;
            for (int rate = 400; rate <= 6_400; rate += rate / 2) {
                Percentiles latencies = measure(api, webhooks, rate, SECONDS);
                print(rate, latencies);
                if (!(latencies.at(99) <= LIMIT_MS)) {
                    break;
                }
                held = rate;
            }
            System.out.printf("highest rate held for %d s with p99 within the limit: %d messages/s%n", SECONDS, held);
        }
        evolution.stop();
    }

    private static void print(int rate, Percentiles latencies) {
        System.out.printf(
                "%10d %10.1f %10.1f %10.3f%n", rate, latencies.at(50), latencies.at(99), latencies.at(99) / LIMIT_MS);
    }

    /**
     * The latencies of one steady run; not a number when messages did not arrive in time or the rate was not reached.
     */
    private Percentiles measure(Api api, Webhooks webhooks, int rate, int seconds) {
        int run = runs.incrementAndGet();
        int total = rate * seconds;
        Map<String, Long> accepted = new ConcurrentHashMap<>();
        Map<String, Long> seen = new ConcurrentHashMap<>();
        CountDownLatch sent = new CountDownLatch(total);
        AtomicInteger next = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (AgentStream stream = AgentStream.open(api, frame -> seen(frame, seen));
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            // several a tick, because a timer of microseconds is none
            clock.scheduleAtFixedRate(
                    () -> {
                        int due = (int) Math.min(total, (System.nanoTime() - begin) * rate / 1_000_000_000L);
                        while (next.get() < due) {
                            int number = next.getAndIncrement();
                            senders.execute(() -> {
                                send(webhooks, run, number, accepted);
                                sent.countDown();
                            });
                        }
                    },
                    0,
                    5,
                    TimeUnit.MILLISECONDS);
            boolean inTime = sent.await(seconds + 15L, TimeUnit.SECONDS);
            clock.shutdownNow();
            if (!inTime) {
                return Percentiles.of(java.util.List.of());
            }
            await().atMost(Duration.ofSeconds(15)).until(() -> seen.size() >= total);
        } catch (ConditionTimeoutException late) {
            return Percentiles.of(java.util.List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            clock.shutdownNow();
        }
        Queue<Long> latencies = new ConcurrentLinkedQueue<>();
        // the agent may have it before the provider has read the answer
        accepted.forEach((text, at) -> latencies.add(Math.max(0, seen.getOrDefault(text, Long.MAX_VALUE) - at)));
        return Percentiles.of(latencies);
    }

    private static void send(Webhooks webhooks, int run, int number, Map<String, Long> accepted) {
        String text = "run %d message %d".formatted(run, number);
        String digits = "551195%07d".formatted(5_000_000 + number % CONTACTS);
        webhooks.postUntilAccepted(Webhooks.text(
                "bench", digits, "Bench " + number % CONTACTS, "BENCH%dX%d".formatted(run, number), text));
        accepted.put(text, System.nanoTime());
    }

    private static void seen(JsonNode frame, Map<String, Long> seen) {
        if (frame.path("type").asText().equals("message.created")) {
            seen.putIfAbsent(frame.path("data").path("content").asText(), System.nanoTime());
        }
    }
}

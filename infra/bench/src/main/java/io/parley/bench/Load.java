package io.parley.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.AgentStream;
import io.parley.e2e.Api;
import io.parley.e2e.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/** Webhooks of some hundred contacts at a steady rate, and an agent who sees them come. */
final class Load {

    private static final int CONTACTS = 200;
    private static final long GRACE_SECONDS = 10;

    private static final int SENDERS = 40;

    /** In all loads of this process: a number is part of what makes a message another one. */
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Api api;
    private final Webhooks webhooks;

    Load(Api api, Webhooks webhooks) {
        this.api = api;
        this.webhooks = webhooks;
    }

    /** As fast as the hub accepts them, with nobody watching. */
    void pour(List<String> texts) {
        int run = RUNS.incrementAndGet();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (int message = 0; message < texts.size(); message++) {
                int number = message;
                senders.execute(() -> post(run, number, texts.get(number)));
            }
        }
    }

    private void post(int run, int message, String text) {
        String digits = "551195%07d".formatted(5_000_000 + message % CONTACTS);
        String sourceId = "BENCH%dX%d".formatted(run, message);
        webhooks.postUntilAccepted(Webhooks.text("bench", digits, "Bench " + message % CONTACTS, sourceId, text));
    }

    /** The latencies of one run; none when it did not keep the rate, or not every message was shown soon after. */
    Percentiles steady(int rate, int seconds) {
        Run run = new Run(RUNS.incrementAndGet(), rate, rate * seconds);
        try (AgentStream stream = AgentStream.open(api, run::seen)) {
            boolean sent = run.send(seconds + GRACE_SECONDS);
            await().atMost(Duration.ofSeconds(GRACE_SECONDS))
                    .pollInterval(Duration.ofMillis(50))
                    .until(run::isSeen);
            return sent ? run.latencies() : Percentiles.of(List.of());
        } catch (ConditionTimeoutException late) {
            return Percentiles.of(List.of());
        }
    }

    private final class Run {

        private final int number;
        private final int rate;
        private final int total;
        private final Map<String, Long> posted = new ConcurrentHashMap<>();
        private final Map<String, Long> seen = new ConcurrentHashMap<>();
        private final CountDownLatch unsent;

        Run(int number, int rate, int total) {
            this.number = number;
            this.rate = rate;
            this.total = total;
            this.unsent = new CountDownLatch(total);
        }

        /** Whether all were accepted within the limit. */
        boolean send(long limitSeconds) {
            AtomicInteger next = new AtomicInteger();
            long begin = System.nanoTime();
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                // several a tick, because a timer of microseconds is none
                clock.scheduleAtFixedRate(
                        () -> {
                            int due = (int) Math.min(total, (System.nanoTime() - begin) * rate / 1_000_000_000L);
                            while (next.get() < due) {
                                int message = next.getAndIncrement();
                                senders.execute(() -> post(message));
                            }
                        },
                        0,
                        5,
                        TimeUnit.MILLISECONDS);
                boolean inTime = unsent.await(limitSeconds, TimeUnit.SECONDS);
                clock.shutdownNow();
                if (!inTime) {
                    senders.shutdownNow();
                }
                return inTime;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                clock.shutdownNow();
            }
        }

        private void post(int message) {
            String text = "run %d message %d".formatted(number, message);
            posted.put(text, System.nanoTime());
            try {
                Load.this.post(number, message, text);
                unsent.countDown();
            } catch (IllegalStateException cutOff) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw cutOff;
                }
            }
        }

        void seen(JsonNode frame) {
            String text = frame.path("data").path("content").asText();
            if (frame.path("type").asText().equals("message.created") && text.startsWith("run " + number + " ")) {
                seen.putIfAbsent(text, System.nanoTime());
            }
        }

        boolean isSeen() {
            return seen.size() >= total;
        }

        Percentiles latencies() {
            return Percentiles.of(posted.entrySet().stream()
                    .map(it -> seen.getOrDefault(it.getKey(), Long.MAX_VALUE) - it.getValue())
                    .toList());
        }
    }
}

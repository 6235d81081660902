package io.parley.evolution.simulator;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells open pages that something is new, so that they look again; a page that does not listen holds up nobody. */
final class Changes {

    private static final Duration GATHERED = Duration.ofMillis(50);

    private final Queue<SseClient> pages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Timer sender = new Timer("simulator-changes");

    void join(SseClient page) {
        page.keepAlive();
        page.onClose(() -> pages.remove(page));
        pages.add(page);
        page.sendEvent("changed", "{}");
    }

    void announce() {
        if (!pages.isEmpty() && due.compareAndSet(false, true)) {
            sender.after(GATHERED, this::send);
        }
    }

    void stop() {
        sender.stop();
        pages.forEach(SseClient::close);
    }

    private void send() {
        due.set(false);
        pages.forEach(page -> page.sendEvent("changed", "{}"));
    }
}

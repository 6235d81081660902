package io.parley.router.inbound;

import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Keeps what is published, or fails as told. */
final class FakePublisher implements RecordPublisher {

    private final List<OutgoingRecord> published = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public Mono<Void> publish(List<OutgoingRecord> records) {
        return away
                ? Mono.error(new BrokerUnavailable("away", new IOException("refused")))
                : Mono.fromRunnable(() -> published.addAll(records));
    }

    void becomesAway() {
        away = true;
    }

    List<OutgoingRecord> published() {
        return List.copyOf(published);
    }
}

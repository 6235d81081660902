package io.parley.ingress.webhook;

import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A broker that acknowledges, refuses or says nothing, as told. */
class FakePublisher implements RecordPublisher {

    /** How the broker behaves. */
    enum Broker {
        THERE,
        AWAY,
        SILENT
    }

    private final List<OutgoingRecord> published = new CopyOnWriteArrayList<>();
    private volatile Broker broker = Broker.THERE;

    @Override
    public Mono<Void> publish(List<OutgoingRecord> records) {
        return switch (broker) {
            case THERE -> Mono.fromRunnable(() -> published.addAll(records));
            case AWAY -> Mono.error(new BrokerUnavailable("away", new IOException("refused")));
            case SILENT -> Mono.never();
        };
    }

    void becomes(Broker now) {
        broker = now;
    }

    List<OutgoingRecord> published() {
        return List.copyOf(published);
    }

    void reset() {
        published.clear();
        broker = Broker.THERE;
    }
}

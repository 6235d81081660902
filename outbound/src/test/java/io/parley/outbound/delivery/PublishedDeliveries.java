package io.parley.outbound.delivery;

import io.parley.contract.ContractJson;
import io.parley.contract.delivery.Delivery;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A broker that keeps what it gets, and can be away. */
final class PublishedDeliveries implements RecordPublisher {

    final List<OutgoingRecord> records = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public Mono<Void> publish(List<OutgoingRecord> batch) {
        return Mono.defer(() -> {
            if (away) {
                return Mono.error(new BrokerUnavailable("away", new TimeoutException()));
            }
            records.addAll(batch);
            return Mono.empty();
        });
    }

    /** What was reported, in order. */
    List<Delivery> all() {
        return records.stream().map(PublishedDeliveries::read).toList();
    }

    private static Delivery read(OutgoingRecord record) {
        try {
            return ContractJson.read(Objects.requireNonNull(record.value()), Delivery.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.parley.runtime.kafka;

import java.util.List;
import reactor.core.publisher.Mono;

/** Writes records so that "done" means the broker has them. */
public interface RecordPublisher {

    /**
     * Completes when the broker acknowledged every record; they are sent in the order given. Errors with
     * {@link BrokerUnavailable} when it did not in time: some may be there then, so what is published must be safe to
     * publish again. Nothing happens before somebody subscribes, and each subscription sends anew.
     */
    Mono<Void> publish(List<OutgoingRecord> records);

    default Mono<Void> publish(OutgoingRecord outgoing) {
        return publish(List.of(outgoing));
    }
}

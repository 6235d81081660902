package io.parley.store.outbox;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Tells the relay of this process that something was committed; calls that come while it works count as one. */
@Component
class OutboxWakeUp {

    private final Sinks.Many<Long> calls = Sinks.many().multicast().directBestEffort();

    void wake() {
        // A call that is lost to a race is made up for by the relay's polling.
        calls.tryEmitNext(0L);
    }

    Flux<Long> calls() {
        return calls.asFlux();
    }
}

package io.parley.store.inbound;

import io.parley.contract.inbound.Routed;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.TransientFailure;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.routed.v1}, keyed by inbox and contact address, so that one contact's messages stay in order. */
@Configuration
class RoutedBinding {

    /**
     * Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method returns.
     * Retry and dead letter hang on that.
     */
    @Bean
    Consumer<Message<List<byte[]>>> storeRouted(
            StoreInbound useCase, Bisection bisection, InboundProperties properties) {
        return records -> {
            ReceivedBatch<Routed> batch = ReceivedBatch.parse(records, Routed.class);
            bisection.handle(batch.readable(), useCase::store).block(properties.batchTimeout());
            batch.throwIfUnreadable();
        };
    }

    /** A race lost again and again is nobody's fault: the batch waits and is tried anew. */
    @Bean
    TransientFailure lostRaces() {
        return LostRace.class::isInstance;
    }
}

package io.parley.store.due;

import io.parley.store.delivery.DeliveryProperties;
import io.parley.store.delivery.SendState;
import io.parley.store.settlement.MessageStates;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** A message that was released and of which nobody said what became of it may have been sent, or may not. */
@Component
class DoubtSilence {

    private final DueMessages due;
    private final MessageStates states;
    private final TransactionalOperator transaction;
    private final DeliveryProperties properties;
    private final Clock clock;

    DoubtSilence(
            DueMessages due,
            MessageStates states,
            TransactionalOperator transaction,
            DeliveryProperties properties,
            Clock clock) {
        this.due = due;
        this.states = states;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> doubt() {
        return due.take(SendState.RELEASED)
                .flatMap(messages -> states.lock(messages.keySet()))
                .flatMap(locked -> {
                    locked.values().stream()
                            .filter(it -> it.sendState() == SendState.RELEASED)
                            .forEach(it -> it.doubt(
                                    "nobody said what became of it",
                                    clock.instant().plus(properties.unknownGrace())));
                    return states.save(locked.values());
                })
                .as(transaction::transactional);
    }
}

package io.parley.store.follow;

import io.parley.contract.event.HubEvent;
import io.parley.store.UnfitData;
import io.parley.store.notification.NotifyAgents;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Does what follows from what is now true and nobody waits for: agents are told of it. */
@Component("followEventsUseCase")
class FollowEvents {

    private final NotifyAgents notifications;
    private final TransactionalOperator transaction;

    FollowEvents(NotifyAgents notifications, TransactionalOperator transaction) {
        this.notifications = notifications;
        this.transaction = transaction;
    }

    /** One transaction; safe to repeat with the same events. */
    Mono<Void> follow(List<HubEvent> events) {
        return Mono.defer(() -> notifications.notify(events))
                .as(transaction::transactional)
                .onErrorMap(UnfitData::nameIt);
    }
}

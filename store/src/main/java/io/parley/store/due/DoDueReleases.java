package io.parley.store.due;

import io.parley.store.delivery.Release;
import io.parley.store.delivery.SendState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Releases what was put off and whose time has come: after a rate limit, an open circuit, or when an agent said so. */
@Component
class DoDueReleases {

    private final DueMessages due;
    private final Release release;
    private final TransactionalOperator transaction;

    DoDueReleases(DueMessages due, Release release, TransactionalOperator transaction) {
        this.due = due;
        this.release = release;
        this.transaction = transaction;
    }

    Mono<Void> release() {
        return due.take(SendState.DEFERRED)
                .flatMap(messages -> release.release(messages.values()))
                .as(transaction::transactional);
    }
}

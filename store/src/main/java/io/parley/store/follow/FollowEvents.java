package io.parley.store.follow;

import io.parley.contract.event.HubEvent;
import io.parley.store.UnfitData;
import io.parley.store.notification.NotifyAgents;
import io.parley.store.report.CountReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Does what follows from what is now true and nobody waits for: agents are told of it, and reports count it. */
@Component("followEventsUseCase")
class FollowEvents {

    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final NotifyAgents notifications;
    private final CountReports reports;
    private final TransactionalOperator transaction;
    private final Clock clock;
    private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

    FollowEvents(NotifyAgents notifications, CountReports reports, TransactionalOperator transaction, Clock clock) {
        this.notifications = notifications;
        this.reports = reports;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One transaction; safe to repeat with the same events. */
    Mono<Void> follow(List<HubEvent> events) {
        return Mono.defer(() -> notifications.notify(events))
                .then(Mono.defer(() -> reports.count(events)))
                .then(Mono.defer(this::clean))
                .as(transaction::transactional)
                .onErrorMap(UnfitData::nameIt);
    }

    private Mono<Void> clean() {
        Instant now = clock.instant();
        Instant last = Objects.requireNonNull(cleaned.get());
        return last.plus(BETWEEN_CLEANINGS).isBefore(now) && cleaned.compareAndSet(last, now)
                ? reports.forgetOldMarks()
                : Mono.empty();
    }
}

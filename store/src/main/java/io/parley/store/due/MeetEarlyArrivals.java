package io.parley.store.due;

import io.parley.store.delivery.Release;
import io.parley.store.settlement.AnnounceMessages;
import io.parley.store.settlement.ApplyChanges;
import io.parley.store.settlement.EarlyArrivals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Applies what was kept for a message that was being stored at the same moment, in a transaction that could not see it;
 * and drops what waited too long.
 */
@Component
class MeetEarlyArrivals {

    /** Longer than any transaction. */
    private static final Duration JUST_NOW = Duration.ofMinutes(2);

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(MeetEarlyArrivals.class);

    private final EarlyArrivals earlyArrivals;
    private final ApplyChanges changes;
    private final Release release;
    private final AnnounceMessages announce;
    private final TransactionalOperator transaction;
    private final DueProperties properties;
    private final Clock clock;
    private Instant nextSweep = Instant.MIN;

    MeetEarlyArrivals(
            EarlyArrivals earlyArrivals,
            ApplyChanges changes,
            Release release,
            AnnounceMessages announce,
            TransactionalOperator transaction,
            DueProperties properties,
            Clock clock) {
        this.earlyArrivals = earlyArrivals;
        this.changes = changes;
        this.release = release;
        this.announce = announce;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> meet() {
        return earlyArrivals
                .takeMet(clock.instant().minus(JUST_NOW))
                .flatMap(changes::apply)
                .flatMap(changed -> release.release(changed.freed()).then(announce.updated(changed.visible())))
                .as(transaction::transactional)
                .then(Mono.defer(this::sweep));
    }

    private Mono<Void> sweep() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) {
            return Mono.empty();
        }
        nextSweep = now.plus(BETWEEN_SWEEPS);
        return earlyArrivals
                .dropBefore(now.minus(properties.earlyArrivalsKept()))
                .doOnNext(dropped -> {
                    if (dropped > 0) {
                        log.info("Dropped {} receipts and changes whose message never came", dropped);
                    }
                })
                .then();
    }
}

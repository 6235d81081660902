package io.parley.router.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.router.RouterProperties;
import io.parley.router.inbound.Sorting.Addressed;
import io.parley.router.inbound.Sorting.Refused;
import io.parley.router.rule.InboxRule;
import io.parley.router.rule.Verdict;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.runtime.kafka.RecordPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Decides of everything that came in whose it is, whether it goes on, and what is answered by itself. */
@Component("routeInboundUseCase") // the plain name is the binding's
class RouteInbound {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final InboxTable inboxes;
    private final List<InboxRule> rules;
    private final RecordPublisher publisher;
    private final Bisection bisection;
    private final Topics topics;
    private final RouterProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    RouteInbound(
            InboxTable inboxes,
            List<InboxRule> rules,
            RecordPublisher publisher,
            Bisection bisection,
            Topics topics,
            RouterProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.inboxes = inboxes;
        this.rules = List.copyOf(rules);
        this.publisher = publisher;
        this.bisection = bisection;
        this.topics = topics;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Completes once all of it is published; safe to repeat. Errors with the first record that has no inbox to go to,
     * after everything before it went out.
     */
    Mono<Void> route(ReceivedBatch<Inbound> batch) {
        return inboxesAreRead().then(bisection.handle(batch.readable(), records -> routeKnown(batch, records)));
    }

    /** Those of known inboxes do not wait for those of unknown ones: they are of other contacts. */
    private Mono<Void> routeKnown(ReceivedBatch<Inbound> batch, List<ReceivedRecord<Inbound>> records) {
        Sorting sorting = Sorting.of(records, inboxes::find, this::isYoung);
        return publish(sorting.addressed())
                .then(Mono.defer(() -> routeLate(batch, sorting.waiting())))
                .then(Mono.defer(() -> refuse(batch, sorting.refused())));
    }

    private Mono<Void> routeLate(ReceivedBatch<Inbound> batch, List<ReceivedRecord<Inbound>> waiting) {
        if (waiting.isEmpty()) {
            return Mono.empty();
        }
        return inboxesOf(waiting).then(Mono.defer(() -> {
            Sorting sorting = Sorting.of(waiting, inboxes::find, inbound -> false);
            return publish(sorting.addressed()).then(Mono.defer(() -> refuse(batch, sorting.refused())));
        }));
    }

    private Mono<Void> publish(List<Addressed> addressed) {
        List<Ruled> kept = new ArrayList<>(addressed.size());
        addressed.forEach(record -> rule(record).ifPresent(kept::add));
        return publisher
                .publish(kept.stream().map(this::toOutgoing).toList())
                .doOnSuccess(done -> kept.forEach(ruled -> countRouted(ruled.inbound())));
    }

    private Optional<Ruled> rule(Addressed record) {
        List<AutoReply> replies = new ArrayList<>();
        for (InboxRule rule : rules) {
            switch (rule.judge(record.inbox(), record.received().value())) {
                case Verdict.Pass pass -> {}
                case Verdict.Reply reply -> {
                    if (mayBeAnswered(record.received().value())) {
                        replies.add(reply.reply());
                    }
                }
                case Verdict.Drop drop -> {
                    countDropped(drop.reason());
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Ruled(record, replies));
    }

    /** Machines are not answered by machines: they would never stop. */
    private static boolean mayBeAnswered(Inbound inbound) {
        return !(inbound instanceof Inbound.Message message
                && message.email() != null
                && message.email().automatic());
    }

    private OutgoingRecord toOutgoing(Ruled ruled) {
        OutgoingRecord outgoing = switch (ruled.inbound()) {
            case Inbound.Receipt receipt ->
                OutgoingRecord.of(topics.deliveries(), receipt.key(), toDelivery(receipt), ruled.eventId());
            case Inbound.Message message -> toRouted(message, ruled);
            case Inbound.Connection connection -> toRouted(connection, ruled);
            case Inbound.Profile profile -> toRouted(profile, ruled);
            case Inbound.Identified identified -> toRouted(identified, ruled);
            case Inbound.Ended ended -> toRouted(ended, ruled);
        };
        return outgoing.causedBy(ruled.record().received());
    }

    private OutgoingRecord toRouted(Inbound inbound, Ruled ruled) {
        Routed routed = new Routed(ruled.record().inbox().accountId(), inbound, ruled.replies());
        return OutgoingRecord.of(topics.routed(), inbound.key(), routed, ruled.eventId());
    }

    private static Delivery toDelivery(Inbound.Receipt receipt) {
        return new Delivery.Receipt(
                receipt.inboxId(), receipt.sourceId(), receipt.status(), receipt.reason(), receipt.receivedAt());
    }

    private Mono<Void> refuse(ReceivedBatch<Inbound> batch, @Nullable Refused refused) {
        if (refused == null) {
            return Mono.empty();
        }
        countDropped(refused.reason().reason());
        return Mono.error(batch.failureOf(refused.received(), refused.reason()));
    }

    /** Nothing can be said of an inbox before all are read. */
    private Mono<Void> inboxesAreRead() {
        return Mono.defer(() -> inboxes.isReady()
                ? Mono.empty()
                : Flux.interval(BETWEEN_LOOKS)
                        .takeUntil(look -> inboxes.isReady())
                        .then());
    }

    private Mono<Void> inboxesOf(List<ReceivedRecord<Inbound>> waiting) {
        Duration longest = waiting.stream()
                .map(record -> graceLeft(record.value()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return Flux.fromStream(
                        waiting.stream().map(record -> record.value().inboxId()).distinct())
                .flatMap(id -> inboxes.await(id, longest))
                .publishOn(Schedulers.parallel()) // off the thread that reads the table
                .then();
    }

    private boolean isYoung(Inbound inbound) {
        return graceLeft(inbound).isPositive();
    }

    private Duration graceLeft(Inbound inbound) {
        Duration age = Duration.between(inbound.receivedAt(), clock.instant());
        return age.isNegative()
                ? properties.inboxGrace()
                : properties.inboxGrace().minus(age);
    }

    private void countRouted(Inbound inbound) {
        meters.counter("parley.routed", "kind", inbound.kind()).increment();
    }

    private void countDropped(String reason) {
        meters.counter("parley.dropped", "reason", reason).increment();
    }

    /** A record that goes on, and what is answered by itself. */
    private record Ruled(Addressed record, List<AutoReply> replies) {

        Inbound inbound() {
            return record.received().value();
        }

        /** The one it came with, so that consumers see a redelivery for what it is. */
        String eventId() {
            return record.received()
                    .header(RecordHeaders.ID)
                    .orElseGet(() -> record.received().toString());
        }
    }
}

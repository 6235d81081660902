package io.parley.store.settlement;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.UnfitData;
import io.parley.store.delivery.DeliveryProperties;
import io.parley.store.delivery.Release;
import io.parley.store.settlement.ApplyChanges.Changed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Writes what became of outbound messages, and lets the next ones go. */
@Component
class SettleDeliveries {

    private final MessageStates states;
    private final EarlyArrivals earlyArrivals;
    private final ApplyChanges changes;
    private final Strays strays;
    private final TakeBack takeBack;
    private final Release release;
    private final AnnounceMessages announce;
    private final TransactionalOperator transaction;
    private final DeliveryProperties properties;
    private final Clock clock;

    SettleDeliveries(
            MessageStates states,
            EarlyArrivals earlyArrivals,
            ApplyChanges changes,
            Strays strays,
            TakeBack takeBack,
            Release release,
            AnnounceMessages announce,
            TransactionalOperator transaction,
            DeliveryProperties properties,
            Clock clock) {
        this.states = states;
        this.earlyArrivals = earlyArrivals;
        this.changes = changes;
        this.strays = strays;
        this.takeBack = takeBack;
        this.release = release;
        this.announce = announce;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** One transaction; safe to repeat with the same batch. */
    Mono<Void> settle(List<Delivery> deliveries) {
        return answer(deliveries)
                .flatMap(answered -> applyReceipts(answered, deliveries))
                .flatMap(this::goOn)
                .as(transaction::transactional)
                .onErrorMap(UnfitData::nameIt);
    }

    private Mono<Answered> answer(List<Delivery> deliveries) {
        Set<MessageId> ids = deliveries.stream()
                .map(SettleDeliveries::answeredMessage)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return Mono.just(new Answered(Changed.NOTHING, Set.of(), Map.of(), Map.of()));
        }
        return states.lock(ids).flatMap(locked -> write(deliveries, locked));
    }

    private Mono<Answered> write(List<Delivery> deliveries, Map<MessageId, MessageState> locked) {
        deliveries.forEach(it -> apply(it, locked));
        Map<SourceKey, MessageState> owners = Strays.owners(deliveries, locked);
        return strays.fold(owners)
                .flatMap(folded -> states.save(locked.values())
                        .then(Mono.defer(() -> takeBack.takeBack(locked.values())))
                        .then(Mono.defer(() -> strays.restore(locked.values())))
                        .map(restored -> new Answered(
                                Changed.of(locked.values(), Set.of()), sourcesOfWhole(owners), folded, restored)));
    }

    /** What waits for a message that left in part goes on waiting for the rest of it. */
    private static Set<SourceKey> sourcesOfWhole(Map<SourceKey, MessageState> owners) {
        return owners.entrySet().stream()
                .filter(it -> it.getValue().sourceId() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What was waiting for a message to get its source id is older than what comes now. */
    private Mono<Answered> applyReceipts(Answered answered, List<Delivery> deliveries) {
        return earlyArrivals
                .take(answered.sources())
                .map(early -> Stream.concat(
                                early.stream(),
                                only(deliveries, Delivery.Receipt.class).stream()
                                        .map(Change.OfReceipt::new))
                        .toList())
                .flatMap(changes::apply)
                .map(answered::and);
    }

    private Mono<Void> goOn(Answered answered) {
        return release.release(answered.changed().freed())
                .then(Mono.defer(() -> announce.created(answered.restored())))
                .then(Mono.defer(() -> announce.updated(answered.visible())))
                .then(Mono.defer(() -> strays.remove(answered.folded())));
    }

    private void apply(Delivery delivery, Map<MessageId, MessageState> locked) {
        MessageId id = answeredMessage(delivery);
        MessageState state = id == null ? null : locked.get(id);
        if (state == null || !state.inboxId().equals(delivery.inboxId())) {
            return;
        }
        switch (delivery) {
            case Delivery.Sent sent -> state.sent(sent);
            case Delivery.Failed failed -> state.failed(failed);
            case Delivery.Deferred deferred -> state.deferred(deferred);
            case Delivery.Unknown unknown ->
                state.unknown(unknown, clock.instant().plus(properties.unknownGrace()));
            case Delivery.Receipt receipt -> state.receipt(receipt);
        }
    }

    /** Absent on receipts, which name no message of ours. */
    private static @Nullable MessageId answeredMessage(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> sent.messageId();
            case Delivery.Failed failed -> failed.messageId();
            case Delivery.Deferred deferred -> deferred.messageId();
            case Delivery.Unknown unknown -> unknown.messageId();
            case Delivery.Receipt receipt -> null;
        };
    }

    private static <T extends Delivery> List<T> only(List<Delivery> deliveries, Class<T> kind) {
        return deliveries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * What the answers of a batch made of the messages.
     *
     * @param sources the source ids that messages were given
     * @param folded rows that turned out to be one of ours
     * @param restored rows for what had been taken for one of ours
     */
    private record Answered(
            Changed changed,
            Set<SourceKey> sources,
            Map<MessageId, ConversationId> folded,
            Map<MessageId, ConversationId> restored) {

        Answered and(Changed more) {
            return new Answered(changed.and(more), sources, folded, restored);
        }

        Map<MessageId, ConversationId> visible() {
            return changed.and(new Changed(folded, Set.of())).visible();
        }
    }
}

package io.parley.store.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.inbound.Routed;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.store.UnfitData;
import io.parley.store.delivery.Release;
import io.parley.store.settlement.ApplyChanges;
import io.parley.store.settlement.EarlyArrivals;
import io.parley.store.settlement.MessageSources;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Turns a batch of routed messages into rows, and tells everyone what is now true. */
@Component
class StoreInbound {

    private static final Retry AFTER_LOST_RACES = Retry.backoff(8, Duration.ofMillis(10))
            .maxBackoff(Duration.ofMillis(500))
            .filter(StoreInbound::isLostRace)
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    private final MessageSources sources;
    private final ResolveContacts contacts;
    private final OpenConversations conversations;
    private final AdoptEchoes echoes;
    private final InsertMessages messages;
    private final EarlyArrivals earlyArrivals;
    private final ApplyChanges changes;
    private final AutoReplies autoReplies;
    private final UpdateConnections connections;
    private final Release release;
    private final AnnounceBatch announce;
    private final TransactionalOperator transaction;
    private final MeterRegistry meters;

    StoreInbound(
            MessageSources sources,
            ResolveContacts contacts,
            OpenConversations conversations,
            AdoptEchoes echoes,
            InsertMessages messages,
            EarlyArrivals earlyArrivals,
            ApplyChanges changes,
            AutoReplies autoReplies,
            UpdateConnections connections,
            Release release,
            AnnounceBatch announce,
            TransactionalOperator transaction,
            MeterRegistry meters) {
        this.sources = sources;
        this.contacts = contacts;
        this.conversations = conversations;
        this.echoes = echoes;
        this.messages = messages;
        this.earlyArrivals = earlyArrivals;
        this.changes = changes;
        this.autoReplies = autoReplies;
        this.connections = connections;
        this.release = release;
        this.announce = announce;
        this.transaction = transaction;
        this.meters = meters;
    }

    /** One transaction; safe to repeat with the same batch. Whoever loses a race against another batch begins anew. */
    Mono<Void> store(List<ReceivedRecord<Routed>> records) {
        return Mono.fromSupplier(() -> InboundBatch.of(records))
                .flatMap(
                        batch -> storeOnce(batch).as(transaction::transactional).thenReturn(batch))
                .retryWhen(AFTER_LOST_RACES)
                .onErrorMap(UnfitData::nameIt)
                .doOnNext(this::count)
                .then();
    }

    private Mono<Void> storeOnce(InboundBatch batch) {
        return lookUp(batch)
                .then(Mono.defer(() -> contacts.resolve(batch)))
                .then(Mono.defer(() -> conversations.open(batch)))
                .then(Mono.defer(() -> echoes.adopt(batch)))
                .then(Mono.defer(() -> messages.insert(batch)))
                .then(Mono.defer(() -> applyChanges(batch)))
                .then(Mono.defer(() -> autoReplies.queue(batch)))
                .then(Mono.defer(() -> conversations.write(batch)))
                .then(Mono.defer(() -> connections.update(batch)))
                .then(Mono.defer(() -> release.release(batch.toRelease)))
                .then(Mono.defer(() -> announce.announce(batch)));
    }

    private Mono<Void> lookUp(InboundBatch batch) {
        return sources.find(batch.sources()).doOnNext(batch.known::putAll).then();
    }

    /** What waited for a message of this batch came before what comes with it. */
    private Mono<Void> applyChanges(InboundBatch batch) {
        return earlyArrivals
                .take(batch.named)
                .map(early ->
                        Stream.concat(early.stream(), batch.changes().stream()).toList())
                .flatMap(changes::apply)
                .doOnNext(batch::apply)
                .then();
    }

    private void count(InboundBatch batch) {
        count("parley.stored", "message", batch.stored.size());
        count("parley.stored", "contact", batch.newContacts.size());
        count("parley.stored", "conversation", batch.newConversations());
        count("parley.stored", "change", batch.changes().size());
        count("parley.duplicates", "message", batch.duplicates());
    }

    private void count(String name, String kind, long number) {
        meters.counter(name, "kind", kind).increment(number);
    }

    private static boolean isLostRace(Throwable failure) {
        return failure instanceof LostRace
                || failure instanceof DuplicateKeyException
                || failure instanceof PessimisticLockingFailureException;
    }
}

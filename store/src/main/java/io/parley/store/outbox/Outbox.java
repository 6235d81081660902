package io.parley.store.outbox;

import io.parley.runtime.kafka.Traces;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/** Keeps what a transaction has to announce, in that transaction; the relay publishes it after the commit. */
@Component
public class Outbox {

    /**
     * Rows get their ids in the order of the arrays: what a function returns is scanned as it comes. Payloads come in
     * one text, between separators that JSON only ever has escaped: an array's quoting of every quote costs more than
     * the rest.
     */
    private static final String INSERT = """
            INSERT INTO outbox (topic, record_key, event_id, event_type, payload, traceparent)
            SELECT * FROM unnest(:topics::text[], :keys::text[], :ids::text[], :types::text[],
                                 string_to_array(:payloads, chr(30), ''), :traces::text[])
            """;

    private static final String SEPARATOR = "\u001e";

    private final DatabaseClient database;
    private final OutboxRelay relay;
    private final Traces traces;

    Outbox(DatabaseClient database, OutboxRelay relay, Traces traces) {
        this.database = database;
        this.relay = relay;
        this.traces = traces;
    }

    /**
     * To be called last in the caller's transaction, while what the entries tell of is locked: then they are published
     * in the order it became true.
     */
    public Mono<Void> append(List<OutboxEntry> entries) {
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            String trace = traces.current();
            return database.sql(INSERT)
                    .bind("topics", column(entries, OutboxEntry::topic))
                    .bind("keys", column(entries, OutboxEntry::key))
                    .bind("ids", column(entries, OutboxEntry::eventId))
                    .bind("types", column(entries, OutboxEntry::eventType))
                    .bind("payloads", payloads(entries))
                    .bind("traces", column(entries, it -> it.traceparent() == null ? trace : it.traceparent()))
                    .then()
                    .then(wakeRelayAfterCommit());
        });
    }

    /**
     * For what triggers wrote down, when nothing else is appended: at the end of the transaction, or now without one.
     */
    public Mono<Void> publishSoon() {
        return wakeRelayAfterCommit()
                .onErrorResume(NoTransactionException.class, none -> Mono.fromRunnable(relay::wake));
    }

    private Mono<Void> wakeRelayAfterCommit() {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .doOnNext(it -> it.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public Mono<Void> afterCommit() {
                        return Mono.fromRunnable(relay::wake);
                    }
                }))
                .then();
    }

    /** Nothing between two separators is a tombstone. */
    private static String payloads(List<OutboxEntry> entries) {
        return entries.stream()
                .map(it -> Objects.requireNonNullElse(it.payload(), ""))
                .collect(Collectors.joining(SEPARATOR));
    }

    private static @Nullable String[] column(List<OutboxEntry> entries, Function<OutboxEntry, @Nullable String> field) {
        return entries.stream().map(field).toArray(String[]::new);
    }
}

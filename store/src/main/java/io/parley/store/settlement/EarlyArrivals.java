package io.parley.store.settlement;

import static io.parley.store.ColumnArrays.json;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.inbound.Inbound;
import io.parley.store.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps what was said of a message before the message itself came. */
@Component
public class EarlyArrivals {

    private static final String KEEP = """
            INSERT INTO early_arrivals (inbox_id, target_source_id, cause, body)
            SELECT k.inbox_id, k.target, k.cause, k.body::jsonb
              FROM unnest(:inboxes::int[], :targets::text[], :causes::text[], :bodies::text[])
                   AS k (inbox_id, target, cause, body)
                ON CONFLICT (inbox_id, target_source_id, cause) DO NOTHING
            """;

    private static final String TAKE = """
            DELETE FROM early_arrivals AS e
             USING unnest(:inboxes::int[], :sources::text[]) AS k (inbox_id, source_id)
             WHERE e.inbox_id = k.inbox_id AND e.target_source_id = k.source_id
            RETURNING e.id, e.cause, e.body
            """;

    /** Those whose message was being stored at the same moment: each transaction missed the other's row. */
    private static final String TAKE_MET = """
            DELETE FROM early_arrivals AS e
             WHERE e.id IN (SELECT a.id FROM early_arrivals AS a
                             WHERE a.received_at >= :since
                               AND (EXISTS (SELECT FROM messages AS m
                                             WHERE m.inbox_id = a.inbox_id AND m.source_id = a.target_source_id
                                               AND m.source_id IS NOT NULL AND m.source_is_unique)
                                    OR EXISTS (SELECT FROM message_parts AS p
                                                WHERE p.inbox_id = a.inbox_id AND p.source_id = a.target_source_id))
                             ORDER BY a.id
                             LIMIT 500
                               FOR UPDATE SKIP LOCKED)
            RETURNING e.id, e.cause, e.body
            """;

    private final DatabaseClient database;

    EarlyArrivals(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> keep(List<Change> changes) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        List<Change> sorted = changes.stream()
                .sorted(Comparator.<Change>comparingInt(
                                it -> it.target().inboxId().value())
                        .thenComparing(it -> it.target().sourceId())
                        .thenComparing(Change::cause))
                .toList();
        return database.sql(KEEP)
                .bind("inboxes", numbers(sorted, it -> it.target().inboxId().value()))
                .bind("targets", texts(sorted, it -> it.target().sourceId()))
                .bind("causes", texts(sorted, Change::cause))
                .bind("bodies", json(sorted, Change::body))
                .then();
    }

    /** Takes out what waits for these messages, oldest first. */
    public Mono<List<Change>> take(Collection<SourceKey> sources) {
        if (sources.isEmpty()) {
            return Mono.just(List.of());
        }
        return changes(database.sql(TAKE)
                .bind("inboxes", numbers(sources, it -> it.inboxId().value()))
                .bind("sources", texts(sources, SourceKey::sourceId))
                .map(row -> Kept.of(new Columns(row)))
                .all());
    }

    /** Takes out what was kept since then although its message is there, oldest first. */
    public Mono<List<Change>> takeMet(Instant since) {
        return changes(database.sql(TAKE_MET)
                .bind("since", since)
                .map(row -> Kept.of(new Columns(row)))
                .all());
    }

    /** @return how many were dropped because their message never came */
    public Mono<Long> dropBefore(Instant limit) {
        return database.sql("DELETE FROM early_arrivals WHERE received_at < :limit")
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    private static Mono<List<Change>> changes(Flux<Kept> kept) {
        return kept.collectSortedList(Comparator.comparingLong(Kept::id))
                .map(all -> all.stream().flatMap(it -> it.change().stream()).toList());
    }

    private record Kept(long id, Optional<Change> change) {

        static Kept of(Columns columns) {
            Optional<Change> change = columns.text("cause").startsWith(Change.OfReceipt.CAUSE)
                    ? Optional.of(new Change.OfReceipt(columns.json("body", Delivery.Receipt.class)))
                    : Change.of(columns.json("body", Inbound.Message.class));
            return new Kept(columns.longNumber("id"), change);
        }
    }
}

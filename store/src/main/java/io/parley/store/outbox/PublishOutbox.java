package io.parley.store.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.contract.Topics;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.store.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Publishes what was committed, in the order it became true, and deletes it once the broker has it.
 *
 * <p>One relay at a time works on a schema: several would overtake each other (ADR 0002). Whoever dies between
 * publishing and deleting publishes again, under the same event ids.
 */
@Component
class PublishOutbox {

    private static final Logger log = LoggerFactory.getLogger(PublishOutbox.class);

    /** Released by the end of the transaction, so also by a crash. The table's own number keeps schemas apart. */
    private static final String TAKE_TURN = "SELECT pg_try_advisory_xact_lock('outbox'::regclass::oid::int, 1) AS mine";

    private static final String OLDEST = """
            SELECT id, topic, record_key, event_id, event_type, payload, traceparent, created_at
              FROM outbox ORDER BY id LIMIT :limit
            """;

    private static final String DELETE = "DELETE FROM outbox WHERE id = ANY (:ids)";

    private static final String SET_ASIDE = """
            INSERT INTO outbox_refused (id, topic, record_key, event_id, event_type, payload, reason)
            SELECT id, topic, record_key, event_id, event_type, payload, :reason FROM outbox WHERE id = :id
            """;

    private static final Duration ANOTHERS_TURN = Duration.ofMillis(20);

    private final DatabaseClient database;
    private final RecordPublisher publisher;
    private final TransactionalOperator transaction;
    private final Topics topics;
    private final OutboxProperties properties;
    private final Timer published;
    private final Counter refused;
    private final AtomicReference<@Nullable Instant> oldest = new AtomicReference<>();

    PublishOutbox(
            DatabaseClient database,
            RecordPublisher publisher,
            TransactionalOperator transaction,
            Topics topics,
            OutboxProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.publisher = publisher;
        this.transaction = transaction;
        this.topics = topics;
        this.properties = properties;
        this.published = meters.timer("parley.outbox.published");
        this.refused = meters.counter("parley.outbox.refused");
        Gauge.builder("parley.outbox.age", () -> secondsSince(oldest.get(), clock))
                .description("How long the oldest committed event waits to be published")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Completes when nothing is left, or another node is at it and has nothing left to wait for. */
    Mono<Void> publishAll() {
        return publishSome().flatMap(this::goOn);
    }

    private Mono<Void> goOn(Turn turn) {
        return switch (turn) {
            case DONE -> Mono.empty();
            case MORE -> Mono.defer(this::publishAll);
            case ANOTHERS ->
                waiting()
                        .flatMap(some ->
                                some ? Mono.delay(ANOTHERS_TURN).then(Mono.defer(this::publishAll)) : Mono.empty());
        };
    }

    private Mono<Turn> publishSome() {
        return database.sql(TAKE_TURN)
                .map(row -> new Columns(row).flag("mine"))
                .one()
                .flatMap(mine -> mine ? readAndPublish() : Mono.just(Turn.ANOTHERS))
                .as(transaction::transactional);
    }

    private Mono<Turn> readAndPublish() {
        Timer.Sample sample = Timer.start();
        return database.sql(OLDEST)
                .bind("limit", properties.batchSize())
                .map(row -> Row.of(new Columns(row)))
                .all()
                .collectList()
                .doOnNext(rows -> oldest.set(rows.isEmpty() ? null : rows.get(0).createdAt()))
                .flatMap(rows -> rows.isEmpty()
                        ? Mono.just(Turn.DONE)
                        : publish(rows)
                                .then(delete(rows))
                                .doOnSuccess(done -> sample.stop(published))
                                .thenReturn(rows.size() < properties.batchSize() ? Turn.DONE : Turn.MORE));
    }

    private Mono<Void> publish(List<Row> rows) {
        return publisher
                .publish(rows.stream().map(it -> it.toRecord(topics)).toList())
                .onErrorResume(failure -> !(failure instanceof BrokerUnavailable), failure -> split(rows, failure));
    }

    /** One the broker will never take must not hold back all that come after it. */
    private Mono<Void> split(List<Row> rows, Throwable failure) {
        if (rows.size() == 1) {
            return setAside(rows.get(0), failure);
        }
        int half = rows.size() / 2;
        return publish(rows.subList(0, half)).then(Mono.defer(() -> publish(rows.subList(half, rows.size()))));
    }

    private Mono<Void> setAside(Row row, Throwable failure) {
        log.error(
                "The broker will not take {} ({}); it is kept in outbox_refused",
                row.eventType(),
                row.eventId(),
                failure);
        refused.increment();
        return database.sql(SET_ASIDE)
                .bind("id", row.id())
                .bind("reason", failure.toString())
                .then();
    }

    private Mono<Void> delete(List<Row> rows) {
        return database.sql(DELETE)
                .bind("ids", rows.stream().map(Row::id).toArray(Long[]::new))
                .then()
                .doOnSuccess(done -> oldest.set(null));
    }

    private Mono<Boolean> waiting() {
        return database.sql("SELECT EXISTS (SELECT FROM outbox) AS waiting")
                .map(row -> new Columns(row).flag("waiting"))
                .one();
    }

    private static double secondsSince(@Nullable Instant since, Clock clock) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private enum Turn {
        /** Nothing is left. */
        DONE,
        /** There may be more. */
        MORE,
        /** Another node is at it. */
        ANOTHERS
    }

    private record Row(
            long id,
            String topic,
            String key,
            String eventId,
            String eventType,
            @Nullable String payload,
            @Nullable String traceparent,
            Instant createdAt) {

        static Row of(Columns columns) {
            return new Row(
                    columns.longNumber("id"),
                    columns.text("topic"),
                    columns.text("record_key"),
                    columns.text("event_id"),
                    columns.text("event_type"),
                    columns.textOrNull("payload"),
                    columns.textOrNull("traceparent"),
                    columns.instant("created_at"));
        }

        OutgoingRecord toRecord(Topics topics) {
            String target = OutboxTopic.resolve(topic, topics);
            if (payload == null) {
                return OutgoingRecord.tombstone(target, key, eventId).at(createdAt);
            }
            return OutgoingRecord.ofJson(target, key, payload.getBytes(StandardCharsets.UTF_8), eventId, eventType)
                    .at(createdAt)
                    .tracedBy(traceparent);
        }
    }
}

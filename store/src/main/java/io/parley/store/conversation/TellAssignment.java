package io.parley.store.conversation;

import io.parley.contract.Topics;
import io.parley.store.BackgroundLoop;
import io.parley.store.Columns;
import io.parley.store.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Tells everything assignment has to know once for each topic: one that was made anew, as its id shows, fills again.
 * From then on triggers tell what changes.
 */
@Component
class TellAssignment extends BackgroundLoop {

    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Logger log = LoggerFactory.getLogger(TellAssignment.class);

    TellAssignment(
            Admin kafka, Topics topics, DatabaseClient database, Outbox outbox, TransactionalOperator transaction) {
        super(
                "assignment-facts",
                INTERVAL,
                () -> new Telling(kafka, topics.assignment(), database, outbox, transaction).tellIfNew());
    }

    /** One look, and what follows from it. */
    private record Telling(
            Admin kafka, String topic, DatabaseClient database, Outbox outbox, TransactionalOperator transaction) {

        Mono<Void> tellIfNew() {
            return topicId().filterWhen(this::isNew).flatMap(this::tell);
        }

        private Mono<String> topicId() {
            return Mono.fromCompletionStage(() ->
                            kafka.describeTopics(List.of(topic)).allTopicNames().toCompletionStage())
                    .map(found ->
                            Objects.requireNonNull(found.get(topic)).topicId().toString());
        }

        private Mono<Boolean> isNew(String id) {
            return database.sql("SELECT topic_id FROM told_topics WHERE name = :name AND topic_id = :id")
                    .bind("name", topic)
                    .bind("id", id)
                    .fetch()
                    .first()
                    .hasElement()
                    .map(told -> !told);
        }

        private Mono<Void> tell(String id) {
            return inTransaction(database.sql("SELECT tell_people()").then())
                    .then(Mono.defer(() -> tellBehind(0)))
                    .expand(this::tellBehind)
                    .then(Mono.defer(() -> remember(id)))
                    .doOnSuccess(done -> log.info("Told {} everything once", topic));
        }

        /** Empty when there are no more. */
        private Mono<Integer> tellBehind(int conversation) {
            return inTransaction(database.sql("SELECT tell_open_conversations(:after) AS last")
                    .bind("after", conversation)
                    .map(row -> new Columns(row).numberOrNull("last") == null ? 0 : new Columns(row).number("last"))
                    .one()
                    .filter(last -> last > 0));
        }

        private <T> Mono<T> inTransaction(Mono<T> work) {
            return work.flatMap(result -> outbox.publishSoon().thenReturn(result))
                    .switchIfEmpty(Mono.defer(() -> outbox.publishSoon().then(Mono.empty())))
                    .as(transaction::transactional);
        }

        private Mono<Void> remember(String id) {
            return database.sql("""
                            INSERT INTO told_topics (name, topic_id) VALUES (:name, :id)
                                ON CONFLICT (name) DO UPDATE SET topic_id = excluded.topic_id
                            """).bind("name", topic).bind("id", id).then();
        }
    }
}

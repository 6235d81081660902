package io.parley.store.search;

import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.UnfitData;
import io.parley.store.embedding.DocumentTexts;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Makes messages findable. An event only says which message to look at: it is written as it is now, so events that come
 * again, late or in another order lead to the same.
 */
@Component
class IndexMessages {

    /** Reactions and lines of history are not looked for. */
    private static final String COLUMNS = """
            SELECT m.id, m.account_id, m.inbox_id,
                   CASE WHEN m.private THEN 'note' WHEN m.direction = 'incoming' THEN 'incoming' ELSE 'outgoing' END AS kind,
                   CASE WHEN m.deleted_at IS NULL AND m.direction <> 'activity'
                             AND (m.content IS NULL OR m.content ->> 'type' <> 'reaction') THEN m.text END AS text
              FROM messages AS m
            """;

    private static final String BY_ID = COLUMNS + " WHERE m.id = ANY (:ids) ORDER BY m.id";

    private static final String BELOW = COLUMNS + " WHERE m.id < :below ORDER BY m.id DESC LIMIT :size";

    /** One node at a time; the others find nothing to do. */
    private static final String LOCK_BACKFILL =
            "SELECT below_id FROM search_backfill WHERE below_id > 1 FOR UPDATE SKIP LOCKED";

    private static final String MOVE_BACKFILL = "UPDATE search_backfill SET below_id = :below";

    private final DatabaseClient database;
    private final WriteDocuments documents;
    private final TransactionalOperator transaction;

    IndexMessages(DatabaseClient database, WriteDocuments documents, TransactionalOperator transaction) {
        this.database = database;
        this.documents = documents;
        this.transaction = transaction;
    }

    /** One transaction; safe to repeat with the same events. */
    Mono<Void> index(List<HubEvent> events) {
        TreeSet<Integer> ids = events.stream()
                .map(event -> messageOf(event.body()))
                .filter(Objects::nonNull)
                .map(MessageId::value)
                .collect(Collectors.toCollection(TreeSet::new));
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(BY_ID)
                .bind("ids", ids.toArray(Integer[]::new))
                .map(row -> source(new Columns(row)))
                .all()
                .collectList()
                .flatMap(sources -> documents.write(Source.Table.MESSAGES, sources, true))
                .as(transaction::transactional)
                .onErrorMap(UnfitData::nameIt);
    }

    private static @Nullable MessageId messageOf(EventBody body) {
        return switch (body) {
            case EventBody.MessageCreated created -> created.message().id();
            case EventBody.MessageUpdated updated -> updated.message().id();
            default -> null;
        };
    }

    /** Some of the messages from before documents were written, newest first; true when there are more. */
    Mono<Boolean> backfill(int size) {
        return database.sql(LOCK_BACKFILL)
                .map(row -> new Columns(row).number("below_id"))
                .one()
                .flatMap(below -> backfill(below, size))
                .as(transaction::transactional)
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> backfill(int below, int size) {
        return database.sql(BELOW)
                .bind("below", below)
                .bind("size", size)
                .map(row -> source(new Columns(row)))
                .all()
                .collectList()
                .flatMap(sources -> documents
                        .write(Source.Table.MESSAGES, sources.reversed(), false)
                        .then(Mono.defer(() -> database.sql(MOVE_BACKFILL)
                                .bind(
                                        "below",
                                        sources.size() < size
                                                ? 1
                                                : sources.getLast().id())
                                .then()))
                        .thenReturn(sources.size() == size));
    }

    private static Source source(Columns columns) {
        String text = columns.textOrNull("text");
        return new Source(
                Source.Table.MESSAGES,
                columns.number("id"),
                columns.number("account_id"),
                columns.number("inbox_id"),
                columns.text("kind"),
                text,
                text == null || text.isBlank() ? List.of() : DocumentTexts.ofMessage(text));
    }
}

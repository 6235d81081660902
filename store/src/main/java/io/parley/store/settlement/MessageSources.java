package io.parley.store.settlement;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import java.util.Collection;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which message a provider's id belongs to, be it of the whole message or of one part. */
@Component
public class MessageSources {

    /** Looked up one by one: on a table that grew since its statistics, a join may read it whole. */
    private static final String FIND = """
            SELECT k.inbox_id, k.source_id, found.message_id
              FROM unnest(:inboxes::int[], :sources::text[]) AS k (inbox_id, source_id)
             CROSS JOIN LATERAL (
                   (SELECT m.id AS message_id FROM messages AS m
                     WHERE m.inbox_id = k.inbox_id AND m.source_id = k.source_id
                       AND m.source_id IS NOT NULL AND m.source_is_unique LIMIT 1)
                    UNION ALL
                   (SELECT p.message_id FROM message_parts AS p
                     WHERE p.inbox_id = k.inbox_id AND p.source_id = k.source_id LIMIT 1)) AS found
            """;

    private final DatabaseClient database;

    MessageSources(DatabaseClient database) {
        this.database = database;
    }

    /** Unknown ones are absent from the map. */
    public Mono<Map<SourceKey, MessageId>> find(Collection<SourceKey> sources) {
        if (sources.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(FIND)
                .bind("inboxes", numbers(sources, it -> it.inboxId().value()))
                .bind("sources", texts(sources, SourceKey::sourceId))
                .map(row -> found(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<SourceKey, MessageId> found(Columns columns) {
        return Map.entry(
                new SourceKey(new InboxId(columns.number("inbox_id")), columns.text("source_id")),
                new MessageId(columns.number("message_id")));
    }
}

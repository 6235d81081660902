package io.parley.store.due;

import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.delivery.SendState;
import java.time.Clock;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds messages whose time has come, and holds their conversations: other nodes look for the same and leave those out.
 */
@Component
class DueMessages {

    private static final String TAKE = """
            SELECT m.id, m.conversation_id
              FROM conversations AS c
              JOIN messages AS m ON m.conversation_id = c.id
             WHERE m.send_state = :state AND m.send_state IN ('released', 'deferred', 'unknown') AND m.due_at <= :now
             ORDER BY m.due_at, m.id
             LIMIT 200
               FOR NO KEY UPDATE OF c SKIP LOCKED
            """;

    private final DatabaseClient database;
    private final Clock clock;

    DueMessages(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** At most 200, each with its conversation; in the caller's transaction. */
    Mono<Map<MessageId, ConversationId>> take(SendState state) {
        return database.sql(TAKE)
                .bind("state", state.wireName())
                .bind("now", clock.instant())
                .map(row -> message(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<MessageId, ConversationId> message(Columns columns) {
        return Map.entry(new MessageId(columns.number("id")), new ConversationId(columns.number("conversation_id")));
    }
}

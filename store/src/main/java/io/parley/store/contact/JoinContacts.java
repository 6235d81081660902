package io.parley.store.contact;

import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Moves everything of one contact to another and deletes the emptied one. Where both have an open conversation in one
 * inbox, the messages move into the kept one's, so that an agent sees one line; the emptied one is resolved. Rare, so
 * plain: a few statements for each pair. In the caller's transaction, which holds both contacts.
 */
@Component
public class JoinContacts {

    private static final String LOCK_CONVERSATIONS =
            "SELECT id FROM conversations WHERE contact_id IN (:kept, :gone) ORDER BY id FOR NO KEY UPDATE";

    private static final String BOTH_OPEN = """
            SELECT old.id AS emptied, kept.id AS into_id
              FROM conversations AS old
              JOIN conversations AS kept ON kept.inbox_id = old.inbox_id AND kept.status <> 'resolved'
                                             AND NOT kept.threaded
             WHERE old.contact_id = :gone AND old.status <> 'resolved' AND NOT old.threaded AND kept.contact_id = :kept
             ORDER BY old.id
            """;

    private static final List<String> EMPTY = List.of(
            "UPDATE messages SET conversation_id = :into WHERE conversation_id = :emptied", """
            INSERT INTO conversation_labels (conversation_id, label)
            SELECT :into, label FROM conversation_labels WHERE conversation_id = :emptied
                ON CONFLICT DO NOTHING
            """, """
            INSERT INTO conversation_participants (conversation_id, agent_id)
            SELECT :into, agent_id FROM conversation_participants WHERE conversation_id = :emptied
                ON CONFLICT DO NOTHING
            """, """
            INSERT INTO conversation_mentions AS m (conversation_id, agent_id, message_id, mentioned_at)
            SELECT :into, agent_id, message_id, mentioned_at FROM conversation_mentions WHERE conversation_id = :emptied
                ON CONFLICT (conversation_id, agent_id)
                DO UPDATE SET message_id = greatest(m.message_id, excluded.message_id)
            """, """
            UPDATE conversations AS c
               SET unread_count = c.unread_count + o.unread_count,
                   waiting_since = least(c.waiting_since, o.waiting_since),
                   first_reply_at = least(c.first_reply_at, o.first_reply_at),
                   last_message_id = greatest(c.last_message_id, o.last_message_id),
                   last_activity_at = greatest(c.last_activity_at, o.last_activity_at),
                   away_replied_at = greatest(c.away_replied_at, o.away_replied_at),
                   assignee_id = coalesce(c.assignee_id, o.assignee_id), team_id = coalesce(c.team_id, o.team_id),
                   priority = greatest(c.priority, o.priority), updated_at = now()
              FROM conversations AS o
             WHERE c.id = :into AND o.id = :emptied
            """, """
            UPDATE conversations
               SET status = 'resolved', snoozed_until = NULL, unread_count = 0, waiting_since = NULL,
                   last_message_id = NULL, updated_at = now()
             WHERE id = :emptied
            """);

    /** In this order: messages have no index by contact, and are found through their conversations. */
    private static final List<String> MOVE = List.of(
            "UPDATE contact_addresses SET contact_id = :kept WHERE contact_id = :gone",
            "UPDATE contact_inboxes SET contact_id = :kept WHERE contact_id = :gone",
            "UPDATE conversations SET contact_id = :kept WHERE contact_id = :gone",
            "UPDATE contact_notes SET contact_id = :kept WHERE contact_id = :gone",
            """
            UPDATE messages SET contact_id = :kept
             WHERE contact_id = :gone
               AND conversation_id IN (SELECT id FROM conversations WHERE contact_id = :kept)
            """,
            """
            INSERT INTO contact_labels (contact_id, label)
            SELECT :kept, label FROM contact_labels WHERE contact_id = :gone
                ON CONFLICT DO NOTHING
            """,
            """
            UPDATE contacts AS k
               SET custom_attributes = g.custom_attributes || k.custom_attributes,
                   additional_attributes = g.additional_attributes || k.additional_attributes,
                   blocked = k.blocked OR g.blocked,
                   last_activity_at = greatest(k.last_activity_at, g.last_activity_at), updated_at = now()
              FROM contacts AS g
             WHERE k.id = :kept AND g.id = :gone
            """,
            "DELETE FROM contacts WHERE id = :gone");

    private final DatabaseClient database;

    JoinContacts(DatabaseClient database) {
        this.database = database;
    }

    /** Names, addresses and pictures of the kept one are the caller's to fill. Answers which conversations joined. */
    public Mono<List<Emptied>> join(int kept, int gone) {
        Map<String, Integer> pair = Map.of("kept", kept, "gone", gone);
        return run(LOCK_CONVERSATIONS, pair)
                .thenMany(Flux.defer(() -> statement(BOTH_OPEN, pair)
                        .map(row -> Emptied.of(new Columns(row)))
                        .all()))
                .collectList()
                .flatMap(emptied -> Flux.fromIterable(emptied)
                        .concatMap(this::empty)
                        .thenMany(Flux.fromIterable(MOVE))
                        .concatMap(sql -> run(sql, pair))
                        .then(Mono.just(emptied)));
    }

    private Mono<Void> empty(Emptied emptied) {
        Map<String, Integer> ids =
                Map.of("emptied", emptied.id().value(), "into", emptied.into().value());
        return Flux.fromIterable(EMPTY).concatMap(sql -> run(sql, ids)).then();
    }

    private Mono<Void> run(String sql, Map<String, Integer> ids) {
        return statement(sql, ids).then();
    }

    /** Binds those ids that the statement names. */
    private GenericExecuteSpec statement(String sql, Map<String, Integer> ids) {
        GenericExecuteSpec statement = database.sql(sql);
        for (Map.Entry<String, Integer> id : ids.entrySet()) {
            if (sql.contains(":" + id.getKey())) {
                statement = statement.bind(id.getKey(), id.getValue());
            }
        }
        return statement;
    }

    /** A conversation whose messages moved into another. */
    public record Emptied(ConversationId id, ConversationId into) {
        static Emptied of(Columns columns) {
            return new Emptied(
                    new ConversationId(columns.number("emptied")), new ConversationId(columns.number("into_id")));
        }
    }
}

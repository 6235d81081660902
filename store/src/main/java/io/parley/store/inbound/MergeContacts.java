package io.parley.store.inbound;

import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes one contact of two that turned out to be one: WhatsApp names a person by LID, then by phone, and at last by
 * both.
 *
 * <p>Everything moves to the contact that is kept. Where both have an open conversation in one inbox, the messages move
 * into the kept one's, so that an agent sees one line; the emptied one is resolved. Rare, so plain: a few statements
 * for each pair.
 */
@Component
class MergeContacts {

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

    private static final String MOVE_MESSAGES =
            "UPDATE messages SET conversation_id = :into WHERE conversation_id = :emptied";

    private static final String MOVE_LABELS = """
            INSERT INTO conversation_labels (conversation_id, label)
            SELECT :into, label FROM conversation_labels WHERE conversation_id = :emptied
                ON CONFLICT DO NOTHING
            """;

    private static final String ADD_UP = """
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
            """;

    private static final String RESOLVE_EMPTIED = """
            UPDATE conversations
               SET status = 'resolved', snoozed_until = NULL, unread_count = 0, waiting_since = NULL, last_message_id = NULL,
                   updated_at = now()
             WHERE id = :emptied
            """;

    /** In this order: messages have no index by contact, and are found through their conversations. */
    private static final List<String> MOVE = List.of(
            "UPDATE contact_addresses SET contact_id = :kept WHERE contact_id = :gone",
            "UPDATE contact_inboxes SET contact_id = :kept WHERE contact_id = :gone",
            "UPDATE conversations SET contact_id = :kept WHERE contact_id = :gone",
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

    private static final String FILL = """
            UPDATE contacts AS ct
               SET name = :name, email = coalesce(ct.email, :email), phone = coalesce(ct.phone, :phone),
                   identifier = coalesce(ct.identifier, :identifier), picture_url = coalesce(ct.picture_url, :picture)
             WHERE ct.id = :kept
            RETURNING """ + " " + ContactRow.COLUMNS;

    private final DatabaseClient database;

    MergeContacts(DatabaseClient database) {
        this.database = database;
    }

    /** Leaves every person of the batch with one contact at most. */
    Mono<Void> mergeAll(InboundBatch batch) {
        return Flux.fromIterable(batch.people.all())
                .filter(person -> person.contact().isPresent())
                .concatMap(person -> Flux.fromIterable(person.others())
                        .concatMap(gone -> merge(batch, person, person.contact().orElseThrow(), gone)))
                .then();
    }

    private Mono<Void> merge(InboundBatch batch, Person person, ContactRow kept, ContactRow gone) {
        Map<String, Integer> pair = Map.of("kept", kept.id(), "gone", gone.id());
        return run(LOCK_CONVERSATIONS, pair)
                .thenMany(statement(BOTH_OPEN, pair)
                        .map(row -> Emptied.of(new Columns(row)))
                        .all())
                .collectList()
                .flatMap(emptied -> Flux.fromIterable(emptied)
                        .concatMap(this::empty)
                        .thenMany(Flux.fromIterable(MOVE))
                        .concatMap(sql -> run(sql, pair))
                        .then(fill(person, kept, gone))
                        .doOnNext(row -> remember(batch, person, row, gone, emptied)))
                .then();
    }

    private Mono<Void> empty(Emptied emptied) {
        return Flux.just(MOVE_MESSAGES, MOVE_LABELS, ADD_UP, RESOLVE_EMPTIED)
                .concatMap(sql -> run(sql, Map.of("emptied", emptied.id(), "into", emptied.into())))
                .then();
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

    /** Once the other row is gone, what is unique is free. */
    private Mono<ContactRow> fill(Person person, ContactRow kept, ContactRow gone) {
        String name =
                person.isPlaceholder(kept.name()) && !person.isPlaceholder(gone.name()) ? gone.name() : kept.name();
        GenericExecuteSpec statement =
                database.sql(FILL).bind("kept", kept.id()).bind("name", name);
        statement = bindText(statement, "email", gone.email());
        statement = bindText(statement, "phone", gone.phone());
        statement = bindText(statement, "identifier", gone.identifier());
        statement = bindText(statement, "picture", gone.pictureUrl());
        return statement.map(row -> ContactRow.of(new Columns(row))).one();
    }

    private static GenericExecuteSpec bindText(GenericExecuteSpec statement, String name, @Nullable String value) {
        return value == null ? statement.bindNull(name, String.class) : statement.bind(name, value);
    }

    private static void remember(
            InboundBatch batch, Person person, ContactRow merged, ContactRow gone, List<Emptied> emptied) {
        person.merged(merged, gone);
        batch.merges.add(new InboundBatch.Merge(
                new ContactId(merged.id()),
                new ContactId(gone.id()),
                emptied.stream().map(it -> new ConversationId(it.id())).toList(),
                emptied.stream().map(it -> new ConversationId(it.into())).toList()));
    }

    /** A conversation whose messages move into another. */
    private record Emptied(int id, int into) {
        static Emptied of(Columns columns) {
            return new Emptied(columns.number("emptied"), columns.number("into_id"));
        }
    }
}

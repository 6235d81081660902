package io.parley.store.settlement;

import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.delivery.SendState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads messages to change them, and writes what changed: a few statements whatever the number. */
@Component
public class MessageStates {

    private static final String LOCK_CONVERSATIONS = """
            SELECT c.id FROM conversations AS c
             WHERE c.id IN (SELECT m.conversation_id FROM messages AS m WHERE m.id = ANY (:ids))
             ORDER BY c.id FOR NO KEY UPDATE
            """;

    private static final String LOCK = """
            SELECT id, conversation_id, inbox_id, direction, attempt, send_state, due_at, status, failure_reason, source_id,
                   text, edited_at, deleted_at, sent_at
              FROM messages WHERE id = ANY (:ids)
             ORDER BY id FOR NO KEY UPDATE
            """;

    private static final String SAVE = """
            UPDATE messages AS m
               SET send_state = u.send_state, due_at = u.due_at, status = u.status, failure_reason = u.failure_reason,
                   source_id = u.source_id, text = u.text, edited_at = u.edited_at, deleted_at = u.deleted_at,
                   content = CASE WHEN u.deleted_at IS NULL OR m.content ->> 'type' = 'reaction' THEN m.content END,
                   sent_at = u.sent_at, updated_at = now()
              FROM unnest(:ids::int[], :sendStates::text[], :dueAts::timestamptz[], :statuses::text[], :reasons::text[],
                          :sources::text[], :texts::text[], :editedAts::timestamptz[], :deletedAts::timestamptz[],
                          :sentAts::timestamptz[])
                   AS u (id, send_state, due_at, status, failure_reason, source_id, text, edited_at, deleted_at, sent_at)
             WHERE m.id = u.id
            """;

    private static final String SAVE_REVISIONS = """
            INSERT INTO message_revisions (message_id, text, revised_at)
            SELECT * FROM unnest(:ids::int[], :texts::text[], :times::timestamptz[])
            """;

    private static final String SAVE_PARTS = """
            INSERT INTO message_parts (inbox_id, source_id, message_id)
            SELECT * FROM unnest(:inboxes::int[], :sources::text[], :ids::int[]) AS p (inbox_id, source_id, message_id)
             ORDER BY p.inbox_id, p.source_id
                ON CONFLICT (inbox_id, source_id) DO UPDATE SET message_id = excluded.message_id
            """;

    private final DatabaseClient database;
    private final DeletedFiles files;

    MessageStates(DatabaseClient database, DeletedFiles files) {
        this.database = database;
        this.files = files;
    }

    /** Locks the messages' conversations, then the messages. Unknown ids are absent from the map. */
    public Mono<Map<MessageId, MessageState>> lock(Collection<MessageId> messages) {
        if (messages.isEmpty()) {
            return Mono.just(Map.of());
        }
        Integer[] ids = messages.stream().map(MessageId::value).distinct().toArray(Integer[]::new);
        return database.sql(LOCK_CONVERSATIONS)
                .bind("ids", ids)
                .then()
                .thenMany(database.sql(LOCK)
                        .bind("ids", ids)
                        .map(row -> MessageState.of(new Columns(row)))
                        .all())
                .collectMap(MessageState::id);
    }

    /** Writes those that changed. */
    public Mono<Void> save(Collection<MessageState> states) {
        List<MessageState> changed =
                states.stream().filter(MessageState::isChanged).toList();
        List<MessageId> deleted = changed.stream()
                .filter(MessageState::isNewlyDeleted)
                .map(MessageState::id)
                .toList();
        return saveRows(changed)
                .then(saveRevisions(changed))
                .then(saveParts(states))
                .then(files.remove(deleted));
    }

    private Mono<Void> saveRows(List<MessageState> states) {
        if (states.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(SAVE)
                .bind("ids", numbers(states, it -> it.id().value()))
                .bind("sendStates", texts(states, it -> wireName(it.sendState())))
                .bind("dueAts", instants(states, MessageState::dueAt))
                .bind("statuses", texts(states, it -> it.status().wireName()))
                .bind("reasons", texts(states, MessageState::failureReason))
                .bind("sources", texts(states, MessageState::sourceId))
                .bind("texts", texts(states, MessageState::text))
                .bind("editedAts", instants(states, MessageState::editedAt))
                .bind("deletedAts", instants(states, MessageState::deletedAt))
                .bind("sentAts", instants(states, MessageState::sentAt))
                .then();
    }

    private Mono<Void> saveRevisions(List<MessageState> states) {
        List<MessageState.Revision> revisions =
                states.stream().flatMap(it -> it.newRevisions().stream()).toList();
        if (revisions.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(SAVE_REVISIONS)
                .bind("ids", numbers(revisions, it -> it.messageId().value()))
                .bind("texts", texts(revisions, MessageState.Revision::text))
                .bind("times", instants(revisions, MessageState.Revision::at))
                .then();
    }

    private Mono<Void> saveParts(Collection<MessageState> states) {
        List<Part> parts = states.stream()
                .flatMap(state -> state.newParts().stream().map(it -> new Part(state, it)))
                .toList();
        if (parts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(SAVE_PARTS)
                .bind("inboxes", numbers(parts, it -> it.message().inboxId().value()))
                .bind("sources", texts(parts, Part::sourceId))
                .bind("ids", numbers(parts, it -> it.message().id().value()))
                .then();
    }

    private static @Nullable String wireName(@Nullable SendState state) {
        return state == null ? null : state.wireName();
    }

    private record Part(MessageState message, String sourceId) {}
}

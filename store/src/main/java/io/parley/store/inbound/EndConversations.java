package io.parley.store.inbound;

import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.inbound.InboundBatch.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Resolves what contacts ended. One that comes again after they wrote once more ends nothing. */
@Component
class EndConversations {

    private static final String END = """
            UPDATE conversations AS c
               SET status = 'resolved', snoozed_until = NULL, waiting_since = NULL, updated_at = now()
              FROM (SELECT o.id
                      FROM unnest(:accounts::int[], :inboxes::int[], :visitors::text[], :moments::timestamptz[])
                           AS k (account_id, inbox_id, visitor, moment)
                      JOIN contact_addresses AS a
                        ON a.account_id = k.account_id AND a.kind = 'visitor' AND a.value = k.visitor
                      JOIN conversations AS o
                        ON o.inbox_id = k.inbox_id AND o.contact_id = a.contact_id AND o.status <> 'resolved'
                     WHERE coalesce((SELECT coalesce(m.received_at, m.created_at) FROM messages AS m
                                      WHERE m.conversation_id = o.id AND m.direction = 'incoming'
                                      ORDER BY m.id DESC LIMIT 1), '-infinity') <= k.moment
                     ORDER BY o.id
                       FOR NO KEY UPDATE OF o) AS ended
             WHERE c.id = ended.id
            RETURNING c.id
            """;

    private static final String LINES = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content_attributes, status)
            SELECT c.account_id, c.inbox_id, c.id, c.contact_id, 'activity',
                   'Conversation was ended by ' || ct.name,
                   jsonb_build_object('activity', jsonb_build_object('kind', 'ended', 'actor', ct.name)), 'sent'
              FROM conversations AS c JOIN contacts AS ct ON ct.id = c.contact_id
             WHERE c.id = ANY (:ids)
             ORDER BY c.id
            RETURNING id, conversation_id
            """;

    private final DatabaseClient database;

    EndConversations(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> end(InboundBatch batch) {
        List<Ending> endings = batch.endings();
        if (endings.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(END)
                .bind("accounts", endings.stream().map(Ending::account).toArray(Integer[]::new))
                .bind(
                        "inboxes",
                        endings.stream().map(it -> it.ended().inboxId().value()).toArray(Integer[]::new))
                .bind(
                        "visitors",
                        endings.stream().map(it -> it.contact().value()).toArray(String[]::new))
                .bind(
                        "moments",
                        endings.stream().map(it -> it.ended().receivedAt()).toArray(Instant[]::new))
                .map(row -> new Columns(row).number("id"))
                .all()
                .collectList()
                .flatMap(ids -> ids.isEmpty() ? Mono.empty() : writeDown(batch, ids));
    }

    private Mono<Void> writeDown(InboundBatch batch, List<Integer> ids) {
        ids.forEach(id -> batch.changedConversations.put(new ConversationId(id), Set.of(Change.STATUS)));
        return database.sql(LINES)
                .bind("ids", ids.toArray(Integer[]::new))
                .map(row -> Map.entry(
                        new MessageId(new Columns(row).number("id")),
                        new ConversationId(new Columns(row).number("conversation_id"))))
                .all()
                .doOnNext(it -> batch.replies.put(it.getKey(), it.getValue()))
                .then();
    }
}

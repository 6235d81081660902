package io.parley.store.inbound;

import io.parley.store.inbound.InboundBatch.Line;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Draws a contact's conversation in a web-chat inbox to the visitor who wrote last: that is where answers go. What
 * their page said of the conversation before there was one is put down in it.
 */
@Component
class VisitorLines {

    private static final String DRAW = """
            WITH writers AS (
                INSERT INTO contact_inboxes AS ci (contact_id, inbox_id, source_id, reply_to)
                SELECT n.contact_id, n.inbox_id, n.visitor, n.visitor
                  FROM unnest(:contacts::int[], :inboxes::int[], :visitors::text[]) AS n (contact_id, inbox_id, visitor)
                    ON CONFLICT (inbox_id, source_id) DO UPDATE SET contact_id = excluded.contact_id, updated_at = now()
                RETURNING ci.id, ci.contact_id, ci.inbox_id, ci.pending_attributes, ci.pending_additional_attributes)
            UPDATE conversations AS c
               SET contact_inbox_id = w.id, custom_attributes = c.custom_attributes || w.pending_attributes,
                   additional_attributes = c.additional_attributes || w.pending_additional_attributes
              FROM writers AS w
              JOIN unnest(:contacts::int[], :inboxes::int[], :conversations::int[])
                   AS n (contact_id, inbox_id, conversation_id)
                ON n.contact_id = w.contact_id AND n.inbox_id = w.inbox_id
             WHERE c.id = n.conversation_id
               AND (c.contact_inbox_id <> w.id OR w.pending_attributes <> '{}' OR w.pending_additional_attributes <> '{}')
            """;

    /** Put down once: what agents change afterwards stays. */
    private static final String PUT_DOWN = """
            UPDATE contact_inboxes AS ci SET pending_attributes = '{}', pending_additional_attributes = '{}'
              FROM unnest(:inboxes::int[], :visitors::text[]) AS n (inbox_id, visitor)
             WHERE ci.inbox_id = n.inbox_id AND ci.source_id = n.visitor
               AND (ci.pending_attributes <> '{}' OR ci.pending_additional_attributes <> '{}')
            """;

    private final DatabaseClient database;

    VisitorLines(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> draw(InboundBatch batch) {
        Map<Line, Arrival> last = new TreeMap<>();
        batch.arrivals().stream().filter(it -> it.visitor() != null).forEach(it -> last.put(batch.lineOf(it), it));
        if (last.isEmpty()) {
            return Mono.empty();
        }
        List<Map.Entry<Line, Arrival>> lines = List.copyOf(last.entrySet());
        return database.sql(DRAW)
                .bind(
                        "contacts",
                        lines.stream().map(it -> it.getKey().contact()).toArray(Integer[]::new))
                .bind("inboxes", lines.stream().map(it -> it.getKey().inbox()).toArray(Integer[]::new))
                .bind(
                        "visitors",
                        lines.stream().map(it -> it.getValue().visitor()).toArray(String[]::new))
                .bind(
                        "conversations",
                        lines.stream()
                                .map(it ->
                                        batch.conversationOf(it.getValue()).id().value())
                                .toArray(Integer[]::new))
                .then()
                .then(Mono.defer(() -> database.sql(PUT_DOWN)
                        .bind(
                                "inboxes",
                                lines.stream().map(it -> it.getKey().inbox()).toArray(Integer[]::new))
                        .bind(
                                "visitors",
                                lines.stream()
                                        .map(it -> it.getValue().visitor())
                                        .toArray(String[]::new))
                        .then()));
    }
}

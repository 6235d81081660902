package io.parley.store.settlement;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.outbound.Outbound;
import io.parley.store.Columns;
import io.parley.store.delivery.SendState;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.util.Collection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes back at the provider what an agent deleted while it was on its way: only now has it a name there. */
@Component
class TakeBack {

    private static final String SENT_THOUGH_DELETED = """
            SELECT m.id, m.account_id, m.inbox_id, i.channel, s.source_id,
                   coalesce(ci.reply_to, ltrim(ct.phone, '+'), ci.source_id) AS address
              FROM messages AS m
              JOIN inboxes AS i ON i.id = m.inbox_id AND i.channel IN ('whatsapp', 'webchat') AND i.deleted_at IS NULL
              JOIN conversations AS c ON c.id = m.conversation_id
              JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
              JOIN contacts AS ct ON ct.id = c.contact_id
             CROSS JOIN LATERAL (SELECT m.source_id
                                  UNION
                                 SELECT p.source_id FROM message_parts AS p WHERE p.message_id = m.id) AS s
             WHERE m.id = ANY (:ids) AND s.source_id IS NOT NULL
             ORDER BY m.id, s.source_id
            """;

    private final DatabaseClient database;
    private final Outbox outbox;

    TakeBack(DatabaseClient database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** @param answered messages as they are after the answers of a batch, already saved */
    Mono<Void> takeBack(Collection<MessageState> answered) {
        Integer[] ids = answered.stream()
                .filter(it -> it.deletedAt() != null && it.makesWay() && it.sendState() == SendState.SENT)
                .map(it -> it.id().value())
                .toArray(Integer[]::new);
        if (ids.length == 0) {
            return Mono.empty();
        }
        return database.sql(SENT_THOUGH_DELETED)
                .bind("ids", ids)
                .map(row -> entry(new Columns(row)))
                .all()
                .collectList()
                .flatMap(outbox::append);
    }

    private static OutboxEntry entry(Columns columns) {
        return OutboxEntry.outbound(
                Channel.of(columns.text("channel")),
                new Outbound.Delete(
                        new AccountId(columns.number("account_id")),
                        new InboxId(columns.number("inbox_id")),
                        new MessageId(columns.number("id")),
                        columns.text("address"),
                        columns.text("source_id")));
    }
}

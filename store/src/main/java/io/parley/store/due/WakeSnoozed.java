package io.parley.store.due;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Opens snoozed conversations when the time they were put off to has come. */
@Component
class WakeSnoozed {

    private static final String WAKE = """
            UPDATE conversations AS c SET status = 'open', snoozed_until = NULL, updated_at = now()
             WHERE c.id IN (SELECT s.id FROM conversations AS s
                             WHERE s.status = 'snoozed' AND s.snoozed_until IS NOT NULL AND s.snoozed_until <= :now
                             ORDER BY s.snoozed_until, s.id
                             LIMIT 200
                               FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING c.id
            """;

    private final DatabaseClient database;
    private final ConversationViews views;
    private final Outbox outbox;
    private final TransactionalOperator transaction;
    private final Clock clock;

    WakeSnoozed(
            DatabaseClient database,
            ConversationViews views,
            Outbox outbox,
            TransactionalOperator transaction,
            Clock clock) {
        this.database = database;
        this.views = views;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
    }

    Mono<Void> wake() {
        return database.sql(WAKE)
                .bind("now", clock.instant())
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .all()
                .collectList()
                .flatMap(views::load)
                .map(Map::values)
                .flatMap(woken -> outbox.append(entries(woken)))
                .as(transaction::transactional);
    }

    private List<OutboxEntry> entries(Collection<ConversationView> woken) {
        return woken.stream()
                .map(it -> new HubEvent(
                        UUID.randomUUID().toString(),
                        it.accountId(),
                        it.inboxId(),
                        clock.instant(),
                        new EventBody.ConversationUpdated(it, Set.of(EventBody.Change.STATUS))))
                .map(OutboxEntry::event)
                .toList();
    }
}

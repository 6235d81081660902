package io.parley.store.inbox;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.store.BackgroundLoop;
import io.parley.store.Columns;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Publishes every inbox's configuration at start, and now and then, so that a topic that was emptied or made anew fills
 * again.
 */
@Component
class InboxesAtStart extends BackgroundLoop {

    private static final Duration INTERVAL = Duration.ofHours(6);

    InboxesAtStart(DatabaseClient database, InboxViews views, Outbox outbox, TransactionalOperator transaction) {
        super(
                "inboxes",
                INTERVAL,
                () -> lockAll(database)
                        .flatMap(views::configs)
                        .map(Map::values)
                        .flatMap(configs -> outbox.append(entries(configs)))
                        .as(transaction::transactional));
    }

    /** Locked before they are read: a change at the same moment is published after this, never before. */
    private static Mono<List<InboxId>> lockAll(DatabaseClient database) {
        return database.sql("SELECT id FROM inboxes WHERE deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE")
                .map(row -> new InboxId(new Columns(row).number("id")))
                .all()
                .collectList();
    }

    private static List<OutboxEntry> entries(Collection<InboxConfig> configs) {
        return configs.stream()
                .sorted(Comparator.comparingInt(it -> it.id().value()))
                .map(OutboxEntry::inbox)
                .toList();
    }
}

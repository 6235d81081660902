package io.parley.store.conversation;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.outbound.Outbound;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What an agent has seen, and the marks by which contacts see that they were read. */
@Component
class SeenMarks {

    private static final int READ_MARKS = 50;

    private static final String SET_SEEN = """
            UPDATE conversations
               SET unread_count = 0, agent_last_seen_at = :now,
                   assignee_last_seen_at = CASE WHEN assignee_id = :viewer THEN :now ELSE assignee_last_seen_at END
             WHERE id = :id
            """;

    private static final String READ_NOTIFICATIONS = """
            UPDATE notifications SET read_at = now()
             WHERE conversation_id = :id AND agent_id = :viewer AND read_at IS NULL
            """;

    private static final String SET_UNSEEN = """
            UPDATE conversations AS c
               SET unread_count = 1, agent_last_seen_at = last.created_at - interval '1 millisecond',
                   assignee_last_seen_at = last.created_at - interval '1 millisecond', updated_at = now()
              FROM (SELECT m.created_at FROM messages AS m
                     WHERE m.conversation_id = :id AND m.direction = 'incoming'
                     ORDER BY m.id DESC LIMIT 1) AS last
             WHERE c.id = :id AND c.unread_count = 0
            """;

    /** The newest incoming ones; an inbox may have switched read marks off. */
    private static final String TO_MARK_READ = """
            SELECT m.source_id FROM messages AS m
              JOIN inboxes AS i ON i.id = m.inbox_id AND coalesce(i.extra_settings ->> 'send_read_marks', 'true') <> 'false'
             WHERE m.conversation_id = :id AND m.direction = 'incoming' AND m.source_id IS NOT NULL
               AND m.deleted_at IS NULL
             ORDER BY m.id DESC LIMIT :limit
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final ConversationViews views;
    private final ConversationEvents events;
    private final Outbox outbox;
    private final Clock clock;

    SeenMarks(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationAccess access,
            ConversationViews views,
            ConversationEvents events,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.views = views;
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    Mono<ConversationView> markSeen(Viewer viewer, int displayId) {
        return access.lock(viewer, displayId)
                .flatMap(before -> database.sql(SET_SEEN)
                        .bind("id", before.id().value())
                        .bind("viewer", viewer.agentId().value())
                        .bind("now", clock.instant())
                        .then()
                        .then(readNotifications(viewer, before))
                        .then(Mono.defer(
                                () -> before.unread() == 0 ? views.loadOne(before.id()) : announceSeen(before))))
                .as(transaction::transactional);
    }

    Mono<ConversationView> markUnread(Viewer viewer, int displayId) {
        return access.lock(viewer, displayId)
                .flatMap(before -> database.sql(SET_UNSEEN)
                        .bind("id", before.id().value())
                        .fetch()
                        .rowsUpdated()
                        .flatMap(rows -> rows == 0
                                ? views.loadOne(before.id())
                                : events.updated(before, Set.of(Change.SEEN_BY_AGENT), List.of())))
                .as(transaction::transactional);
    }

    /** Who looks at the conversation knows what they were to be told of it. */
    private Mono<Void> readNotifications(Viewer viewer, ConversationState conversation) {
        return database.sql(READ_NOTIFICATIONS)
                .bind("id", conversation.id().value())
                .bind("viewer", viewer.agentId().value())
                .then();
    }

    private Mono<ConversationView> announceSeen(ConversationState before) {
        return markRead(before).then(Mono.defer(() -> events.updated(before, Set.of(Change.SEEN_BY_AGENT), List.of())));
    }

    private Mono<Void> markRead(ConversationState conversation) {
        boolean shows = conversation.channel() == Channel.WHATSAPP || conversation.channel() == Channel.WEBCHAT;
        if (!shows || conversation.inboxDeleted()) {
            return Mono.empty();
        }
        return database.sql(TO_MARK_READ)
                .bind("id", conversation.id().value())
                .bind("limit", Math.min(conversation.unread(), READ_MARKS))
                .map(row -> new Columns(row).text("source_id"))
                .all()
                .collectList()
                .filter(sourceIds -> !sourceIds.isEmpty())
                .flatMap(sourceIds -> outbox.append(List.of(OutboxEntry.outbound(
                        conversation.channel(),
                        new Outbound.MarkRead(
                                conversation.accountId(),
                                conversation.inboxId(),
                                conversation.address(),
                                sourceIds.reversed())))));
    }
}

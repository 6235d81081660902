package io.parley.store.notification;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AgentId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.contract.notification.NotificationKind;
import io.parley.contract.notification.NotificationView;
import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells agents of what concerns them: one statement for a batch of events. An event that comes again tells nothing new;
 * of several messages in one conversation, the newest takes the place of those that were not read.
 */
@Component
public class NotifyAgents {

    private static final String NOTIFY = """
            WITH cause AS (
                SELECT * FROM unnest(:events::text[], :kinds::text[], :conversations::int[], :messages::int[],
                                     :actors::int[], :agents::int[])
                           AS g (event_id, kind, conversation_id, message_id, actor_id, agent_id)
            ), told AS (
                SELECT g.*, g.agent_id AS target FROM cause AS g
                 WHERE g.kind IN ('conversation_assignment', 'assigned_conversation_new_message')
                 UNION ALL
                SELECT g.*, m.agent_id FROM cause AS g
                  JOIN conversation_mentions AS m
                    ON m.conversation_id = g.conversation_id AND m.message_id = g.message_id
                 WHERE g.kind = 'conversation_mention'
                 UNION ALL
                SELECT g.*, p.agent_id FROM cause AS g
                  JOIN conversation_participants AS p
                    ON p.conversation_id = g.conversation_id AND p.agent_id IS DISTINCT FROM g.agent_id
                 WHERE g.kind = 'participating_conversation_new_message'
                   -- who is named in it is told of that
                   AND NOT EXISTS (SELECT FROM conversation_mentions AS m
                                    WHERE m.conversation_id = g.conversation_id AND m.agent_id = p.agent_id
                                      AND m.message_id = g.message_id)
                 UNION ALL
                SELECT g.*, m.agent_id FROM cause AS g
                  JOIN conversations AS gc ON gc.id = g.conversation_id
                  JOIN inbox_members AS m ON m.inbox_id = gc.inbox_id
                 WHERE g.kind = 'conversation_creation'
            ), wanted AS (
                SELECT t.event_id, t.kind, t.conversation_id, t.message_id, t.actor_id, t.target, c.account_id
                  FROM told AS t
                  JOIN conversations AS c ON c.id = t.conversation_id
                  JOIN account_agents AS aa ON aa.account_id = c.account_id AND aa.agent_id = t.target
                  LEFT JOIN notification_settings AS s ON s.account_id = c.account_id AND s.agent_id = t.target
                 WHERE t.target IS DISTINCT FROM t.actor_id
                   AND t.kind = ANY (coalesce(s.push_kinds, :usual))
                   AND (aa.role = 'administrator'
                        OR EXISTS (SELECT FROM inbox_members AS m
                                    WHERE m.inbox_id = c.inbox_id AND m.agent_id = t.target))
                   AND (t.kind NOT LIKE '%\\_new\\_message'
                        OR NOT EXISTS (SELECT FROM notifications AS known
                                        WHERE known.conversation_id = t.conversation_id AND known.agent_id = t.target
                                          AND known.kind = t.kind AND known.message_id >= t.message_id))
            ), replaced AS (
                DELETE FROM notifications AS old USING wanted AS w
                 WHERE w.kind LIKE '%\\_new\\_message' AND old.conversation_id = w.conversation_id
                   AND old.agent_id = w.target AND old.kind = w.kind AND old.read_at IS NULL
                   AND old.message_id < w.message_id
            )
            INSERT INTO notifications (account_id, agent_id, conversation_id, kind, message_id, actor_id, event_id)
            SELECT account_id, target, conversation_id, kind, message_id, actor_id, event_id FROM wanted
             ORDER BY message_id NULLS FIRST, target
                ON CONFLICT (agent_id, event_id, kind) DO NOTHING
            RETURNING id
            """;

    private static final String LOAD = """
            SELECT n.id, n.account_id, n.agent_id, n.kind, n.message_id, n.actor_id, n.created_at, n.read_at,
                   n.snoozed_until, c.inbox_id, c.display_id, ct.name AS contact_name,
                   (SELECT count(*) FROM (SELECT FROM notifications AS u
                                           WHERE u.agent_id = n.agent_id AND u.account_id = n.account_id
                                             AND u.read_at IS NULL
                                             AND (u.snoozed_until IS NULL OR u.snoozed_until <= now())
                                           LIMIT 1000) AS counted)::int AS unread
              FROM notifications AS n
              JOIN conversations AS c ON c.id = n.conversation_id
              JOIN contacts AS ct ON ct.id = c.contact_id
             WHERE n.id = ANY (:ids)
             ORDER BY n.id
            """;

    private final DatabaseClient database;
    private final Outbox outbox;
    private final Clock clock;

    NotifyAgents(DatabaseClient database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    public Mono<Void> notify(List<HubEvent> events) {
        List<Cause> causes = causes(events);
        return causes.isEmpty() ? Mono.empty() : insert(causes).flatMap(this::announce);
    }

    private Mono<Integer[]> insert(List<Cause> causes) {
        return database.sql(NOTIFY)
                .bind("events", ColumnArrays.texts(causes, Cause::event))
                .bind("kinds", ColumnArrays.texts(causes, it -> it.kind().wireName()))
                .bind("conversations", ColumnArrays.numbers(causes, Cause::conversation))
                .bind("messages", ColumnArrays.numbers(causes, Cause::message))
                .bind("actors", ColumnArrays.numbers(causes, Cause::actor))
                .bind("agents", ColumnArrays.numbers(causes, Cause::agent))
                .bind("usual", SqlNotifications.words(SqlNotifications.USUAL))
                .map(row -> new Columns(row).number("id"))
                .all()
                .collectList()
                .filter(ids -> !ids.isEmpty())
                .map(ids -> ids.toArray(Integer[]::new));
    }

    private Mono<Void> announce(Integer[] ids) {
        return database.sql(LOAD)
                .bind("ids", ids)
                .map(row -> entry(SqlNotifications.view(new Columns(row)), new Columns(row).number("unread")))
                .all()
                .collectList()
                .flatMap(outbox::append);
    }

    private OutboxEntry entry(NotificationView notification, int unread) {
        return OutboxEntry.event(new HubEvent(
                "notification-" + notification.id(),
                notification.accountId(),
                notification.inboxId(),
                clock.instant(),
                new EventBody.NotificationCreated(notification, unread)));
    }

    private static List<Cause> causes(List<HubEvent> events) {
        List<Cause> causes = new ArrayList<>();
        Map<String, Cause> newest = new LinkedHashMap<>();
        for (HubEvent event : events) {
            switch (event.body()) {
                case EventBody.MessageCreated created -> ofMessage(event, created, causes, newest);
                case EventBody.ConversationCreated created -> {
                    causes.add(Cause.of(event, NotificationKind.CONVERSATION_CREATION, created.conversation()));
                    assigned(event, created.conversation(), causes);
                }
                case EventBody.ConversationUpdated updated -> {
                    if (updated.changed().contains(Change.ASSIGNEE)) {
                        assigned(event, updated.conversation(), causes);
                    }
                }
                default -> {
                    // concerns nobody in particular
                }
            }
        }
        causes.addAll(newest.values());
        return causes;
    }

    private static void assigned(HubEvent event, ConversationView conversation, List<Cause> causes) {
        if (conversation.assignee() != null) {
            causes.add(Cause.of(event, NotificationKind.CONVERSATION_ASSIGNMENT, conversation));
        }
    }

    private static void ofMessage(
            HubEvent event, EventBody.MessageCreated created, List<Cause> causes, Map<String, Cause> newest) {
        MessageView message = created.message();
        AgentId sender = message.sender() instanceof Sender.OfAgent agent ? agent.id() : null;
        boolean incoming = message.direction() == Direction.INCOMING
                && !created.conversation().contact().blocked();
        if (!incoming && sender == null) {
            return;
        }
        if (message.privateNote() && message.text() != null && message.text().contains("(mention://")) {
            causes.add(Cause.of(event, NotificationKind.CONVERSATION_MENTION, created, sender));
        }
        for (NotificationKind kind : List.of(
                NotificationKind.ASSIGNED_CONVERSATION_NEW_MESSAGE,
                NotificationKind.PARTICIPATING_CONVERSATION_NEW_MESSAGE)) {
            newest.put(kind + " " + message.conversationId(), Cause.of(event, kind, created, sender));
        }
    }

    /** @param agent the conversation's assignee */
    private record Cause(
            String event,
            NotificationKind kind,
            int conversation,
            @Nullable Integer message,
            @Nullable Integer actor,
            @Nullable Integer agent) {

        static Cause of(HubEvent event, NotificationKind kind, ConversationView conversation) {
            return new Cause(
                    event.id(),
                    kind,
                    conversation.id().value(),
                    null,
                    event.actorId() == null ? null : event.actorId().value(),
                    assignee(conversation));
        }

        static Cause of(
                HubEvent event, NotificationKind kind, EventBody.MessageCreated created, @Nullable AgentId sender) {
            return new Cause(
                    event.id(),
                    kind,
                    created.conversation().id().value(),
                    created.message().id().value(),
                    sender == null ? null : sender.value(),
                    assignee(created.conversation()));
        }

        private static @Nullable Integer assignee(ConversationView conversation) {
            return conversation.assignee() == null
                    ? null
                    : conversation.assignee().id().value();
        }
    }
}

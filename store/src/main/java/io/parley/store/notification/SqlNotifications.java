package io.parley.store.notification;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.notification.NotificationKind;
import io.parley.contract.notification.NotificationView;
import io.parley.store.Columns;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.conversation.ConversationViews;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Notifications in PostgreSQL. */
@Component
class SqlNotifications implements Notifications {

    /** All but new conversations, which a busy inbox has too many of. */
    static final Set<NotificationKind> USUAL = EnumSet.complementOf(EnumSet.of(NotificationKind.CONVERSATION_CREATION));

    private static final int COUNTED = 1_000;

    private static final String MINE = """

              FROM notifications AS n
             JOIN conversations AS c ON c.id = n.conversation_id AND c.inbox_id""" + Visibility.IS_VISIBLE + """

            WHERE n.agent_id = :viewer AND n.account_id = :account""";

    private static final String AWAKE = " AND (n.snoozed_until IS NULL OR n.snoozed_until <= now())";

    private static final String COLUMNS = """
            SELECT n.id, n.account_id, n.agent_id, n.kind, n.message_id, n.actor_id, n.created_at, n.read_at,
                   n.snoozed_until, c.inbox_id, c.display_id, n.conversation_id,
                   (SELECT ct.name FROM contacts AS ct WHERE ct.id = c.contact_id) AS contact_name""";

    private static final String COUNTS =
            """
            SELECT (SELECT count(*) FROM (SELECT\s""" + MINE + " AND n.read_at IS NULL" + AWAKE + """
             LIMIT :counted) AS unread) AS unread,
                   (SELECT count(*) FROM (SELECT\s""" + MINE + " LIMIT :counted) AS every) AS every";

    private static final String FIND = COLUMNS + MINE + " AND n.id = :id";

    private static final String SET = """
            UPDATE notifications SET %s WHERE id = :id AND agent_id = :viewer AND account_id = :account
            """;

    private static final String DELETE =
            "DELETE FROM notifications WHERE id = :id AND agent_id = :viewer AND account_id = :account";

    private static final String READ_ALL = """
            UPDATE notifications SET read_at = now()
             WHERE agent_id = :viewer AND account_id = :account AND read_at IS NULL
               AND (:displayId::int IS NULL
                    OR conversation_id = (SELECT c.id FROM conversations AS c
                                           WHERE c.account_id = :account AND c.display_id = :displayId))
            """;

    private static final String DELETE_ALL = """
            DELETE FROM notifications
             WHERE agent_id = :viewer AND account_id = :account AND (NOT :readOnly OR read_at IS NOT NULL)
            """;

    private static final String SETTINGS = """
            SELECT email_kinds, push_kinds FROM notification_settings WHERE agent_id = :viewer AND account_id = :account
            """;

    private static final String SAVE_SETTINGS = """
            INSERT INTO notification_settings (account_id, agent_id, email_kinds, push_kinds)
            VALUES (:account, :viewer, :email, :push)
                ON CONFLICT (agent_id, account_id)
                DO UPDATE SET email_kinds = excluded.email_kinds, push_kinds = excluded.push_kinds
            """;

    private final DatabaseClient database;
    private final ConversationViews conversations;

    SqlNotifications(DatabaseClient database, ConversationViews conversations) {
        this.database = database;
        this.conversations = conversations;
    }

    @Override
    public Mono<List<Notified>> list(Viewer viewer, Query query) {
        String sql = COLUMNS
                + MINE
                + (query.withRead() ? "" : " AND n.read_at IS NULL")
                + (query.withSnoozed() ? "" : AWAKE)
                + " AND n.id < :before ORDER BY n.id DESC LIMIT :limit OFFSET :skip";
        return notified(Visibility.bind(database.sql(sql), viewer)
                .bind("before", query.before() == null ? Integer.MAX_VALUE : query.before())
                .bind("limit", Math.clamp(query.limit(), 1, 100))
                .bind("skip", Math.clamp(query.skip(), 0, 10_000)));
    }

    @Override
    public Mono<Counts> counts(Viewer viewer) {
        return Visibility.bind(database.sql(COUNTS), viewer)
                .bind("counted", COUNTED)
                .map(row -> new Counts(new Columns(row).longNumber("unread"), new Columns(row).longNumber("every")))
                .one();
    }

    @Override
    public Mono<Notified> markRead(Viewer viewer, int id) {
        return set(viewer, id, "read_at = coalesce(read_at, now())", Function.identity());
    }

    @Override
    public Mono<Notified> markUnread(Viewer viewer, int id) {
        return set(viewer, id, "read_at = NULL", Function.identity());
    }

    @Override
    public Mono<Notified> snooze(Viewer viewer, int id, @Nullable Instant until) {
        return set(viewer, id, "snoozed_until = :until", it -> it.bind("until", Values.orNull(until, Instant.class)));
    }

    @Override
    public Mono<Void> delete(Viewer viewer, int id) {
        return RequiredRow.change(
                mine(DELETE, viewer).bind("id", id), Mono.error(() -> new StoreFailure.NotFound("Notification")));
    }

    @Override
    public Mono<Void> markAllRead(Viewer viewer, @Nullable Integer displayId) {
        return mine(READ_ALL, viewer)
                .bind("displayId", Values.orNull(displayId))
                .then();
    }

    @Override
    public Mono<Void> deleteAll(Viewer viewer, boolean readOnly) {
        return mine(DELETE_ALL, viewer).bind("readOnly", readOnly).then();
    }

    @Override
    public Mono<Settings> settings(Viewer viewer) {
        return mine(SETTINGS, viewer)
                .map(row -> new Settings(
                        kinds(new Columns(row).texts("email_kinds")), kinds(new Columns(row).texts("push_kinds"))))
                .one()
                .defaultIfEmpty(new Settings(Set.of(), USUAL));
    }

    @Override
    public Mono<Settings> saveSettings(Viewer viewer, Settings settings) {
        return mine(SAVE_SETTINGS, viewer)
                .bind("email", words(settings.email()))
                .bind("push", words(settings.push()))
                .then()
                .thenReturn(settings);
    }

    private Mono<Notified> set(
            Viewer viewer, int id, String change, Function<GenericExecuteSpec, GenericExecuteSpec> bind) {
        return bind.apply(mine(SET.formatted(change), viewer).bind("id", id))
                .then()
                .then(Mono.defer(() ->
                        notified(Visibility.bind(database.sql(FIND), viewer).bind("id", id))))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Notification")));
    }

    private GenericExecuteSpec mine(String sql, Viewer viewer) {
        return database.sql(sql)
                .bind("account", viewer.accountId().value())
                .bind("viewer", viewer.agentId().value());
    }

    private Mono<List<Notified>> notified(GenericExecuteSpec statement) {
        Flux<Row> rows = statement
                .map(row ->
                        new Row(view(new Columns(row)), new ConversationId(new Columns(row).number("conversation_id"))))
                .all();
        return rows.collectList()
                .flatMap(found -> conversations
                        .loadWithLastMessages(
                                found.stream().map(Row::conversation).distinct().toList())
                        .map(views -> joined(found, views)));
    }

    private static List<Notified> joined(List<Row> rows, List<ConversationView> views) {
        Map<ConversationId, ConversationView> byId =
                views.stream().collect(Collectors.toMap(ConversationView::id, Function.identity()));
        return rows.stream()
                .filter(row -> byId.containsKey(row.conversation()))
                .map(row -> new Notified(row.notification(), Objects.requireNonNull(byId.get(row.conversation()))))
                .toList();
    }

    static NotificationView view(Columns columns) {
        Integer message = columns.numberOrNull("message_id");
        Integer actor = columns.numberOrNull("actor_id");
        return new NotificationView(
                columns.number("id"),
                new AccountId(columns.number("account_id")),
                new AgentId(columns.number("agent_id")),
                NotificationKind.of(columns.text("kind")),
                new InboxId(columns.number("inbox_id")),
                columns.number("display_id"),
                columns.text("contact_name"),
                message == null ? null : new MessageId(message),
                actor == null ? null : new AgentId(actor),
                columns.instant("created_at"),
                columns.instantOrNull("read_at"),
                columns.instantOrNull("snoozed_until"));
    }

    static String[] words(Collection<NotificationKind> kinds) {
        return kinds.stream().map(NotificationKind::wireName).sorted().toArray(String[]::new);
    }

    private static Set<NotificationKind> kinds(List<String> words) {
        return words.stream().map(NotificationKind::of).collect(Collectors.toSet());
    }

    private record Row(NotificationView notification, ConversationId conversation) {}
}

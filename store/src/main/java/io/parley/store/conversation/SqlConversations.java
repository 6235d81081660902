package io.parley.store.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.TeamId;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.LabelTitles;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Conversations in PostgreSQL. An action locks its conversation first, so that two agents act one after the other. */
@Component
class SqlConversations implements Conversations {

    private static final int MAX_LIMIT = 100;

    private static final Function<Throwable, Throwable> ONE_OPEN = Uniqueness.toInvalid(new Uniqueness(
            "conversations_one_open_key", "status", "The contact has another open conversation in this inbox"));

    private static final String SET_STATUS = """
            UPDATE conversations
               SET status = :status, snoozed_until = :snoozedUntil, assignee_id = :assignee,
                   waiting_since = CASE WHEN :status = 'resolved' THEN NULL ELSE waiting_since END, updated_at = now()
             WHERE id = :id
            """;

    private static final String SET_ASSIGNEE =
            "UPDATE conversations SET assignee_id = :assignee, updated_at = now() WHERE id = :id";

    private static final String SET_TEAM =
            "UPDATE conversations SET team_id = :team, updated_at = now() WHERE id = :id";

    private static final String SET_PRIORITY =
            "UPDATE conversations SET priority = :priority, updated_at = now() WHERE id = :id";

    private static final String SET_ATTRIBUTES = """
            UPDATE conversations SET custom_attributes = :attributes::jsonb, updated_at = now()
             WHERE id = :id AND custom_attributes <> :attributes::jsonb
            """;

    private static final String LABELS = """
            SELECT label FROM conversation_labels WHERE conversation_id = :id ORDER BY label
            """;

    private static final String SET_LABELS = """
            WITH gone AS (DELETE FROM conversation_labels WHERE conversation_id = :id AND label <> ALL (:labels))
            INSERT INTO conversation_labels (conversation_id, label)
            SELECT :id, label FROM unnest(:labels) AS given (label)
                ON CONFLICT DO NOTHING
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final ConversationQueries queries;
    private final ConversationViews views;
    private final ConversationEvents events;
    private final Assignable assignable;
    private final BeginConversations begin;
    private final SeenMarks seen;
    private final Contacts contacts;

    SqlConversations(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationAccess access,
            ConversationQueries queries,
            ConversationViews views,
            ConversationEvents events,
            Assignable assignable,
            BeginConversations begin,
            SeenMarks seen,
            Contacts contacts) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.queries = queries;
        this.views = views;
        this.events = events;
        this.assignable = assignable;
        this.begin = begin;
        this.seen = seen;
        this.contacts = contacts;
    }

    @Override
    public Mono<ConversationPage> list(Viewer viewer, ConversationFilter filter, int page) {
        int size = filter.updatedSince() == null ? PAGE_SIZE : ConversationQueries.UPDATED_AT_ONCE;
        return queries.page(viewer, filter, page, size)
                .flatMap(views::loadWithLastMessages)
                .zipWith(queries.counts(viewer, filter), ConversationPage::new);
    }

    @Override
    public Mono<List<ConversationView>> listAfter(
            Viewer viewer, ConversationFilter filter, @Nullable Integer after, int limit) {
        int size = Math.clamp(limit, 1, MAX_LIMIT);
        return (after == null ? queries.page(viewer, filter, 1, size) : queries.after(viewer, filter, after, size))
                .flatMap(views::loadWithLastMessages);
    }

    @Override
    public Mono<Counts> counts(Viewer viewer, ConversationFilter filter) {
        return queries.counts(viewer, filter);
    }

    @Override
    public Mono<ConversationView> find(Viewer viewer, int displayId) {
        return access.require(viewer, displayId).flatMap(this::view);
    }

    @Override
    public Mono<ConversationView> create(Viewer viewer, NewConversation conversation) {
        return begin.create(viewer, conversation);
    }

    @Override
    public Mono<ConversationView> changeStatus(
            Viewer viewer, int displayId, @Nullable ConversationStatus status, @Nullable Instant snoozedUntil) {
        return access.lock(viewer, displayId)
                .flatMap(before -> changeStatus(viewer, before, target(before, status), snoozedUntil))
                .as(transaction::transactional)
                .onErrorMap(ONE_OPEN);
    }

    @Override
    public Mono<ConversationView> assign(Viewer viewer, int displayId, @Nullable AgentId assignee) {
        return assignable
                .hold(viewer.accountId(), displayId, assignee)
                .then(Mono.defer(() -> access.lock(viewer, displayId)))
                .flatMap(before ->
                        Objects.equals(before.assigneeId(), assignee) ? view(before) : assign(viewer, before, assignee))
                .as(transaction::transactional);
    }

    @Override
    public Mono<ConversationView> assignTeam(Viewer viewer, int displayId, @Nullable TeamId team) {
        return access.lock(viewer, displayId)
                .flatMap(before -> Objects.equals(before.teamId(), team) ? view(before) : assignTeam(before, team))
                .as(transaction::transactional);
    }

    @Override
    public Mono<ConversationView> setPriority(Viewer viewer, int displayId, @Nullable Priority priority) {
        return access.lock(viewer, displayId)
                .flatMap(before -> before.priority() == priority ? view(before) : setPriority(before, priority))
                .as(transaction::transactional);
    }

    @Override
    public Mono<List<String>> setLabels(Viewer viewer, int displayId, List<String> labels) {
        return access.lock(viewer, displayId)
                .flatMap(before -> labelsOf(before.id()).flatMap(old -> setLabels(before, old, LabelTitles.of(labels))))
                .as(transaction::transactional);
    }

    @Override
    public Mono<List<String>> changeLabels(Viewer viewer, int displayId, List<String> add, List<String> remove) {
        return access.lock(viewer, displayId)
                .flatMap(before -> labelsOf(before.id())
                        .flatMap(old -> setLabels(before, old, LabelTitles.of(changed(old, add, remove)))))
                .as(transaction::transactional);
    }

    private static List<String> changed(List<String> old, List<String> add, List<String> remove) {
        List<String> labels = new ArrayList<>(old);
        labels.addAll(add);
        labels.removeAll(LabelTitles.of(remove));
        return labels;
    }

    @Override
    public Mono<ConversationView> mute(Viewer viewer, int displayId) {
        return setBlocked(viewer, displayId, true)
                .flatMap(before -> changeStatus(viewer, before, ConversationStatus.RESOLVED, null))
                .as(transaction::transactional);
    }

    @Override
    public Mono<ConversationView> unmute(Viewer viewer, int displayId) {
        return setBlocked(viewer, displayId, false).flatMap(this::view).as(transaction::transactional);
    }

    /** The contact's row comes before the conversation's in the order of locks. */
    private Mono<ConversationState> setBlocked(Viewer viewer, int displayId, boolean blocked) {
        ContactChange change = new ContactChange(null, null, null, null, null, blocked, null, null);
        return access.require(viewer, displayId)
                .flatMap(before -> before.contactBlocked() == blocked
                        ? access.lock(viewer, displayId)
                        : contacts.update(viewer, before.contactId(), change)
                                .then(access.lock(viewer, displayId))
                                .flatMap(now -> events.updated(
                                                now, Set.of(), List.of(HistoryLine.muted(blocked, now.viewerName())))
                                        .thenReturn(now)));
    }

    @Override
    public Mono<ConversationView> setCustomAttributes(Viewer viewer, int displayId, JsonNode attributes) {
        return access.lock(viewer, displayId)
                .flatMap(before -> database.sql(SET_ATTRIBUTES)
                        .bind("id", before.id().value())
                        .bind("attributes", Attributes.json(attributes, "custom_attributes"))
                        .fetch()
                        .rowsUpdated()
                        .flatMap(rows -> rows == 0
                                ? view(before)
                                : events.updated(before, Set.of(Change.ATTRIBUTES), List.of())))
                .as(transaction::transactional);
    }

    @Override
    public Mono<ConversationView> markSeen(Viewer viewer, int displayId) {
        return seen.markSeen(viewer, displayId);
    }

    @Override
    public Mono<ConversationView> markUnread(Viewer viewer, int displayId) {
        return seen.markUnread(viewer, displayId);
    }

    private Mono<ConversationView> view(ConversationState state) {
        return views.loadOne(state.id());
    }

    private static ConversationStatus target(ConversationState before, @Nullable ConversationStatus wanted) {
        if (wanted != null) {
            return wanted;
        }
        return before.status() == ConversationStatus.OPEN ? ConversationStatus.RESOLVED : ConversationStatus.OPEN;
    }

    private Mono<ConversationView> changeStatus(
            Viewer viewer, ConversationState before, ConversationStatus status, @Nullable Instant snoozedUntil) {
        Instant until = status == ConversationStatus.SNOOZED ? snoozedUntil : null;
        if (before.status() == status && Objects.equals(before.snoozedUntil(), until)) {
            return view(before);
        }
        boolean takes = status == ConversationStatus.OPEN && before.assigneeId() == null;
        AgentId assignee = takes ? viewer.agentId() : before.assigneeId();
        Set<Change> changed = takes ? EnumSet.of(Change.STATUS, Change.ASSIGNEE) : EnumSet.of(Change.STATUS);
        List<HistoryLine> lines = new ArrayList<>();
        lines.add(HistoryLine.status(before.status(), status, before.viewerName()));
        if (takes) {
            lines.add(HistoryLine.assignee(before.viewerName(), true, before.viewerName()));
        }
        return database.sql(SET_STATUS)
                .bind("id", before.id().value())
                .bind("status", status.wireName())
                .bind("snoozedUntil", Values.orNull(until, Instant.class))
                .bind("assignee", Values.orNull(assignee == null ? null : assignee.value()))
                .then()
                .then(Mono.defer(() -> events.updated(before, changed, lines)));
    }

    private Mono<ConversationView> assign(Viewer viewer, ConversationState before, @Nullable AgentId assignee) {
        return assignable
                .agentName(before.accountId(), before.inboxId(), assignee)
                .flatMap(name -> database.sql(SET_ASSIGNEE)
                        .bind("id", before.id().value())
                        .bind("assignee", Values.orNull(assignee == null ? null : assignee.value()))
                        .then()
                        .thenReturn(HistoryLine.assignee(
                                name.orElse(null), viewer.agentId().equals(assignee), before.viewerName())))
                .flatMap(line -> events.updated(before, Set.of(Change.ASSIGNEE), List.of(line)));
    }

    private Mono<ConversationView> assignTeam(ConversationState before, @Nullable TeamId team) {
        return assignable
                .teamName(before.accountId(), team)
                .flatMap(name -> database.sql(SET_TEAM)
                        .bind("id", before.id().value())
                        .bind("team", Values.orNull(team == null ? null : team.value()))
                        .then()
                        .thenReturn(HistoryLine.team(name.orElse(null), before.viewerName())))
                .flatMap(line -> events.updated(before, Set.of(Change.TEAM), List.of(line)));
    }

    private Mono<ConversationView> setPriority(ConversationState before, @Nullable Priority priority) {
        return database.sql(SET_PRIORITY)
                .bind("id", before.id().value())
                .bind("priority", Values.orNull(priority == null ? null : priority.ordinal()))
                .then()
                .then(Mono.defer(() -> events.updated(
                        before,
                        Set.of(Change.PRIORITY),
                        List.of(HistoryLine.priority(priority, before.viewerName())))));
    }

    private Mono<List<String>> labelsOf(ConversationId id) {
        return database.sql(LABELS)
                .bind("id", id.value())
                .map(row -> new Columns(row).text("label"))
                .all()
                .collectList();
    }

    private Mono<List<String>> setLabels(ConversationState before, List<String> old, List<String> labels) {
        if (old.equals(labels)) {
            return Mono.just(labels);
        }
        return database.sql(SET_LABELS)
                .bind("id", before.id().value())
                .bind("labels", labels.toArray(String[]::new))
                .then()
                .then(Mono.defer(() -> events.updated(
                        before, Set.of(Change.LABELS), HistoryLine.labels(old, labels, before.viewerName()))))
                .thenReturn(labels);
    }
}

package io.parley.store.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.TeamId;
import io.parley.contract.outbound.Outbound;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.InboxAccess;
import io.parley.store.LabelTitles;
import io.parley.store.StoreFailure;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.contact.ContactAccess;
import io.parley.store.contact.ContactInboxes;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.email.MailSubject;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Conversations in PostgreSQL. An action locks its conversation first, so that two agents act one after the other. */
@Component
class SqlConversations implements Conversations, ClientConversations {

    private static final int MAX_LIMIT = 100;
    private static final int READ_MARKS = 50;

    private static final Function<Throwable, Throwable> ONE_OPEN = Uniqueness.toInvalid(new Uniqueness(
            "conversations_one_open_key", "status", "The contact has another open conversation in this inbox"));

    private static final String OPEN_ONE =
            "SELECT id FROM conversations WHERE inbox_id = :inbox AND contact_id = :contact AND status <> 'resolved'"
                    + " AND NOT threaded";

    private static final String LOCK_PLACE = "SELECT id FROM contact_inboxes WHERE id = :place FOR NO KEY UPDATE";

    private static final String OPEN_AT = """
            SELECT id FROM conversations
             WHERE inbox_id = :inbox AND contact_id = :contact AND contact_inbox_id = :place AND status <> 'resolved'
             ORDER BY last_activity_at DESC, id DESC LIMIT 1
            """;

    private static final String NEXT_DISPLAY_ID = """
            UPDATE accounts SET next_display_id = next_display_id + 1 WHERE id = :account
            RETURNING next_display_id - 1 AS display_id
            """;

    private static final String INSERT = """
            INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, assignee_id,
                                       team_id, custom_attributes, additional_attributes, threaded)
            SELECT :account, :inbox, ct.id, :contactInbox, :displayId,
                   CASE WHEN ct.blocked THEN 'resolved' ELSE :status END, :assignee, :team,
                   :customAttributes::jsonb, :additionalAttributes::jsonb, :threaded
              FROM contacts AS ct
             WHERE ct.id = :contact
                ON CONFLICT (inbox_id, contact_id) WHERE status <> 'resolved' AND NOT threaded DO NOTHING
            RETURNING id
            """;

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

    private static final String ASSIGNABLE = """
            SELECT coalesce(a.display_name, a.name) AS name
              FROM account_agents AS aa
              JOIN agents AS a ON a.id = aa.agent_id
             WHERE aa.account_id = :account AND aa.agent_id = :agent
               AND (aa.role = 'administrator'
                    OR EXISTS (SELECT FROM inbox_members AS m WHERE m.inbox_id = :inbox AND m.agent_id = :agent))
            """;

    private static final String TEAM_NAME = "SELECT name FROM teams WHERE account_id = :account AND id = :team";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final ConversationQueries queries;
    private final ConversationViews views;
    private final ConversationEvents events;
    private final InboxAccess inboxes;
    private final ContactAccess contacts;
    private final ContactInboxes contactInboxes;
    private final Contacts people;
    private final Outbox outbox;
    private final Clock clock;

    SqlConversations(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationAccess access,
            ConversationQueries queries,
            ConversationViews views,
            ConversationEvents events,
            InboxAccess inboxes,
            ContactAccess contacts,
            ContactInboxes contactInboxes,
            Contacts people,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.queries = queries;
        this.views = views;
        this.events = events;
        this.inboxes = inboxes;
        this.contacts = contacts;
        this.contactInboxes = contactInboxes;
        this.people = people;
        this.outbox = outbox;
        this.clock = clock;
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
        return inboxes.require(viewer, conversation.inboxId())
                .flatMap(channel ->
                        contacts.require(viewer, conversation.contactId()).thenReturn(channel))
                .flatMap(channel -> (channel == Channel.EMAIL ? Mono.<ConversationId>empty() : openOne(conversation))
                        .flatMap(this::view)
                        .switchIfEmpty(Mono.defer(() -> open(viewer, conversation, channel))))
                .as(transaction::transactional);
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
        return access.lock(viewer, displayId)
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
                        : people.update(viewer, before.contactId(), change)
                                .then(access.lock(viewer, displayId))
                                .flatMap(now -> events.updated(
                                                now, Set.of(), List.of(HistoryLines.muted(blocked, now.viewerName())))
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
        return access.lock(viewer, displayId)
                .flatMap(before -> database.sql(SET_SEEN)
                        .bind("id", before.id().value())
                        .bind("viewer", viewer.agentId().value())
                        .bind("now", clock.instant())
                        .then()
                        .then(readNotifications(viewer, before))
                        .then(Mono.defer(() -> before.unread() == 0 ? view(before) : announceSeen(before))))
                .as(transaction::transactional);
    }

    @Override
    public Mono<ConversationView> markUnread(Viewer viewer, int displayId) {
        return access.lock(viewer, displayId)
                .flatMap(before -> database.sql(SET_UNSEEN)
                        .bind("id", before.id().value())
                        .fetch()
                        .rowsUpdated()
                        .flatMap(rows -> rows == 0
                                ? view(before)
                                : events.updated(before, Set.of(Change.SEEN_BY_AGENT), List.of())))
                .as(transaction::transactional);
    }

    private Mono<ConversationView> view(ConversationState state) {
        return view(state.id());
    }

    private Mono<ConversationView> view(ConversationId id) {
        return views.loadWithLastMessages(List.of(id)).map(List::getFirst);
    }

    private Mono<ConversationId> openOne(NewConversation conversation) {
        return database.sql(OPEN_ONE)
                .bind("inbox", conversation.inboxId().value())
                .bind("contact", conversation.contactId().value())
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .one();
    }

    @Override
    public Mono<ConversationView> openAt(Viewer client, NewConversation conversation) {
        return contactInboxes
                .open(conversation.contactId(), conversation.inboxId(), Channel.API, conversation.sourceId())
                .flatMap(place -> database.sql(LOCK_PLACE)
                        .bind("place", place)
                        .then()
                        .then(Mono.defer(() -> openAt(conversation, place)))
                        .flatMap(this::view)
                        .switchIfEmpty(Mono.defer(() -> beginAt(client, conversation, place))))
                .as(transaction::transactional);
    }

    private Mono<ConversationId> openAt(NewConversation conversation, int place) {
        return database.sql(OPEN_AT)
                .bind("inbox", conversation.inboxId().value())
                .bind("contact", conversation.contactId().value())
                .bind("place", place)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .one();
    }

    /** Beside the contact's open one, where that is at another place. */
    private Mono<ConversationView> beginAt(Viewer client, NewConversation conversation, int place) {
        AccountId account = client.accountId();
        return insert(account, conversation, place, false)
                .switchIfEmpty(Mono.defer(() -> insert(account, conversation, place, true)))
                .flatMap(id -> events.created(id, client.agentId()));
    }

    private Mono<ConversationView> open(Viewer viewer, NewConversation conversation, Channel channel) {
        AccountId account = viewer.accountId();
        return requireAssignable(account, conversation)
                .then(requireTeam(account, conversation.teamId()))
                .then(contactInboxes.open(
                        conversation.contactId(), conversation.inboxId(), channel, conversation.sourceId()))
                .flatMap(contactInbox -> insert(account, conversation, contactInbox, channel == Channel.EMAIL))
                .flatMap(id ->
                        (channel == Channel.EMAIL ? beginThread(id, conversation) : Mono.<Void>empty()).thenReturn(id))
                .flatMap(id -> events.created(id, viewer.agentId()))
                // somebody opened one meanwhile
                .switchIfEmpty(Mono.defer(() -> openOne(conversation).flatMap(this::view)));
    }

    private Mono<ConversationId> insert(
            AccountId account, NewConversation conversation, int contactInbox, boolean threaded) {
        ConversationStatus status = Objects.requireNonNullElse(conversation.status(), ConversationStatus.OPEN);
        AgentId assignee = conversation.assigneeId();
        TeamId team = conversation.teamId();
        return database.sql(NEXT_DISPLAY_ID)
                .bind("account", account.value())
                .map(row -> new Columns(row).number("display_id"))
                .one()
                .flatMap(displayId -> database.sql(INSERT)
                        .bind("account", account.value())
                        .bind("inbox", conversation.inboxId().value())
                        .bind("contact", conversation.contactId().value())
                        .bind("contactInbox", contactInbox)
                        .bind("displayId", displayId)
                        .bind("status", status.wireName())
                        .bind("assignee", Values.orNull(assignee == null ? null : assignee.value()))
                        .bind("team", Values.orNull(team == null ? null : team.value()))
                        .bind("customAttributes", Attributes.json(conversation.customAttributes(), "custom_attributes"))
                        .bind(
                                "additionalAttributes",
                                Attributes.json(conversation.additionalAttributes(), "additional_attributes"))
                        .bind("threaded", threaded)
                        .map(row -> new ConversationId(new Columns(row).number("id")))
                        .one());
    }

    /** A thread an agent begins: answers to it name its mails, which name the conversation. */
    private Mono<Void> beginThread(ConversationId id, NewConversation conversation) {
        JsonNode attributes = conversation.additionalAttributes();
        String subject =
                attributes == null ? "" : attributes.path("mail_subject").asText("");
        return database.sql("INSERT INTO email_threads (conversation_id, subject_key) VALUES (:id, :key)")
                .bind("id", id.value())
                .bind("key", MailSubject.key(subject))
                .then();
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
        List<String> lines = new ArrayList<>();
        lines.add(HistoryLines.status(before.status(), status, before.viewerName()));
        if (takes) {
            lines.add(HistoryLines.assignee(before.viewerName(), true, before.viewerName()));
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
        return assigneeName(before, assignee)
                .flatMap(name -> database.sql(SET_ASSIGNEE)
                        .bind("id", before.id().value())
                        .bind("assignee", Values.orNull(assignee == null ? null : assignee.value()))
                        .then()
                        .thenReturn(HistoryLines.assignee(
                                name.orElse(null), viewer.agentId().equals(assignee), before.viewerName())))
                .flatMap(line -> events.updated(before, Set.of(Change.ASSIGNEE), List.of(line)));
    }

    private Mono<Optional<String>> assigneeName(ConversationState conversation, @Nullable AgentId assignee) {
        return assignee == null
                ? Mono.just(Optional.empty())
                : assignableName(
                                conversation.accountId(), conversation.inboxId().value(), assignee)
                        .map(Optional::of);
    }

    private Mono<Void> requireAssignable(AccountId account, NewConversation conversation) {
        AgentId assignee = conversation.assigneeId();
        return assignee == null
                ? Mono.empty()
                : assignableName(account, conversation.inboxId().value(), assignee)
                        .then();
    }

    private Mono<String> assignableName(AccountId account, int inbox, AgentId assignee) {
        return database.sql(ASSIGNABLE)
                .bind("account", account.value())
                .bind("inbox", inbox)
                .bind("agent", assignee.value())
                .map(row -> new Columns(row).text("name"))
                .one()
                .switchIfEmpty(Mono.error(
                        () -> new StoreFailure.Invalid("assignee_id", "Assignee must be a member of the inbox")));
    }

    private Mono<ConversationView> assignTeam(ConversationState before, @Nullable TeamId team) {
        return requireTeam(before.accountId(), team)
                .flatMap(name -> database.sql(SET_TEAM)
                        .bind("id", before.id().value())
                        .bind("team", Values.orNull(team == null ? null : team.value()))
                        .then()
                        .thenReturn(HistoryLines.team(name.orElse(null), before.viewerName())))
                .flatMap(line -> events.updated(before, Set.of(Change.TEAM), List.of(line)));
    }

    /** The team's name; none where no team is meant. */
    private Mono<Optional<String>> requireTeam(AccountId account, @Nullable TeamId team) {
        return team == null
                ? Mono.just(Optional.empty())
                : database.sql(TEAM_NAME)
                        .bind("account", account.value())
                        .bind("team", team.value())
                        .map(row -> Optional.of(new Columns(row).text("name")))
                        .one()
                        .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Team")));
    }

    private Mono<ConversationView> setPriority(ConversationState before, @Nullable Priority priority) {
        return database.sql(SET_PRIORITY)
                .bind("id", before.id().value())
                .bind("priority", Values.orNull(priority == null ? null : priority.ordinal()))
                .then()
                .then(Mono.defer(() -> events.updated(
                        before,
                        Set.of(Change.PRIORITY),
                        List.of(HistoryLines.priority(priority, before.viewerName())))));
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
                        before, Set.of(Change.LABELS), HistoryLines.labels(old, labels, before.viewerName()))))
                .thenReturn(labels);
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

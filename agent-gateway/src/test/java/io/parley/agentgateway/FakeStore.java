package io.parley.agentgateway;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.API_INBOX;
import static io.parley.agentgateway.Fixtures.NOW;
import static io.parley.agentgateway.Fixtures.ada;
import static io.parley.agentgateway.Fixtures.bo;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.account.Account;
import io.parley.store.account.Accounts;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Availability;
import io.parley.store.agent.Teams;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.MergePreview;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.Conversations;
import io.parley.store.filter.Condition;
import io.parley.store.inbox.Inboxes;
import io.parley.store.label.Labels;
import io.parley.store.message.CannedResponses;
import io.parley.store.message.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store in memory: what the gateway hands to it can be looked at, what it answers is set up by the test. It knows
 * the rule of inboxes (Bo is in inbox 3 only) and can be out of reach.
 */
public final class FakeStore {

    public final Map<String, Object> asked = new LinkedHashMap<>();
    public final TreeMap<Integer, ConversationView> conversations = new TreeMap<>();
    public final List<MessageView> messages = new ArrayList<>();
    public final Map<InboxId, Inboxes.InboxDetails> inboxes = new LinkedHashMap<>();
    public final Map<ContactId, Contacts.ContactDetails> contacts = new LinkedHashMap<>();
    public final Map<String, AgentIdentity> sessions = new LinkedHashMap<>();
    public final List<Labels.Label> labels = new ArrayList<>();
    public final Recorded parts = new Recorded();
    public boolean empty;
    public @Nullable RuntimeException failure;

    /** Empty, and with nothing remembered. */
    public void reset() {
        asked.clear();
        conversations.clear();
        messages.clear();
        inboxes.clear();
        contacts.clear();
        sessions.clear();
        labels.clear();
        parts.reset();
        empty = false;
        failure = null;
    }

    /** What the gateway handed over under this name. */
    @SuppressWarnings("unchecked")
    public <T> T asked(String what) {
        return (T) Optional.ofNullable(asked.get(what)).orElseThrow(() -> new AssertionError(what + " was not asked"));
    }

    private <T> Mono<T> answer(String what, Object given, Supplier<@Nullable T> answer) {
        return Mono.defer(() -> {
            if (failure != null) {
                return Mono.error(failure);
            }
            asked.put(what, given);
            return Mono.justOrEmpty(answer.get());
        });
    }

    private <T> Mono<T> administered(Viewer viewer, String what, Object given, Supplier<T> answer) {
        return answer(what, given, () -> {
            viewer.requireAdministrator();
            return answer.get();
        });
    }

    private ConversationView conversation(Viewer viewer, int displayId) {
        ConversationView found = conversations.get(displayId);
        if (found == null) {
            throw new StoreFailure.NotFound("Conversation");
        }
        if (!viewer.administrator() && !found.inboxId().equals(API_INBOX)) {
            throw new StoreFailure.NotAllowed();
        }
        return found;
    }

    private Agents.AgentRow adaRow() {
        return new Agents.AgentRow(
                new AgentView(ada().id(), ACME, "Ada Admin", "Ada", "ada@example.org", true),
                Availability.ONLINE,
                true,
                null,
                1);
    }

    private List<Agents.AgentRow> staff() {
        return List.of(adaRow(), Fixtures.row(Fixtures.boAsSeen()));
    }

    private List<Agents.AgentRow> staff(List<AgentId> ids) {
        return staff().stream().filter(it -> ids.contains(it.agent().id())).toList();
    }

    private static <T> @Nullable T or(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }

    public Accounts accounts() {
        return new Accounts() {
            @Override
            public Mono<Account> find(AccountId id) {
                return answer("account", id, () -> id.equals(ACME) ? new Account(ACME, "Acme", "en", NOW) : null);
            }

            @Override
            public Flux<Account> all() {
                return find(ACME).flux();
            }

            @Override
            public Mono<Boolean> isEmpty() {
                return Mono.just(empty);
            }

            @Override
            public Mono<Account> install(Installation installation) {
                return answer("installation", installation, () -> empty ? new Account(ACME, "Acme", "en", NOW) : null);
            }
        };
    }

    public Agents agents() {
        return new FakeAgents();
    }

    private final class FakeAgents implements Agents {

        @Override
        public Mono<AgentIdentity> authenticate(String email, String password) {
            return answer(
                    "authenticate",
                    email,
                    () -> everyone()
                            .filter(it -> it.email().equals(email) && password.equals("secret"))
                            .findFirst()
                            .orElse(null));
        }

        @Override
        public Mono<AgentIdentity> findByProvenEmail(String email) {
            return answer(
                    "proven email",
                    email,
                    () -> everyone()
                            .filter(it -> it.email().equalsIgnoreCase(email))
                            .findFirst()
                            .orElse(null));
        }

        @Override
        public Mono<AgentIdentity> findByAccessToken(String accessToken) {
            return answer(
                    "access token",
                    accessToken,
                    () -> everyone()
                            .filter(it -> it.accessToken().equals(accessToken))
                            .findFirst()
                            .orElse(null));
        }

        private Stream<AgentIdentity> everyone() {
            return Stream.of(ada(), bo());
        }

        @Override
        public Mono<Session> openSession(AgentId agent) {
            return answer("session", agent, () -> {
                String client = "client-" + sessions.size();
                sessions.put(
                        client,
                        everyone()
                                .filter(it -> it.id().equals(agent))
                                .findFirst()
                                .orElseThrow());
                return new Session(client, "token-of-" + client, NOW.plus(Duration.ofDays(60)));
            });
        }

        @Override
        public Mono<AgentIdentity> findBySession(String client, String token, String email) {
            return answer(
                    "find session",
                    client,
                    () -> Optional.ofNullable(sessions.get(client))
                            .filter(it -> it.email().equals(email) && token.equals("token-of-" + client))
                            .orElse(null));
        }

        @Override
        public Mono<Boolean> closeSession(String client, String token, String email) {
            return answer("close session", client, () -> sessions.remove(client) != null);
        }

        @Override
        public Mono<Set<InboxId>> visibleInboxes(Viewer viewer) {
            return Mono.just(viewer.administrator() ? Set.copyOf(inboxes.keySet()) : Set.of(API_INBOX));
        }

        @Override
        public Flux<AgentRow> list(Viewer viewer) {
            return answer("agents", viewer, FakeStore.this::staff).flatMapIterable(it -> it);
        }

        @Override
        public Mono<AgentRow> create(Viewer administrator, NewAgent agent) {
            return administered(
                    administrator,
                    "new agent",
                    agent,
                    () -> new AgentRow(
                            new AgentView(
                                    new AgentId(9),
                                    ACME,
                                    agent.name(),
                                    agent.name(),
                                    agent.email(),
                                    agent.administrator()),
                            Availability.OFFLINE,
                            true,
                            null,
                            1));
        }

        @Override
        public Mono<AgentRow> update(Viewer administrator, AgentId id, AgentChange change) {
            return administered(administrator, "agent change", change, FakeStore.this::adaRow);
        }

        @Override
        public Mono<Void> remove(Viewer administrator, AgentId id) {
            return administered(administrator, "agent removed", id, () -> id).then();
        }

        @Override
        public Mono<AgentIdentity> updateProfile(AgentId id, ProfileChange change) {
            return answer("profile change", change, Fixtures::ada);
        }

        @Override
        public Mono<AgentIdentity> resetAccessToken(AgentId id) {
            return answer("token reset", id, Fixtures::ada);
        }

        @Override
        public Mono<AgentIdentity> setAvailability(AccountId account, AgentId id, Availability availability) {
            return answer("availability", availability, Fixtures::ada);
        }

        @Override
        public Mono<AgentIdentity> setAutoOffline(AccountId account, AgentId id, boolean autoOffline) {
            return answer("auto offline", autoOffline, Fixtures::ada);
        }

        @Override
        public Mono<AgentIdentity> setActiveAccount(AccountId account, AgentId id) {
            return answer("active account", account, Fixtures::ada);
        }

        @Override
        public Flux<AgentRow> assignable(Viewer viewer, List<InboxId> of) {
            return answer("assignable", of, FakeStore.this::staff).flatMapIterable(it -> it);
        }
    }

    public Teams teams() {
        return new FakeTeams();
    }

    private final class FakeTeams implements Teams {

        private final TeamRow sales = new TeamRow(Fixtures.sales(), true);

        @Override
        public Flux<TeamRow> list(Viewer viewer) {
            return Flux.just(sales);
        }

        @Override
        public Mono<TeamRow> find(Viewer viewer, TeamId id) {
            return id.equals(sales.team().id()) ? Mono.just(sales) : Mono.error(new StoreFailure.NotFound("Team"));
        }

        @Override
        public Mono<TeamRow> create(Viewer administrator, TeamChange team) {
            return administered(administrator, "team", team, () -> sales);
        }

        @Override
        public Mono<TeamRow> update(Viewer administrator, TeamId id, TeamChange change) {
            return administered(administrator, "team", change, () -> sales);
        }

        @Override
        public Mono<Void> delete(Viewer administrator, TeamId id) {
            return administered(administrator, "team deleted", id, () -> id).then();
        }

        @Override
        public Flux<Agents.AgentRow> members(Viewer viewer, TeamId id) {
            return Flux.fromIterable(staff());
        }

        @Override
        public Flux<Agents.AgentRow> addMembers(Viewer administrator, TeamId id, List<AgentId> agents) {
            return administered(administrator, "team members", agents, () -> staff(agents))
                    .flatMapIterable(it -> it);
        }

        @Override
        public Flux<Agents.AgentRow> setMembers(Viewer administrator, TeamId id, List<AgentId> agents) {
            return addMembers(administrator, id, agents);
        }

        @Override
        public Mono<Void> removeMembers(Viewer administrator, TeamId id, List<AgentId> agents) {
            return administered(administrator, "team members removed", agents, () -> id)
                    .then();
        }
    }

    public Inboxes inboxes() {
        return new FakeInboxes();
    }

    private final class FakeInboxes implements Inboxes {

        @Override
        public Flux<InboxDetails> list(Viewer viewer) {
            return answer(
                            "inboxes",
                            viewer,
                            () -> inboxes.values().stream()
                                    .filter(it -> isVisible(viewer, it.inbox().id()))
                                    .toList())
                    .flatMapIterable(it -> it);
        }

        private boolean isVisible(Viewer viewer, InboxId id) {
            return viewer.administrator() || id.equals(API_INBOX);
        }

        @Override
        public Mono<InboxDetails> find(Viewer viewer, InboxId id) {
            return answer("inbox", id, () -> {
                if (!inboxes.containsKey(id)) {
                    throw new StoreFailure.NotFound("Inbox");
                }
                if (!isVisible(viewer, id)) {
                    throw new StoreFailure.NotAllowed();
                }
                return inboxes.get(id);
            });
        }

        @Override
        public Mono<InboxDetails> create(Viewer administrator, NewInbox inbox) {
            return administered(administrator, "new inbox", inbox, () -> Fixtures.inbox(API_INBOX, inbox.name()));
        }

        @Override
        public Mono<InboxDetails> update(Viewer administrator, InboxId id, InboxChange change) {
            return administered(administrator, "inbox change", change, () -> inboxes.get(id));
        }

        @Override
        public Mono<Void> delete(Viewer administrator, InboxId id) {
            return administered(administrator, "inbox deleted", id, () -> inboxes.remove(id))
                    .then();
        }

        @Override
        public Mono<InboxDetails> setHolidays(
                Viewer administrator, InboxId id, List<io.parley.contract.inbox.InboxRules.Holiday> holidays) {
            return administered(administrator, "holidays", holidays, () -> inboxes.get(id));
        }

        @Override
        public Mono<InboxDetails> setConnection(Viewer viewer, InboxId id, Connection connection) {
            return answer("connection", connection, () -> inboxes.get(id));
        }

        @Override
        public Flux<Agents.AgentRow> members(Viewer viewer, InboxId id) {
            return find(viewer, id).flatMapIterable(it -> staff());
        }

        @Override
        public Flux<Agents.AgentRow> addMembers(Viewer administrator, InboxId id, List<AgentId> agents) {
            return administered(administrator, "members of " + id, agents, () -> staff(agents))
                    .flatMapIterable(it -> it);
        }

        @Override
        public Flux<Agents.AgentRow> setMembers(Viewer administrator, InboxId id, List<AgentId> agents) {
            return addMembers(administrator, id, agents);
        }

        @Override
        public Mono<Void> removeMembers(Viewer administrator, InboxId id, List<AgentId> agents) {
            return administered(administrator, "removed from " + id, agents, () -> id)
                    .then();
        }
    }

    public Contacts contacts() {
        return new FakeContacts();
    }

    private final class FakeContacts implements Contacts {

        @Override
        public Mono<ContactPage> list(Viewer viewer, ContactSort sort, List<String> having, int page) {
            return answer("contacts", List.of(sort, having, page), () -> page(false));
        }

        @Override
        public Mono<ContactPage> search(Viewer viewer, String query, ContactSort sort, int page) {
            return answer("contact search", query, () -> page(true));
        }

        private ContactPage page(boolean more) {
            return new ContactPage(List.copyOf(contacts.values()), 41, more);
        }

        @Override
        public Mono<ContactDetails> find(Viewer viewer, ContactId id) {
            return answer("contact", id, () -> {
                if (!contacts.containsKey(id)) {
                    throw new StoreFailure.NotFound("Contact");
                }
                return contacts.get(id);
            });
        }

        @Override
        public Mono<CreatedContact> create(Viewer viewer, NewContact contact) {
            return answer("new contact", contact, () -> {
                if ("taken".equals(contact.identifier())) {
                    throw new StoreFailure.Invalid("identifier", "Identifier has already been taken");
                }
                ContactDetails details = new ContactDetails(Fixtures.ana(), List.of());
                return new CreatedContact(
                        details,
                        contact.inboxId() == null
                                ? null
                                : new ContactInbox("8d6f0c0e", contact.inboxId(), "wa", Channel.API));
            });
        }

        @Override
        public Mono<ContactDetails> update(Viewer viewer, ContactId id, ContactChange change) {
            return answer("contact change", change, () -> contacts.get(id));
        }

        @Override
        public Mono<ContactPage> filter(Viewer viewer, List<Condition> conditions, ContactSort sort, int page) {
            return answer("contact conditions", conditions, () -> page(false));
        }

        @Override
        public Mono<MergePreview> previewMerge(Viewer viewer, ContactId base, ContactId other) {
            return answer(
                    "merge preview",
                    List.of(base, other),
                    () -> new MergePreview(Fixtures.ana(), Fixtures.ana(), 3, 1, 2));
        }

        @Override
        public Mono<ContactDetails> merge(Viewer viewer, ContactId base, ContactId other) {
            return answer("merge", List.of(base, other), () -> contacts.get(base));
        }

        @Override
        public Mono<Void> delete(Viewer administrator, ContactId id) {
            return administered(administrator, "contact deleted", id, () -> id).then();
        }

        @Override
        public Mono<ContactDetails> removeCustomAttributes(Viewer viewer, ContactId id, List<String> keys) {
            return answer("removed attributes", keys, () -> contacts.get(id));
        }

        @Override
        public Flux<ConversationView> conversations(Viewer viewer, ContactId id) {
            return Flux.fromIterable(conversations.values());
        }

        @Override
        public Mono<List<String>> labels(Viewer viewer, ContactId id) {
            return Mono.just(List.of("vip"));
        }

        @Override
        public Mono<List<String>> setLabels(Viewer viewer, ContactId id, List<String> labels) {
            return answer("contact labels", labels, () -> labels);
        }
    }

    public Conversations conversations() {
        return new FakeConversations();
    }

    private final class FakeConversations implements Conversations {

        private final Counts counts = new Counts(1, 2, 3, 5);

        @Override
        public Mono<ConversationPage> list(Viewer viewer, ConversationFilter filter, int page) {
            asked.put("page", page);
            return answer("filter", filter, () -> new ConversationPage(visible(viewer), counts));
        }

        private List<ConversationView> visible(Viewer viewer) {
            return conversations.values().stream()
                    .filter(it -> viewer.administrator() || it.inboxId().equals(API_INBOX))
                    .toList();
        }

        @Override
        public Mono<List<ConversationView>> listAfter(
                Viewer viewer, ConversationFilter filter, @Nullable Integer after, int limit) {
            return answer("after", Map.of("after", after == null ? 0 : after, "limit", limit), () -> visible(viewer));
        }

        @Override
        public Mono<Counts> counts(Viewer viewer, ConversationFilter filter) {
            return answer("filter", filter, () -> counts);
        }

        @Override
        public Mono<ConversationView> find(Viewer viewer, int displayId) {
            return change(viewer, displayId, "conversation", displayId, UnaryOperator.identity());
        }

        @Override
        public Mono<ConversationView> create(Viewer viewer, NewConversation conversation) {
            return answer("new conversation", conversation, () -> conversations.get(12));
        }

        private Mono<ConversationView> change(
                Viewer viewer, int displayId, String what, Object given, UnaryOperator<ConversationView> change) {
            return answer(what, given, () -> {
                ConversationView changed = change.apply(conversation(viewer, displayId));
                conversations.put(displayId, changed);
                return changed;
            });
        }

        @Override
        public Mono<ConversationView> changeStatus(
                Viewer viewer, int displayId, @Nullable ConversationStatus status, @Nullable Instant snoozedUntil) {
            return change(
                    viewer,
                    displayId,
                    "status",
                    Optional.ofNullable(status),
                    it -> Changed.of(it).status(status == null ? ConversationStatus.RESOLVED : status, snoozedUntil));
        }

        @Override
        public Mono<ConversationView> assign(Viewer viewer, int displayId, @Nullable AgentId assignee) {
            return change(
                    viewer,
                    displayId,
                    "assignee",
                    Optional.ofNullable(assignee),
                    it -> Changed.of(it).assignee(assignee == null ? null : Fixtures.boAsSeen()));
        }

        @Override
        public Mono<ConversationView> assignTeam(Viewer viewer, int displayId, @Nullable TeamId team) {
            return change(
                    viewer,
                    displayId,
                    "team",
                    Optional.ofNullable(team),
                    it -> Changed.of(it).team(team == null ? null : Fixtures.sales()));
        }

        @Override
        public Mono<ConversationView> setPriority(Viewer viewer, int displayId, @Nullable Priority priority) {
            return change(
                    viewer,
                    displayId,
                    "priority",
                    Optional.ofNullable(priority),
                    it -> Changed.of(it).priority(priority));
        }

        @Override
        public Mono<List<String>> setLabels(Viewer viewer, int displayId, List<String> labels) {
            return answer("conversation labels", labels, () -> {
                conversation(viewer, displayId);
                return labels;
            });
        }

        @Override
        public Mono<List<String>> changeLabels(Viewer viewer, int displayId, List<String> add, List<String> remove) {
            return answer("changed labels", List.of(add, remove), () -> {
                conversation(viewer, displayId);
                return add;
            });
        }

        @Override
        public Mono<ConversationView> mute(Viewer viewer, int displayId) {
            return change(viewer, displayId, "muted", displayId, UnaryOperator.identity());
        }

        @Override
        public Mono<ConversationView> unmute(Viewer viewer, int displayId) {
            return change(viewer, displayId, "unmuted", displayId, UnaryOperator.identity());
        }

        @Override
        public Mono<ConversationView> setCustomAttributes(Viewer viewer, int displayId, JsonNode attributes) {
            return change(
                    viewer,
                    displayId,
                    "custom attributes",
                    attributes,
                    it -> Changed.of(it).customAttributes(attributes));
        }

        @Override
        public Mono<ConversationView> markSeen(Viewer viewer, int displayId) {
            return change(
                    viewer, displayId, "seen", displayId, it -> Changed.of(it).unread(0));
        }

        @Override
        public Mono<ConversationView> markUnread(Viewer viewer, int displayId) {
            return change(
                    viewer, displayId, "unread", displayId, it -> Changed.of(it).unread(1));
        }
    }

    public Messages messages() {
        return new FakeMessages();
    }

    private final class FakeMessages implements Messages {

        private final Map<String, MessageView> echoed = new LinkedHashMap<>();

        @Override
        public Mono<MessageWindow> list(
                Viewer viewer, int displayId, @Nullable MessageId before, @Nullable Integer after) {
            return answer("window", List.of(Optional.ofNullable(before), Optional.ofNullable(after)), () -> {
                List<MessageView> window = messages.stream()
                        .filter(it -> before == null || it.id().value() < before.value())
                        .filter(it -> after == null
                                || it.id().value() > after
                                || before != null && it.id().value() == after)
                        .toList();
                return new MessageWindow(conversation(viewer, displayId), window);
            });
        }

        @Override
        public Mono<MessageWindow> around(Viewer viewer, int displayId, MessageId message) {
            return answer("around", message, () -> new MessageWindow(conversation(viewer, displayId), messages));
        }

        @Override
        public Mono<MessageWindow> at(Viewer viewer, int displayId, Instant time) {
            return answer("at", time, () -> new MessageWindow(conversation(viewer, displayId), messages));
        }

        @Override
        public Mono<MessageView> create(Viewer viewer, int displayId, NewMessage message) {
            return answer("new message", message, () -> {
                conversation(viewer, displayId);
                if (message.text() == null
                        && message.content() == null
                        && message.files().isEmpty()) {
                    throw new StoreFailure.Invalid("content", "Content can't be blank");
                }
                String echoId = message.echoId();
                return echoId == null
                        ? stored(message)
                        : echoed.computeIfAbsent(echoId + message.text(), unanswered -> stored(message));
            });
        }

        private MessageView stored(NewMessage message) {
            MessageView view = message.direction() == Direction.INCOMING
                    ? Fixtures.incoming(901, message.text())
                    : Fixtures.message(901, message.text());
            MessageView echo =
                    Changed.of(view).echo(message.echoId(), message.contentAttributes(), message.privateNote());
            return Changed.of(echo)
                    .files(message.files().stream().map(NewFile::fileKey).toList());
        }

        @Override
        public Mono<MessageView> delete(Viewer viewer, int displayId, MessageId id) {
            return answer("deleted", id, () -> {
                conversation(viewer, displayId);
                return Changed.of(messages.getFirst()).deleted();
            });
        }

        @Override
        public Mono<MessageView> retry(Viewer viewer, int displayId, MessageId id) {
            return answer("retried", id, () -> {
                conversation(viewer, displayId);
                return messages.getFirst();
            });
        }

        @Override
        public Flux<Revision> revisions(Viewer viewer, int displayId, MessageId id) {
            return Flux.just(new Revision("before", NOW));
        }
    }

    public Labels labels() {
        return new FakeLabels();
    }

    private final class FakeLabels implements Labels {

        @Override
        public Flux<Label> list(Viewer viewer) {
            return Flux.fromIterable(labels);
        }

        @Override
        public Mono<Label> find(Viewer viewer, int id) {
            return Flux.fromIterable(labels)
                    .filter(it -> it.id() == id)
                    .next()
                    .switchIfEmpty(Mono.error(new StoreFailure.NotFound("Label")));
        }

        @Override
        public Mono<Label> create(Viewer administrator, LabelChange label) {
            return administered(administrator, "label", label, () -> changed(label));
        }

        private Label changed(LabelChange change) {
            return new Label(
                    1,
                    Optional.ofNullable(change.title()).orElse("vip"),
                    change.description(),
                    Optional.ofNullable(change.color()).orElse("#1f93ff"),
                    Optional.ofNullable(change.showOnSidebar()).orElse(true));
        }

        @Override
        public Mono<Label> update(Viewer administrator, int id, LabelChange change) {
            return administered(administrator, "label", change, () -> changed(change));
        }

        @Override
        public Mono<Void> delete(Viewer administrator, int id) {
            return administered(administrator, "label deleted", id, () -> id).then();
        }
    }

    public CannedResponses cannedResponses() {
        return new FakeCannedResponses();
    }

    private final class FakeCannedResponses implements CannedResponses {

        @Override
        public Flux<CannedResponse> list(Viewer viewer, @Nullable String query) {
            return answer(
                            "canned search",
                            Optional.ofNullable(query),
                            () -> changed(new CannedResponseChange(null, null)))
                    .flux();
        }

        private CannedResponse changed(CannedResponseChange change) {
            return new CannedResponse(
                    1,
                    ACME,
                    Optional.ofNullable(change.shortCode()).orElse("hi"),
                    Optional.ofNullable(change.content()).orElse("Hello!"),
                    NOW,
                    NOW);
        }

        @Override
        public Mono<CannedResponse> create(Viewer viewer, CannedResponseChange response) {
            return answer("canned", response, () -> changed(response));
        }

        @Override
        public Mono<CannedResponse> update(Viewer viewer, int id, CannedResponseChange change) {
            return answer("canned", change, () -> changed(change));
        }

        @Override
        public Mono<Void> delete(Viewer viewer, int id) {
            return answer("canned deleted", id, () -> id).then();
        }
    }
}

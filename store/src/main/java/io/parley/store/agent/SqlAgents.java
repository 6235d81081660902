package io.parley.store.agent;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.InboxAccess;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.outbox.Outbox;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Agents in PostgreSQL. */
@Component
class SqlAgents implements Agents {

    private static final String PASSWORD_BY_EMAIL =
            "SELECT id, password_hash FROM agents WHERE lower(email) = lower(:email)";

    private static final String UPDATE_AGENT = """
            UPDATE agents
               SET name = coalesce(:name, name), password_hash = coalesce(:passwordHash, password_hash),
                   updated_at = now()
             WHERE id = :id
            """;

    private static final String UPDATE_MEMBERSHIP = """
            UPDATE account_agents
               SET role = coalesce(:role, role), availability = coalesce(:availability, availability),
                   auto_offline = coalesce(:autoOffline, auto_offline),
                   assignment_limit = CASE WHEN :limit::int IS NULL THEN assignment_limit ELSE nullif(:limit::int, 0) END,
                   assignment_weight = coalesce(:weight, assignment_weight)
             WHERE account_id = :account AND agent_id = :id
            """;

    private static final String SET_ACTIVE =
            "UPDATE account_agents SET active_at = now() WHERE account_id = :account AND agent_id = :id";

    /** Locked, so that two administrators cannot take each other's role at once. */
    private static final String ADMINISTRATORS = """
            SELECT agent_id FROM account_agents
             WHERE account_id = :account AND role = 'administrator'
             ORDER BY agent_id FOR UPDATE
            """;

    private static final String IN_OTHER_ACCOUNTS =
            "SELECT account_id FROM account_agents WHERE agent_id = :id AND account_id <> :account LIMIT 1";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final AgentIdentities identities;
    private final AgentRows rows;
    private final AgentSessions sessions;
    private final Enrolment enrolment;
    private final Departure departure;
    private final Passwords passwords;
    private final OwnProfile profile;
    private final InboxAccess inboxAccess;
    private final Outbox outbox;

    SqlAgents(
            DatabaseClient database,
            TransactionalOperator transaction,
            AgentIdentities identities,
            AgentRows rows,
            AgentSessions sessions,
            Enrolment enrolment,
            Departure departure,
            Passwords passwords,
            OwnProfile profile,
            InboxAccess inboxAccess,
            Outbox outbox) {
        this.database = database;
        this.transaction = transaction;
        this.identities = identities;
        this.rows = rows;
        this.sessions = sessions;
        this.enrolment = enrolment;
        this.departure = departure;
        this.passwords = passwords;
        this.profile = profile;
        this.inboxAccess = inboxAccess;
        this.outbox = outbox;
    }

    @Override
    public Mono<AgentIdentity> authenticate(String email, String password) {
        return database.sql(PASSWORD_BY_EMAIL)
                .bind("email", email.strip())
                .map(row -> KnownPassword.of(new Columns(row)))
                .one()
                .defaultIfEmpty(KnownPassword.OF_NOBODY)
                .filterWhen(known -> passwords.matches(password, known.hash()))
                .flatMap(known -> identities.byId(known.requireAgent()));
    }

    @Override
    public Mono<AgentIdentity> findByProvenEmail(String email) {
        return identities.byEmail(email);
    }

    @Override
    public Mono<AgentIdentity> findByAccessToken(String accessToken) {
        return identities.byAccessToken(accessToken);
    }

    @Override
    public Mono<Session> openSession(AgentId agent) {
        return sessions.open(agent).as(transaction::transactional);
    }

    @Override
    public Mono<AgentIdentity> findBySession(String client, String token, String email) {
        return identities.bySession(client, token, email);
    }

    @Override
    public Mono<Boolean> closeSession(String client, String token, String email) {
        return identities
                .bySession(client, token, email)
                .flatMap(identity -> sessions.close(client))
                .defaultIfEmpty(false);
    }

    @Override
    public Mono<Set<InboxId>> visibleInboxes(Viewer viewer) {
        return Visibility.bind(database.sql(Visibility.INBOXES), viewer)
                .map(row -> new InboxId(new Columns(row).number("id")))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Flux<AgentRow> list(Viewer viewer) {
        return rows.all(viewer.accountId());
    }

    @Override
    public Mono<AgentRow> create(Viewer administrator, NewAgent agent) {
        return asAdministrator(administrator)
                .then(Mono.defer(() -> enrolment.enrol(administrator.accountId(), agent)))
                .flatMap(id -> rows.of(administrator.accountId(), id))
                .as(transaction::transactional);
    }

    @Override
    public Mono<AgentRow> update(Viewer administrator, AgentId id, AgentChange change) {
        AccountId account = administrator.accountId();
        return asAdministrator(administrator)
                .then(Mono.defer(() -> requireIn(account, id)))
                .then(Mono.defer(() -> Boolean.FALSE.equals(change.administrator())
                        ? requireAnotherAdministrator(account, id)
                        : Mono.empty()))
                .then(Mono.defer(() -> updateMembership(account, id, change)))
                .then(Mono.defer(() -> updateAgent(account, id, change)))
                .then(Mono.defer(() -> rows.of(account, id)))
                .as(transaction::transactional);
    }

    @Override
    public Mono<Void> remove(Viewer administrator, AgentId id) {
        AccountId account = administrator.accountId();
        return asAdministrator(administrator)
                .then(Mono.defer(() -> requireIn(account, id)))
                .then(Mono.defer(() -> requireAnotherAdministrator(account, id)))
                .then(Mono.defer(() -> departure.depart(account, id)))
                .then(Mono.defer(() -> isInAnotherAccount(account, id)))
                .flatMap(elsewhere -> elsewhere ? Mono.<Void>empty() : sessions.closeAll(id))
                .as(transaction::transactional);
    }

    @Override
    public Mono<AgentIdentity> updateProfile(AgentId id, ProfileChange change) {
        return profile.update(id, change)
                .then(Mono.defer(() -> identities.byId(id)))
                .as(transaction::transactional)
                .onErrorMap(OwnProfile.TAKEN);
    }

    @Override
    public Mono<AgentIdentity> resetAccessToken(AgentId id) {
        return profile.resetAccessToken(id).then(Mono.defer(() -> identities.byId(id)));
    }

    @Override
    public Mono<AgentIdentity> setAvailability(AccountId account, AgentId id, Availability availability) {
        return updateOwnMembership(account, id, new AgentChange(null, null, availability, null, null));
    }

    @Override
    public Mono<AgentIdentity> setAutoOffline(AccountId account, AgentId id, boolean autoOffline) {
        return updateOwnMembership(account, id, new AgentChange(null, null, null, autoOffline, null));
    }

    @Override
    public Mono<AgentIdentity> setActiveAccount(AccountId account, AgentId id) {
        return requireIn(account, id)
                .then(Mono.defer(() -> database.sql(SET_ACTIVE)
                        .bind("account", account.value())
                        .bind("id", id.value())
                        .then()))
                .then(Mono.defer(() -> identities.byId(id)));
    }

    @Override
    public Flux<AgentRow> assignable(Viewer viewer, List<InboxId> inboxes) {
        return Flux.fromIterable(inboxes)
                .concatMap(inbox -> inboxAccess.require(viewer, inbox))
                .thenMany(Flux.defer(() -> rows.assignable(viewer.accountId(), inboxes)));
    }

    private Mono<AgentIdentity> updateOwnMembership(AccountId account, AgentId id, AgentChange change) {
        return requireIn(account, id)
                .then(Mono.defer(() -> updateMembership(account, id, change)))
                .then(Mono.defer(() -> identities.byId(id)));
    }

    private Mono<Void> updateMembership(AccountId account, AgentId id, AgentChange change) {
        return database.sql(UPDATE_MEMBERSHIP)
                .bind("account", account.value())
                .bind("id", id.value())
                .bind("role", Values.orNull(role(change.administrator())))
                .bind(
                        "availability",
                        Values.orNull(
                                change.availability() == null
                                        ? null
                                        : change.availability().wireName()))
                .bind("autoOffline", Values.orNull(change.autoOffline(), Boolean.class))
                .bind("limit", Values.orNull(AgentFields.assignmentLimit(change.assignmentLimit())))
                .bind("weight", Values.orNull(AgentFields.assignmentWeight(change.assignmentWeight())))
                .then()
                .then(outbox.publishSoon());
    }

    private static @Nullable String role(@Nullable Boolean administrator) {
        if (administrator == null) {
            return null;
        }
        return administrator ? "administrator" : "agent";
    }

    private Mono<Void> updateAgent(AccountId account, AgentId id, AgentChange change) {
        String password = change.password();
        String name = change.name() == null ? null : AgentFields.name(change.name());
        if (password == null) {
            return name == null ? Mono.empty() : updateAgent(id, name, null);
        }
        return isInAnotherAccount(account, id)
                .filter(elsewhere -> !elsewhere)
                .switchIfEmpty(Mono.error(() ->
                        new StoreFailure.Invalid("password", "Password belongs to an agent of another account too")))
                .then(Mono.defer(() -> passwords.hash(password)))
                .flatMap(hash -> updateAgent(id, name, hash))
                .then(Mono.defer(() -> sessions.closeAll(id)));
    }

    private Mono<Void> updateAgent(AgentId id, @Nullable String name, @Nullable String passwordHash) {
        return database.sql(UPDATE_AGENT)
                .bind("id", id.value())
                .bind("name", Values.orNull(name))
                .bind("passwordHash", Values.orNull(passwordHash))
                .then();
    }

    private Mono<Void> requireIn(AccountId account, AgentId id) {
        return rows.of(account, id)
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Agent")))
                .then();
    }

    private Mono<Void> requireAnotherAdministrator(AccountId account, AgentId id) {
        return database.sql(ADMINISTRATORS)
                .bind("account", account.value())
                .map(row -> new AgentId(new Columns(row).number("agent_id")))
                .all()
                .collectList()
                .filter(administrators -> !administrators.equals(List.of(id)))
                .switchIfEmpty(
                        Mono.error(() -> new StoreFailure.Invalid("role", "The account must keep an administrator")))
                .then();
    }

    private Mono<Boolean> isInAnotherAccount(AccountId account, AgentId id) {
        return database.sql(IN_OTHER_ACCOUNTS)
                .bind("account", account.value())
                .bind("id", id.value())
                .fetch()
                .first()
                .hasElement();
    }

    private static Mono<Void> asAdministrator(Viewer viewer) {
        return Mono.fromRunnable(viewer::requireAdministrator);
    }

    /** @param hash absent, as the agent is, where an e-mail is nobody's */
    private record KnownPassword(
            @Nullable AgentId agent, @Nullable String hash) {

        static final KnownPassword OF_NOBODY = new KnownPassword(null, null);

        static KnownPassword of(Columns columns) {
            return new KnownPassword(new AgentId(columns.number("id")), columns.text("password_hash"));
        }

        AgentId requireAgent() {
            return Objects.requireNonNull(agent);
        }
    }
}

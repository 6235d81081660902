package io.parley.store.agent;

import io.parley.contract.conversation.TeamView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.conversation.Unassignment;
import io.parley.store.outbox.Outbox;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Teams in PostgreSQL. */
@Component
class SqlTeams implements Teams {

    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 2_000;

    private static final Function<Throwable, Throwable> TAKEN =
            Uniqueness.toInvalid(new Uniqueness("teams_account_id_name_key", "name", "Name has already been taken"));

    private static final String SELECT = """
            SELECT t.id, t.account_id, t.name, t.description, t.allow_auto_assign,
                   EXISTS (SELECT FROM team_members AS m WHERE m.team_id = t.id AND m.agent_id = :viewer) AS member
              FROM teams AS t
             WHERE t.account_id = :account
            """;

    private static final String LIST = SELECT + " ORDER BY t.name, t.id";

    private static final String BY_ID = SELECT + " AND t.id = :id";

    private static final String INSERT = """
            INSERT INTO teams (account_id, name, description, allow_auto_assign)
            VALUES (:account, :name, :description, :allowAutoAssign)
            RETURNING id
            """;

    private static final String UPDATE = """
            UPDATE teams SET name = :name, description = :description, allow_auto_assign = :allowAutoAssign, updated_at = now()
             WHERE account_id = :account AND id = :id
            RETURNING id
            """;

    private static final String DELETE = "DELETE FROM teams WHERE account_id = :account AND id = :id";

    private static final String ADD_MEMBERS = """
            INSERT INTO team_members (team_id, agent_id)
            SELECT :id, aa.agent_id FROM account_agents AS aa
             WHERE aa.account_id = :account AND aa.agent_id = ANY (:agents)
                ON CONFLICT DO NOTHING
            RETURNING agent_id
            """;

    private static final String KEEP_MEMBERS =
            "DELETE FROM team_members WHERE team_id = :id AND agent_id <> ALL (:agents)";

    private static final String REMOVE_MEMBERS =
            "DELETE FROM team_members WHERE team_id = :id AND agent_id = ANY (:agents)";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final AgentRows agents;
    private final Unassignment unassignment;
    private final Outbox outbox;

    SqlTeams(
            DatabaseClient database,
            TransactionalOperator transaction,
            AgentRows agents,
            Unassignment unassignment,
            Outbox outbox) {
        this.database = database;
        this.transaction = transaction;
        this.agents = agents;
        this.unassignment = unassignment;
        this.outbox = outbox;
    }

    @Override
    public Flux<TeamRow> list(Viewer viewer) {
        return statement(LIST, viewer)
                .bind("viewer", viewer.agentId().value())
                .map(row -> row(new Columns(row)))
                .all();
    }

    @Override
    public Mono<TeamRow> find(Viewer viewer, TeamId id) {
        return statement(BY_ID, viewer)
                .bind("viewer", viewer.agentId().value())
                .bind("id", id.value())
                .map(row -> row(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Team")));
    }

    @Override
    public Mono<TeamRow> create(Viewer administrator, TeamChange team) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return write(statement(INSERT, administrator), Fields.of(null, team));
                })
                .flatMap(id -> find(administrator, id))
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<TeamRow> update(Viewer administrator, TeamId id, TeamChange change) {
        return asAdministrator(administrator, id)
                .flatMap(before -> write(
                        statement(UPDATE, administrator).bind("id", id.value()), Fields.of(before.team(), change)))
                .flatMap(updated -> outbox.publishSoon().then(find(administrator, updated)))
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<Void> delete(Viewer administrator, TeamId id) {
        return asAdministrator(administrator, id)
                .flatMap(team -> unassignment.leaveTeam(administrator.accountId(), id))
                .then(Mono.defer(() ->
                        statement(DELETE, administrator).bind("id", id.value()).then()))
                .as(transaction::transactional);
    }

    @Override
    public Flux<AgentRow> members(Viewer viewer, TeamId id) {
        return find(viewer, id).flatMapMany(team -> agents.membersOf(viewer.accountId(), id));
    }

    @Override
    public Flux<AgentRow> addMembers(Viewer administrator, TeamId id, List<AgentId> given) {
        return asAdministrator(administrator, id)
                .then(Mono.defer(() -> requireAll(administrator.accountId(), given)))
                .then(Mono.defer(() -> add(administrator, id, given)))
                .as(transaction::transactional)
                .flatMapMany(added -> agents.of(administrator.accountId(), added));
    }

    @Override
    public Flux<AgentRow> setMembers(Viewer administrator, TeamId id, List<AgentId> given) {
        return asAdministrator(administrator, id)
                .then(Mono.defer(() -> requireAll(administrator.accountId(), given)))
                .then(Mono.defer(() -> run(KEEP_MEMBERS, id, given)))
                .then(Mono.defer(() -> add(administrator, id, given)))
                .as(transaction::transactional)
                .thenMany(Flux.defer(() -> agents.membersOf(administrator.accountId(), id)));
    }

    @Override
    public Mono<Void> removeMembers(Viewer administrator, TeamId id, List<AgentId> given) {
        return asAdministrator(administrator, id).then(Mono.defer(() -> run(REMOVE_MEMBERS, id, given)));
    }

    private Mono<TeamRow> asAdministrator(Viewer viewer, TeamId id) {
        return Mono.defer(() -> {
            viewer.requireAdministrator();
            return find(viewer, id);
        });
    }

    private Mono<Void> requireAll(AccountId account, List<AgentId> given) {
        return agents.of(account, given)
                .count()
                .filter(found -> found == given.stream().distinct().count())
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Agent")))
                .then();
    }

    private Mono<List<AgentId>> add(Viewer administrator, TeamId id, List<AgentId> given) {
        return statement(ADD_MEMBERS, administrator)
                .bind("id", id.value())
                .bind("agents", ids(given))
                .map(row -> new AgentId(new Columns(row).number("agent_id")))
                .all()
                .collectList()
                .flatMap(added -> outbox.publishSoon().thenReturn(added));
    }

    private Mono<Void> run(String sql, TeamId id, List<AgentId> given) {
        return database.sql(sql)
                .bind("id", id.value())
                .bind("agents", ids(given))
                .then()
                .then(outbox.publishSoon());
    }

    private static Integer[] ids(List<AgentId> given) {
        return given.stream().map(AgentId::value).distinct().toArray(Integer[]::new);
    }

    private GenericExecuteSpec statement(String sql, Viewer viewer) {
        return database.sql(sql).bind("account", viewer.accountId().value());
    }

    private static Mono<TeamId> write(GenericExecuteSpec statement, Fields fields) {
        return statement
                .bind("name", fields.name())
                .bind("description", Values.orNull(fields.description()))
                .bind("allowAutoAssign", fields.allowAutoAssign())
                .map(row -> new TeamId(new Columns(row).number("id")))
                .one();
    }

    private static TeamRow row(Columns columns) {
        TeamView team = new TeamView(
                new TeamId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                columns.text("name"),
                columns.textOrNull("description"),
                columns.flag("allow_auto_assign"));
        return new TeamRow(team, columns.flag("member"));
    }

    /** What a team's row holds, valid. */
    private record Fields(String name, @Nullable String description, boolean allowAutoAssign) {

        /** @param before absent for a new one */
        static Fields of(@Nullable TeamView before, TeamChange change) {
            String name = change.name() == null ? (before == null ? "" : before.name()) : change.name();
            String description = change.description() == null
                    ? (before == null ? null : before.description())
                    : change.description();
            return new Fields(
                    name.strip().toLowerCase(Locale.ROOT),
                    description == null || description.isBlank() ? null : description,
                    Objects.requireNonNullElse(change.allowAutoAssign(), before == null || before.allowAutoAssign()));
        }

        Fields {
            if (name.isEmpty()) {
                throw new Invalid("name", "Name can't be blank");
            }
            if (name.length() > MAX_NAME) {
                throw new Invalid("name", "Name is too long (maximum is %d characters)".formatted(MAX_NAME));
            }
            if (description != null && description.length() > MAX_DESCRIPTION) {
                throw new Invalid(
                        "description", "Description is too long (maximum is %d characters)".formatted(MAX_DESCRIPTION));
            }
        }
    }
}

package io.parley.store.agent;

import io.parley.contract.conversation.AgentView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import io.parley.store.agent.Agents.AgentRow;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An account's agents as its lists show them, by name. */
@Component
public class AgentRows {

    private static final String SELECT = """
            SELECT a.id, aa.account_id, a.name, coalesce(a.display_name, a.name) AS available_name, a.email,
                   aa.role = 'administrator' AS administrator, aa.availability, aa.auto_offline,
                   aa.assignment_limit, aa.assignment_weight
              FROM account_agents AS aa
              JOIN agents AS a ON a.id = aa.agent_id
             WHERE aa.account_id = :account AND (%s)
             ORDER BY lower(a.name), a.id
            """;

    private static final String ALL = SELECT.formatted("TRUE");
    private static final String BY_ID = SELECT.formatted("a.id = ANY (:ids)");
    private static final String OF_INBOX =
            SELECT.formatted("EXISTS (SELECT FROM inbox_members AS m WHERE m.inbox_id = :inbox AND m.agent_id = a.id)");
    private static final String OF_TEAM =
            SELECT.formatted("EXISTS (SELECT FROM team_members AS m WHERE m.team_id = :team AND m.agent_id = a.id)");
    private static final String ASSIGNABLE = SELECT.formatted("""
            aa.role = 'administrator'
             OR (SELECT count(*) FROM inbox_members AS m WHERE m.agent_id = a.id AND m.inbox_id = ANY (:inboxes)) = :number
            """);

    private final DatabaseClient database;

    AgentRows(DatabaseClient database) {
        this.database = database;
    }

    Flux<AgentRow> all(AccountId account) {
        return rows(statement(ALL, account));
    }

    /** Who is not in the account is left out. */
    public Flux<AgentRow> of(AccountId account, Collection<AgentId> ids) {
        return rows(statement(BY_ID, account)
                .bind("ids", ids.stream().map(AgentId::value).distinct().toArray(Integer[]::new)));
    }

    /** Empty when the account has no such agent. */
    Mono<AgentRow> of(AccountId account, AgentId id) {
        return of(account, List.of(id)).next();
    }

    public Flux<AgentRow> membersOf(AccountId account, InboxId inbox) {
        return rows(statement(OF_INBOX, account).bind("inbox", inbox.value()));
    }

    Flux<AgentRow> membersOf(AccountId account, TeamId team) {
        return rows(statement(OF_TEAM, account).bind("team", team.value()));
    }

    Flux<AgentRow> assignable(AccountId account, Collection<InboxId> inboxes) {
        Integer[] ids = inboxes.stream().map(InboxId::value).distinct().toArray(Integer[]::new);
        return rows(statement(ASSIGNABLE, account).bind("inboxes", ids).bind("number", (long) ids.length));
    }

    private GenericExecuteSpec statement(String sql, AccountId account) {
        return database.sql(sql).bind("account", account.value());
    }

    private static Flux<AgentRow> rows(GenericExecuteSpec statement) {
        return statement.map(row -> row(new Columns(row))).all();
    }

    private static AgentRow row(Columns columns) {
        AgentView agent = new AgentView(
                new AgentId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                columns.text("name"),
                columns.text("available_name"),
                columns.text("email"),
                columns.flag("administrator"));
        return new AgentRow(
                agent,
                Availability.of(columns.text("availability")),
                columns.flag("auto_offline"),
                columns.numberOrNull("assignment_limit"),
                columns.number("assignment_weight"));
    }
}

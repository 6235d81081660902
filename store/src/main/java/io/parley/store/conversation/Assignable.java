package io.parley.store.conversation;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whom and which team a conversation may be given to. */
@Component
class Assignable {

    private static final String ASSIGNABLE = """
            SELECT coalesce(a.display_name, a.name) AS name
              FROM account_agents AS aa
              JOIN agents AS a ON a.id = aa.agent_id
             WHERE aa.account_id = :account AND aa.agent_id = :agent
               AND (aa.role = 'administrator'
                    OR EXISTS (SELECT FROM inbox_members AS m WHERE m.inbox_id = :inbox AND m.agent_id = :agent))
            """;

    private static final String HOLD_AGENT =
            "SELECT FROM account_agents WHERE account_id = :account AND agent_id = :agent FOR KEY SHARE";

    private static final String HOLD_MEMBER = """
            SELECT FROM inbox_members
             WHERE agent_id = :agent
               AND inbox_id = (SELECT inbox_id FROM conversations WHERE account_id = :account AND display_id = :displayId)
               FOR KEY SHARE
            """;

    private static final String TEAM_NAME = "SELECT name FROM teams WHERE account_id = :account AND id = :team";

    private final DatabaseClient database;

    Assignable(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Before the conversation is locked, in the order of those who leave: an agent who goes away meanwhile is gone
     * before they are given it, or gives back this one, too.
     */
    Mono<Void> hold(AccountId account, int displayId, @Nullable AgentId agent) {
        return agent == null
                ? Mono.empty()
                : Flux.just(database.sql(HOLD_AGENT), database.sql(HOLD_MEMBER).bind("displayId", displayId))
                        .concatMap(statement -> statement
                                .bind("account", account.value())
                                .bind("agent", agent.value())
                                .then())
                        .then();
    }

    /** The agent's name; none where nobody is meant. Who is no member of the inbox is {@link StoreFailure.Invalid}. */
    Mono<Optional<String>> agentName(AccountId account, InboxId inbox, @Nullable AgentId agent) {
        return agent == null
                ? Mono.just(Optional.empty())
                : database.sql(ASSIGNABLE)
                        .bind("account", account.value())
                        .bind("inbox", inbox.value())
                        .bind("agent", agent.value())
                        .map(row -> Optional.of(new Columns(row).text("name")))
                        .one()
                        .switchIfEmpty(Mono.error(() ->
                                new StoreFailure.Invalid("assignee_id", "Assignee must be a member of the inbox")));
    }

    /** The team's name; none where no team is meant. */
    Mono<Optional<String>> teamName(AccountId account, @Nullable TeamId team) {
        return team == null
                ? Mono.just(Optional.empty())
                : database.sql(TEAM_NAME)
                        .bind("account", account.value())
                        .bind("team", team.value())
                        .map(row -> Optional.of(new Columns(row).text("name")))
                        .one()
                        .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Team")));
    }
}

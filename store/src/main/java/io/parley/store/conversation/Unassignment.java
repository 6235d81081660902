package io.parley.store.conversation;

import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import java.util.List;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives conversations back when who held them goes away, with an event for each. */
@Component
public class Unassignment {

    /** What is resolved keeps their name. */
    private static final String UNASSIGN = """
            UPDATE conversations
               SET assignee_id = NULL, updated_at = now()
             WHERE id IN (SELECT held.id FROM conversations AS held
                           WHERE held.inbox_id IN (SELECT i.id FROM inboxes AS i WHERE i.account_id = :account)
                             AND coalesce(held.assignee_id, 0) = :agent AND held.status <> 'resolved'
                           ORDER BY held.id FOR NO KEY UPDATE)
            RETURNING id
            """;

    private static final String LEAVE_TEAM = """
            UPDATE conversations
               SET team_id = NULL, updated_at = now()
             WHERE id IN (SELECT held.id FROM conversations AS held
                           WHERE held.inbox_id IN (SELECT i.id FROM inboxes AS i WHERE i.account_id = :account)
                             AND held.team_id = :team AND held.status <> 'resolved'
                           ORDER BY held.id FOR NO KEY UPDATE)
            RETURNING id
            """;

    /** Administrators go on seeing what they hold. */
    private static final String LEAVE_INBOX = """
            UPDATE conversations
               SET assignee_id = NULL, updated_at = now()
             WHERE id IN (SELECT held.id FROM conversations AS held
                           WHERE held.inbox_id = :inbox AND coalesce(held.assignee_id, 0) = ANY (:agents)
                             AND held.status <> 'resolved'
                             AND NOT EXISTS (SELECT FROM account_agents AS aa
                                              WHERE aa.account_id = :account AND aa.agent_id = held.assignee_id
                                                AND aa.role = 'administrator')
                           ORDER BY held.id FOR NO KEY UPDATE)
            RETURNING id
            """;

    private final DatabaseClient database;
    private final ConversationEvents events;

    Unassignment(DatabaseClient database, ConversationEvents events) {
        this.database = database;
        this.events = events;
    }

    /** In the caller's transaction. */
    public Mono<Void> unassignAll(AccountId account, AgentId agent) {
        return giveBack(database.sql(UNASSIGN).bind("agent", agent.value()), account, Change.ASSIGNEE);
    }

    /** In the caller's transaction, before the team is deleted. */
    public Mono<Void> leaveTeam(AccountId account, TeamId team) {
        return giveBack(database.sql(LEAVE_TEAM).bind("team", team.value()), account, Change.TEAM);
    }

    /** In the caller's transaction: who is no member any more would hold what nobody else looks after. */
    public Mono<Void> leaveInbox(AccountId account, InboxId inbox, List<AgentId> agents) {
        Integer[] ids = agents.stream().map(AgentId::value).toArray(Integer[]::new);
        return ids.length == 0
                ? Mono.empty()
                : giveBack(
                        database.sql(LEAVE_INBOX).bind("inbox", inbox.value()).bind("agents", ids),
                        account,
                        Change.ASSIGNEE);
    }

    private Mono<Void> giveBack(GenericExecuteSpec statement, AccountId account, Change change) {
        return statement
                .bind("account", account.value())
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .all()
                .collectList()
                .flatMap(ids -> events.updated(ids, Set.of(change)));
    }
}

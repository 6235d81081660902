package io.parley.store.inbox;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.agent.AgentRows;
import io.parley.store.conversation.Unassignment;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who belongs to an inbox. All of it runs in the caller's transaction and announces what changed. */
@Component
class InboxMembers {

    private static final String ADD = """
            INSERT INTO inbox_members (inbox_id, agent_id)
            SELECT :inbox, aa.agent_id FROM account_agents AS aa
             WHERE aa.account_id = :account AND aa.agent_id = ANY (:agents)
                ON CONFLICT DO NOTHING
            """;

    private static final String REMOVE = """
            DELETE FROM inbox_members WHERE inbox_id = :inbox AND agent_id = ANY (:agents) RETURNING agent_id
            """;

    private static final String KEEP = """
            DELETE FROM inbox_members WHERE inbox_id = :inbox AND agent_id <> ALL (:agents) RETURNING agent_id
            """;

    private final DatabaseClient database;
    private final AgentRows agents;
    private final Unassignment unassignment;
    private final InboxEvents events;

    InboxMembers(DatabaseClient database, AgentRows agents, Unassignment unassignment, InboxEvents events) {
        this.database = database;
        this.agents = agents;
        this.unassignment = unassignment;
        this.events = events;
    }

    Mono<Void> add(AccountId account, InboxId inbox, List<AgentId> given) {
        return insert(account, inbox, given)
                .filter(added -> added > 0)
                .flatMap(added -> events.membersChanged(account, inbox));
    }

    Mono<Void> set(AccountId account, InboxId inbox, List<AgentId> given) {
        return insert(account, inbox, given)
                .zipWhen(added -> delete(KEEP, inbox, given))
                .filter(both -> both.getT1() > 0 || !both.getT2().isEmpty())
                .flatMap(both -> left(account, inbox, both.getT2()));
    }

    Mono<Void> remove(AccountId account, InboxId inbox, List<AgentId> given) {
        return delete(REMOVE, inbox, given).filter(gone -> !gone.isEmpty()).flatMap(gone -> left(account, inbox, gone));
    }

    private Mono<Void> left(AccountId account, InboxId inbox, List<AgentId> gone) {
        return unassignment.leaveInbox(account, inbox, gone).then(events.membersChanged(account, inbox));
    }

    private Mono<Long> insert(AccountId account, InboxId inbox, List<AgentId> given) {
        return agents.of(account, given)
                .count()
                .filter(found -> found == given.stream().distinct().count())
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Agent")))
                .flatMap(found -> database.sql(ADD)
                        .bind("inbox", inbox.value())
                        .bind("account", account.value())
                        .bind("agents", ids(given))
                        .fetch()
                        .rowsUpdated());
    }

    private Mono<List<AgentId>> delete(String sql, InboxId inbox, List<AgentId> given) {
        return database.sql(sql)
                .bind("inbox", inbox.value())
                .bind("agents", ids(given))
                .map(row -> new AgentId(new Columns(row).number("agent_id")))
                .all()
                .collectList();
    }

    private static Integer[] ids(List<AgentId> given) {
        return given.stream().map(AgentId::value).distinct().toArray(Integer[]::new);
    }
}

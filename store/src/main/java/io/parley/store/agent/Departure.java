package io.parley.store.agent;

import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.conversation.Unassignment;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes an agent out of an account: what they held is given back, and those who watch are told. */
@Component
class Departure {

    private static final String LEAVE_TEAMS = """
            DELETE FROM team_members
             WHERE agent_id = :id AND team_id IN (SELECT t.id FROM teams AS t WHERE t.account_id = :account)
            """;

    /** Each inbox left, with those who stay: the snapshot of a statement still has the one who goes. */
    private static final String LEAVE_INBOXES = """
            WITH gone AS (DELETE FROM inbox_members
                           WHERE agent_id = :id
                             AND inbox_id IN (SELECT i.id FROM inboxes AS i WHERE i.account_id = :account)
                          RETURNING inbox_id)
            SELECT gone.inbox_id,
                   ARRAY(SELECT m.agent_id FROM inbox_members AS m
                          WHERE m.inbox_id = gone.inbox_id AND m.agent_id <> :id ORDER BY m.agent_id) AS members
              FROM gone ORDER BY gone.inbox_id
            """;

    private static final String LEAVE_ACCOUNT =
            "DELETE FROM account_agents WHERE account_id = :account AND agent_id = :id";

    private final DatabaseClient database;
    private final Unassignment unassignment;
    private final Outbox outbox;
    private final Clock clock;

    Departure(DatabaseClient database, Unassignment unassignment, Outbox outbox, Clock clock) {
        this.database = database;
        this.unassignment = unassignment;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    Mono<Void> depart(AccountId account, AgentId id) {
        return run(LEAVE_TEAMS, account, id)
                .then(run(LEAVE_ACCOUNT, account, id))
                .then(Mono.defer(() -> leaveInboxes(account, id).collectList()))
                .flatMap(left -> unassignment.unassignAll(account, id).then(outbox.append(left)));
    }

    private Flux<OutboxEntry> leaveInboxes(AccountId account, AgentId id) {
        return database.sql(LEAVE_INBOXES)
                .bind("account", account.value())
                .bind("id", id.value())
                .map(row -> changed(account, new Columns(row)))
                .all();
    }

    private OutboxEntry changed(AccountId account, Columns left) {
        InboxId inbox = new InboxId(left.number("inbox_id"));
        List<AgentId> stay = left.numbers("members").stream().map(AgentId::new).toList();
        return OutboxEntry.event(new HubEvent(
                UUID.randomUUID().toString(),
                account,
                inbox,
                clock.instant(),
                new EventBody.InboxMembersChanged(inbox, stay)));
    }

    private Mono<Void> run(String sql, AccountId account, AgentId id) {
        return database.sql(sql)
                .bind("account", account.value())
                .bind("id", id.value())
                .then();
    }
}

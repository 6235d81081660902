package io.parley.store.participation;

import io.parley.contract.id.AgentId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentRows;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.conversation.ConversationAccess;
import io.parley.store.conversation.ConversationState;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Participants in PostgreSQL. */
@Component
class SqlParticipants implements Participants {

    /** True of a row of {@code account_agents}, called {@code aa}, whose agent may see {@code :inbox}. */
    static final String SEES_INBOX = """
            (aa.role = 'administrator'
             OR EXISTS (SELECT FROM inbox_members AS m WHERE m.inbox_id = :inbox AND m.agent_id = aa.agent_id))""";

    private static final String IDS = """
            SELECT agent_id FROM conversation_participants WHERE conversation_id = :conversation LIMIT 1000
            """;

    private static final String FIT = """
            SELECT count(*) AS number FROM account_agents AS aa
             WHERE aa.account_id = :account AND aa.agent_id = ANY (:agents) AND\s""" + SEES_INBOX;

    private static final String ADD = """
            INSERT INTO conversation_participants (conversation_id, agent_id)
            SELECT :conversation, agent FROM unnest(:agents) AS given (agent)
                ON CONFLICT DO NOTHING
            """;

    private static final String KEEP =
            "DELETE FROM conversation_participants WHERE conversation_id = :conversation AND agent_id <> ALL (:agents)";

    private static final String REMOVE =
            "DELETE FROM conversation_participants WHERE conversation_id = :conversation AND agent_id = ANY (:agents)";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final AgentRows agents;

    SqlParticipants(
            DatabaseClient database, TransactionalOperator transaction, ConversationAccess access, AgentRows agents) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.agents = agents;
    }

    @Override
    public Flux<AgentRow> list(Viewer viewer, int displayId) {
        return access.require(viewer, displayId).flatMapMany(this::rows);
    }

    @Override
    public Flux<AgentRow> add(Viewer viewer, int displayId, List<AgentId> given) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> insert(conversation, given))
                .as(transaction::transactional)
                .flatMapMany(conversation -> agents.of(conversation.accountId(), given));
    }

    @Override
    public Flux<AgentRow> set(Viewer viewer, int displayId, List<AgentId> given) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> insert(conversation, given))
                .flatMap(conversation -> run(KEEP, conversation, given).thenReturn(conversation))
                .as(transaction::transactional)
                .flatMapMany(this::rows);
    }

    @Override
    public Mono<Void> remove(Viewer viewer, int displayId, List<AgentId> given) {
        return access.require(viewer, displayId).flatMap(conversation -> run(REMOVE, conversation, given));
    }

    private Flux<AgentRow> rows(ConversationState conversation) {
        return database.sql(IDS)
                .bind("conversation", conversation.id().value())
                .map(row -> new AgentId(new Columns(row).number("agent_id")))
                .all()
                .collectList()
                .flatMapMany(ids -> agents.of(conversation.accountId(), ids));
    }

    private Mono<ConversationState> insert(ConversationState conversation, List<AgentId> given) {
        return database.sql(FIT)
                .bind("account", conversation.accountId().value())
                .bind("inbox", conversation.inboxId().value())
                .bind("agents", ids(given))
                .map(row -> new Columns(row).longNumber("number"))
                .one()
                .filter(fit -> fit == ids(given).length)
                .switchIfEmpty(Mono.error(
                        () -> new Invalid("user_ids", "Participants must be members of the conversation's inbox")))
                .then(run(ADD, conversation, given))
                .thenReturn(conversation);
    }

    private Mono<Void> run(String sql, ConversationState conversation, List<AgentId> given) {
        return database.sql(sql)
                .bind("conversation", conversation.id().value())
                .bind("agents", ids(given))
                .then();
    }

    private static Integer[] ids(List<AgentId> given) {
        return given.stream().map(AgentId::value).distinct().toArray(Integer[]::new);
    }
}

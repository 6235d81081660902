package io.parley.store.conversation;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.command.Command.Assign;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import io.parley.store.conversation.AssignmentCase.Place;
import io.parley.store.conversation.AssignmentCase.Verdict;
import io.parley.store.outbox.Outbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives conversations to agents as the router decided. The agents' rows are locked first, so that commands of several
 * partitions for one agent follow each other and no limit is broken between them.
 */
@Component
public class AssignAsDecided {

    private static final String LOCK_AGENTS = """
            SELECT aa.account_id, aa.agent_id, coalesce(a.display_name, a.name) AS name,
                   aa.availability = 'online' AND aa.assignment_weight > 0 AS available, aa.assignment_limit
              FROM account_agents AS aa
              JOIN agents AS a ON a.id = aa.agent_id
             WHERE (aa.account_id, aa.agent_id) IN (SELECT * FROM unnest(:accounts::int[], :agents::int[]))
             ORDER BY aa.account_id, aa.agent_id
               FOR NO KEY UPDATE OF aa
            """;

    /** Whoever takes one of them out of the inbox gives back what they hold: before this, or of this too. */
    private static final String LOCK_MEMBERS = """
            SELECT FROM inbox_members AS m
             WHERE (m.inbox_id, m.agent_id) IN (SELECT * FROM unnest(:inboxes::int[], :agents::int[]))
             ORDER BY m.inbox_id, m.agent_id
               FOR KEY SHARE
            """;

    private static final String LOCK_CONVERSATIONS = """
            SELECT c.id, c.account_id, c.inbox_id, c.status, c.assignee_id, c.team_id,
                   coalesce(c.returned_at = c.waiting_since, false) AS returned,
                   i.enable_auto_assignment AND i.enabled AND coalesce(t.allow_auto_assign, true) AS assigns,
                   i.assignment_limit
              FROM conversations AS c
              JOIN inboxes AS i ON i.id = c.inbox_id
              LEFT JOIN teams AS t ON t.id = c.team_id
             WHERE c.id = ANY (:ids)
             ORDER BY c.id
               FOR NO KEY UPDATE OF c
            """;

    /** A statement of its own: it sees what those committed who held the locks before. */
    private static final String HELD = """
            SELECT n.account_id, n.agent_id, n.inbox_id,
                   EXISTS (SELECT FROM inbox_members AS m WHERE m.inbox_id = n.inbox_id AND m.agent_id = n.agent_id) AS member,
                   ARRAY(SELECT m.team_id FROM team_members AS m WHERE m.agent_id = n.agent_id) AS teams,
                   coalesce(sum(k.number), 0)::int AS open,
                   coalesce(sum(k.number) FILTER (WHERE k.inbox_id = n.inbox_id), 0)::int AS open_here
              FROM unnest(:accounts::int[], :agents::int[], :inboxes::int[]) AS n (account_id, agent_id, inbox_id)
              LEFT JOIN conversation_counts AS k
                     ON k.account_id = n.account_id AND k.assignee_id = n.agent_id AND k.status = 'open'
             GROUP BY n.account_id, n.agent_id, n.inbox_id
            """;

    private static final String GIVE = """
            UPDATE conversations AS c SET assignee_id = n.agent_id, returned_at = NULL, updated_at = now()
              FROM unnest(:ids::int[], :agents::int[]) AS n (id, agent_id)
             WHERE c.id = n.id
            """;

    private static final String TELL = "SELECT tell_conversations(:ids::int[], :commands::text[])";

    private final DatabaseClient database;
    private final ConversationEvents events;
    private final Outbox outbox;
    private final MeterRegistry meters;

    AssignAsDecided(DatabaseClient database, ConversationEvents events, Outbox outbox, MeterRegistry meters) {
        this.database = database;
        this.events = events;
        this.outbox = outbox;
        this.meters = meters;
    }

    /** In the caller's transaction. What is refused is told again as it is, so that the router sees it. */
    public Mono<Void> assign(List<Assign> commands) {
        if (commands.isEmpty()) {
            return Mono.empty();
        }
        return readCase(commands).flatMap(found -> {
            Map<ConversationId, Assign> given = new LinkedHashMap<>();
            Map<ConversationId, HistoryLine> lines = new LinkedHashMap<>();
            List<Assign> refused = new ArrayList<>();
            for (Assign command : commands) {
                Verdict verdict = found.judge(command);
                switch (verdict) {
                    case GIVEN -> {
                        given.put(command.conversationId(), command);
                        lines.put(command.conversationId(), HistoryLine.assignedByAutomation(found.nameOf(command)));
                    }
                    case KEPT -> given.put(command.conversationId(), command);
                    default -> refused.add(command);
                }
                count(verdict);
            }
            return give(given.values())
                    .then(Mono.defer(() -> tell(refused)))
                    .then(Mono.defer(() -> events.updated(lines, Set.of(Change.ASSIGNEE))));
        });
    }

    private Mono<AssignmentCase> readCase(List<Assign> commands) {
        List<Place> places =
                List.copyOf(new TreeSet<>(commands.stream().map(Place::of).toList()));
        return database.sql(LOCK_AGENTS)
                .bind("accounts", numbers(places, Place::account))
                .bind("agents", numbers(places, Place::agent))
                .map(row -> AssignmentCase.Agent.of(new Columns(row)))
                .all()
                .collectList()
                .flatMap(agents -> lockMembers(places)
                        .then(Mono.defer(() -> lockConversations(commands)))
                        .flatMap(conversations ->
                                held(places).map(held -> new AssignmentCase(agents, conversations, held))));
    }

    private Mono<Void> lockMembers(List<Place> places) {
        return database.sql(LOCK_MEMBERS)
                .bind("inboxes", numbers(places, Place::inbox))
                .bind("agents", numbers(places, Place::agent))
                .then();
    }

    private Mono<List<AssignmentCase.Conversation>> lockConversations(List<Assign> commands) {
        return database.sql(LOCK_CONVERSATIONS)
                .bind("ids", numbers(commands, it -> it.conversationId().value()))
                .map(row -> AssignmentCase.Conversation.of(new Columns(row)))
                .all()
                .collectList();
    }

    private Mono<List<AssignmentCase.Held>> held(List<Place> places) {
        return database.sql(HELD)
                .bind("accounts", numbers(places, Place::account))
                .bind("agents", numbers(places, Place::agent))
                .bind("inboxes", numbers(places, Place::inbox))
                .map(row -> AssignmentCase.Held.of(new Columns(row)))
                .all()
                .collectList();
    }

    private Mono<Void> give(Collection<Assign> given) {
        return given.isEmpty()
                ? Mono.empty()
                : database.sql(GIVE)
                        .bind("ids", numbers(given, it -> it.conversationId().value()))
                        .bind("agents", numbers(given, it -> it.agentId().value()))
                        .then();
    }

    private Mono<Void> tell(List<Assign> refused) {
        return refused.isEmpty()
                ? Mono.empty()
                : database.sql(TELL)
                        .bind("ids", numbers(refused, it -> it.conversationId().value()))
                        .bind("commands", texts(refused, Assign::id))
                        .then()
                        .then(outbox.publishSoon());
    }

    private void count(Verdict verdict) {
        meters.counter(
                        "parley.commands",
                        "kind",
                        "assign",
                        "outcome",
                        verdict.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}

package io.parley.store.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.id.AgentId;
import io.parley.store.Columns;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The audit log in PostgreSQL. */
@Component
class SqlAuditLog implements AuditLog {

    private static final String LIST = """
            SELECT l.id, l.agent_id, a.name AS agent_name, l.action, l.subject_type, l.subject_id, l.before, l.after,
                   l.created_at
              FROM audit_log AS l
              LEFT JOIN agents AS a ON a.id = l.agent_id
             WHERE l.account_id = :account AND l.id < :before
               AND (:agent::int IS NULL OR l.agent_id = :agent)
               AND (:type::text IS NULL OR l.subject_type = :type)
               AND (:subject::int IS NULL OR l.subject_id = :subject)
               AND (:since::timestamptz IS NULL OR l.created_at >= :since)
               AND (:until::timestamptz IS NULL OR l.created_at < :until)
             ORDER BY l.id DESC LIMIT :limit OFFSET :skip
            """;

    private final DatabaseClient database;

    SqlAuditLog(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<List<Entry>> list(Viewer administrator, Query query) {
        return Mono.defer(() -> {
            administrator.requireAdministrator();
            AgentId agent = query.agent();
            return database.sql(LIST)
                    .bind("account", administrator.accountId().value())
                    .bind("before", query.before() == null ? Long.MAX_VALUE : query.before())
                    .bind("agent", Values.orNull(agent == null ? null : agent.value()))
                    .bind("type", Values.orNull(query.subjectType()))
                    .bind("subject", Values.orNull(query.subjectId()))
                    .bind("since", Values.orNull(query.since(), Instant.class))
                    .bind("until", Values.orNull(query.until(), Instant.class))
                    .bind("limit", Math.clamp(query.limit(), 1, 100))
                    .bind("skip", Math.clamp(query.skip(), 0, 10_000))
                    .map(row -> entry(new Columns(row)))
                    .all()
                    .collectList();
        });
    }

    private static Entry entry(Columns columns) {
        return new Entry(
                columns.longNumber("id"),
                new AgentId(columns.number("agent_id")),
                columns.textOrNull("agent_name"),
                columns.text("action"),
                columns.text("subject_type"),
                columns.number("subject_id"),
                columns.jsonOrNull("before", JsonNode.class),
                columns.jsonOrNull("after", JsonNode.class),
                columns.instant("created_at"));
    }
}

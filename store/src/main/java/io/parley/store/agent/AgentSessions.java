package io.parley.store.agent;

import io.parley.contract.id.AgentId;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.RandomToken;
import io.parley.store.agent.Agents.Session;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sessions of agents' browsers and phones; the table knows their tokens only as hashes. */
@Component
class AgentSessions {

    private static final int MONTHS = 2;
    private static final int PER_AGENT = 25;

    private static final String INSERT = """
            INSERT INTO agent_sessions (client, agent_id, token_hash, created_at, expires_at)
            VALUES (:client, :agent, :tokenHash, :now, :expiresAt)
            """;

    private static final String DELETE_BEYOND = """
            DELETE FROM agent_sessions
             WHERE agent_id = :agent
               AND client NOT IN (SELECT client FROM agent_sessions
                                   WHERE agent_id = :agent AND expires_at > :now
                                   ORDER BY created_at DESC, client LIMIT :number)
            """;

    private final DatabaseClient database;
    private final Clock clock;

    AgentSessions(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    Mono<Session> open(AgentId agent) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant expiresAt = now.atOffset(ZoneOffset.UTC).plusMonths(MONTHS).toInstant();
            Session session = new Session(RandomToken.next(), RandomToken.next(), expiresAt);
            return insert(agent, session, now).then(deleteBeyond(agent, now)).thenReturn(session);
        });
    }

    Mono<Boolean> close(String client) {
        return database.sql("DELETE FROM agent_sessions WHERE client = :client")
                .bind("client", client)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Void> closeAll(AgentId agent) {
        return database.sql("DELETE FROM agent_sessions WHERE agent_id = :agent")
                .bind("agent", agent.value())
                .then();
    }

    private Mono<Void> insert(AgentId agent, Session session, Instant now) {
        return database.sql(INSERT)
                .bind("client", session.client())
                .bind("agent", agent.value())
                .bind("tokenHash", SecretHash.sha256Hex(session.token()))
                .bind("now", now)
                .bind("expiresAt", session.expiresAt())
                .then();
    }

    private Mono<Void> deleteBeyond(AgentId agent, Instant now) {
        return database.sql(DELETE_BEYOND)
                .bind("agent", agent.value())
                .bind("now", now)
                .bind("number", PER_AGENT)
                .then();
    }
}

package io.parley.store.agent;

import io.parley.contract.id.AgentId;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.Columns;
import io.parley.store.RandomToken;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tokens in PostgreSQL, as hashes. */
@Component
class SqlApiTokens implements ApiTokens {

    private static final int MAX = 50;
    private static final int MAX_LENGTH = 100;

    private static final String COLUMNS = "id, name, created_at, last_used_at";

    private static final String LIST = "SELECT " + COLUMNS + " FROM api_tokens WHERE agent_id = :agent ORDER BY id";

    private static final String INSERT = """
            INSERT INTO api_tokens (agent_id, name, token_hash)
            SELECT :agent, :name, :hash
             WHERE (SELECT count(*) FROM api_tokens WHERE agent_id = :agent) < :max
            RETURNING\s""" + COLUMNS;

    private static final String REVOKE = "DELETE FROM api_tokens WHERE agent_id = :agent AND id = :id";

    private static final String USE = """
            UPDATE api_tokens SET last_used_at = now()
             WHERE token_hash = :hash AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """;

    private static final String OWNER = "SELECT agent_id FROM api_tokens WHERE token_hash = :hash";

    private final DatabaseClient database;

    SqlApiTokens(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<ApiToken> list(AgentId agent) {
        return database.sql(LIST)
                .bind("agent", agent.value())
                .map(row -> token(new Columns(row)))
                .all();
    }

    @Override
    public Mono<NewToken> create(AgentId agent, String name) {
        return Mono.defer(() -> {
            String secret = RandomToken.next();
            return database.sql(INSERT)
                    .bind("agent", agent.value())
                    .bind("name", name(name))
                    .bind("hash", SecretHash.sha256Hex(secret))
                    .bind("max", MAX)
                    .map(row -> new NewToken(token(new Columns(row)), secret))
                    .one()
                    .switchIfEmpty(
                            Mono.error(() -> new Invalid("base", "You can have at most %d tokens".formatted(MAX))));
        });
    }

    @Override
    public Mono<Void> revoke(AgentId agent, int id) {
        return RequiredRow.change(
                database.sql(REVOKE).bind("agent", agent.value()).bind("id", id),
                Mono.error(() -> new StoreFailure.NotFound("Token")));
    }

    /** Whose token it is; empty when nobody's. */
    Mono<AgentId> use(String secret) {
        String hash = SecretHash.sha256Hex(secret);
        return database.sql(OWNER)
                .bind("hash", hash)
                .map(row -> new AgentId(new Columns(row).number("agent_id")))
                .one()
                .flatMap(owner -> database.sql(USE).bind("hash", hash).then().thenReturn(owner));
    }

    private static String name(String given) {
        String name = given.strip();
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new Invalid("name", "Name must have 1 to %d characters".formatted(MAX_LENGTH));
        }
        return name;
    }

    private static ApiToken token(Columns columns) {
        return new ApiToken(
                columns.number("id"),
                columns.text("name"),
                columns.instant("created_at"),
                columns.instantOrNull("last_used_at"));
    }
}

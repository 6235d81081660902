package io.parley.store.agent;

import io.parley.contract.id.AgentId;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.Columns;
import io.parley.store.agent.AgentIdentity.Membership;
import java.time.Clock;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads agents with their memberships, the account they work in first, in one statement. */
@Component
class AgentIdentities {

    private static final String SELECT = """
            SELECT a.id, a.name, a.display_name, a.email, a.access_token_hash, a.access_token_sealed, a.pubsub_token,
                   a.message_signature, a.ui_settings, a.created_at,
                   (SELECT json_agg(json_build_object(
                               'accountId', aa.account_id, 'accountName', account.name,
                               'administrator', aa.role = 'administrator', 'availability', upper(aa.availability),
                               'autoOffline', aa.auto_offline, 'activeAt', aa.active_at)
                               ORDER BY aa.active_at DESC NULLS LAST, aa.account_id)
                      FROM account_agents AS aa
                      JOIN accounts AS account ON account.id = aa.account_id
                     WHERE aa.agent_id = a.id) AS memberships
            """;

    private static final String BY_ID = SELECT + " FROM agents AS a WHERE a.id = :id";

    private static final String BY_ACCESS_TOKEN = SELECT + " FROM agents AS a WHERE a.access_token_hash = :hash";

    private static final String BY_EMAIL = SELECT + " FROM agents AS a WHERE lower(a.email) = lower(:email)";

    private static final String BY_SESSION = SELECT + """
            , session.token_hash
              FROM agent_sessions AS session
              JOIN agents AS a ON a.id = session.agent_id
             WHERE session.client = :client AND session.expires_at > :now AND lower(a.email) = lower(:email)
            """;

    private final DatabaseClient database;
    private final SqlApiTokens tokens;
    private final SecretBox secrets;
    private final Clock clock;

    AgentIdentities(DatabaseClient database, SqlApiTokens tokens, SecretBox secrets, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.secrets = secrets;
        this.clock = clock;
    }

    Mono<AgentIdentity> byId(AgentId id) {
        return database.sql(BY_ID)
                .bind("id", id.value())
                .map(row -> identity(new Columns(row)))
                .one();
    }

    /** By the profile's token, or by one of those made for programs. */
    Mono<AgentIdentity> byAccessToken(String accessToken) {
        return database.sql(BY_ACCESS_TOKEN)
                .bind("hash", SecretHash.sha256Hex(accessToken))
                .map(row -> identity(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.defer(() -> tokens.use(accessToken).flatMap(this::byId)));
    }

    Mono<AgentIdentity> byEmail(String email) {
        return database.sql(BY_EMAIL)
                .bind("email", email.strip())
                .map(row -> identity(new Columns(row)))
                .one();
    }

    Mono<AgentIdentity> bySession(String client, String token, String email) {
        return database.sql(BY_SESSION)
                .bind("client", client)
                .bind("email", email.strip())
                .bind("now", clock.instant())
                .map(row -> new Session(new Columns(row).text("token_hash"), identity(new Columns(row))))
                .one()
                .filter(session -> SecretHash.matches(session.tokenHash(), token))
                .map(Session::identity);
    }

    private record Session(String tokenHash, AgentIdentity identity) {}

    private AgentIdentity identity(Columns columns) {
        Membership[] memberships = columns.jsonOrNull("memberships", Membership[].class);
        return new AgentIdentity(
                new AgentId(columns.number("id")),
                columns.text("name"),
                columns.textOrNull("display_name"),
                columns.text("email"),
                secrets.open(columns.text("access_token_sealed")),
                columns.text("pubsub_token"),
                columns.textOrNull("message_signature"),
                columns.json("ui_settings"),
                memberships == null ? List.of() : List.of(memberships),
                columns.instant("created_at"));
    }
}

package io.parley.store.agent;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.Columns;
import io.parley.store.RandomToken;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.agent.Agents.NewAgent;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes somebody an agent of an account. */
@Component
public class Enrolment {

    private static final String INSERT_AGENT = """
            INSERT INTO agents (name, email, password_hash, access_token_hash, access_token_sealed, pubsub_token)
            VALUES (:name, :email, :passwordHash, :tokenHash, :tokenSealed, :pubsubToken)
                ON CONFLICT (lower(email)) DO NOTHING
            RETURNING id
            """;

    private static final String BY_EMAIL = "SELECT id FROM agents WHERE lower(email) = :email";

    private static final String INSERT_MEMBERSHIP = """
            INSERT INTO account_agents (account_id, agent_id, role, availability, auto_offline)
            VALUES (:account, :agent, :role, :availability, :autoOffline)
                ON CONFLICT DO NOTHING
            """;

    private final DatabaseClient database;
    private final Passwords passwords;
    private final SecretBox secrets;

    Enrolment(DatabaseClient database, Passwords passwords, SecretBox secrets) {
        this.database = database;
        this.passwords = passwords;
        this.secrets = secrets;
    }

    /**
     * Runs in the caller's transaction. Who already works for another account joins this one as they are: nobody's
     * password is changed by an invitation.
     *
     * @throws StoreFailure.Invalid when they are in the account already
     */
    public Mono<AgentId> enrol(AccountId account, NewAgent agent) {
        return hash(agent)
                .flatMap(passwordHash -> insert(agent, passwordHash))
                .switchIfEmpty(Mono.defer(() -> existing(agent)))
                .flatMap(id -> join(account, id, agent).thenReturn(id));
    }

    private Mono<String> hash(NewAgent agent) {
        String password = agent.password();
        return password == null ? passwords.hashOfRandom() : passwords.hash(password);
    }

    private Mono<AgentId> insert(NewAgent agent, String passwordHash) {
        String accessToken = RandomToken.next();
        return database.sql(INSERT_AGENT)
                .bind("name", AgentFields.name(agent.name()))
                .bind("email", AgentFields.email(agent.email()))
                .bind("passwordHash", passwordHash)
                .bind("tokenHash", SecretHash.sha256Hex(accessToken))
                .bind("tokenSealed", secrets.seal(accessToken))
                .bind("pubsubToken", RandomToken.next())
                .map(row -> new AgentId(new Columns(row).number("id")))
                .one();
    }

    private Mono<AgentId> existing(NewAgent agent) {
        return database.sql(BY_EMAIL)
                .bind("email", AgentFields.email(agent.email()))
                .map(row -> new AgentId(new Columns(row).number("id")))
                .one();
    }

    private Mono<Void> join(AccountId account, AgentId id, NewAgent agent) {
        return RequiredRow.change(
                database.sql(INSERT_MEMBERSHIP)
                        .bind("account", account.value())
                        .bind("agent", id.value())
                        .bind("role", agent.administrator() ? "administrator" : "agent")
                        .bind(
                                "availability",
                                Objects.requireNonNullElse(agent.availability(), Availability.ONLINE)
                                        .wireName())
                        .bind("autoOffline", Objects.requireNonNullElse(agent.autoOffline(), true)),
                Mono.error(() -> new StoreFailure.Invalid("email", "Email has already been taken")));
    }
}

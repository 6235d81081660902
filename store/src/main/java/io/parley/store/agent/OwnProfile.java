package io.parley.store.agent;

import io.parley.contract.id.AgentId;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.Columns;
import io.parley.store.RandomToken;
import io.parley.store.StoreFailure;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.agent.Agents.ProfileChange;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What agents change of themselves, in all their accounts. */
@Component
class OwnProfile {

    static final Function<Throwable, Throwable> TAKEN =
            Uniqueness.toInvalid(new Uniqueness("agents_email_key", "email", "Email has already been taken"));

    private static final String PASSWORD = "SELECT password_hash FROM agents WHERE id = :id";

    private static final String UPDATE = """
            UPDATE agents
               SET name = coalesce(:name, name), email = coalesce(:email, email),
                   display_name = CASE WHEN :displayName::text IS NULL THEN display_name
                                       ELSE nullif(btrim(:displayName), '') END,
                   message_signature = CASE WHEN :messageSignature::text IS NULL THEN message_signature
                                            ELSE nullif(:messageSignature, '') END,
                   ui_settings = coalesce(:uiSettings::jsonb, ui_settings),
                   password_hash = coalesce(:passwordHash, password_hash), updated_at = now()
             WHERE id = :id
            """;

    private static final String SET_ACCESS_TOKEN = """
            UPDATE agents SET access_token_hash = :hash, access_token_sealed = :sealed, updated_at = now() WHERE id = :id
            """;

    private final DatabaseClient database;
    private final AgentSessions sessions;
    private final Passwords passwords;
    private final SecretBox secrets;

    OwnProfile(DatabaseClient database, AgentSessions sessions, Passwords passwords, SecretBox secrets) {
        this.database = database;
        this.sessions = sessions;
        this.passwords = passwords;
        this.secrets = secrets;
    }

    /** In the caller's transaction. A new password ends all sessions. */
    Mono<Void> update(AgentId id, ProfileChange change) {
        return newPasswordHash(id, change)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(hash -> update(id, change, hash.orElse(null)));
    }

    /** The old one is worthless at once. */
    Mono<Void> resetAccessToken(AgentId id) {
        return Mono.fromCallable(RandomToken::next)
                .flatMap(token -> database.sql(SET_ACCESS_TOKEN)
                        .bind("hash", SecretHash.sha256Hex(token))
                        .bind("sealed", secrets.seal(token))
                        .bind("id", id.value())
                        .then());
    }

    private Mono<Void> update(AgentId id, ProfileChange change, @Nullable String passwordHash) {
        GenericExecuteSpec statement = database.sql(UPDATE)
                .bind("id", id.value())
                .bind("name", Values.orNull(change.name() == null ? null : AgentFields.name(change.name())))
                .bind("email", Values.orNull(change.email() == null ? null : AgentFields.email(change.email())))
                .bind("displayName", Values.orNull(change.displayName()))
                .bind("messageSignature", Values.orNull(change.messageSignature()))
                .bind("uiSettings", Values.orNull(uiSettings(change)))
                .bind("passwordHash", Values.orNull(passwordHash));
        return passwordHash == null ? statement.then() : statement.then().then(sessions.closeAll(id));
    }

    private static @Nullable String uiSettings(ProfileChange change) {
        if (change.uiSettings() == null || change.uiSettings().isNull()) {
            return null;
        }
        if (!change.uiSettings().isObject()) {
            throw new StoreFailure.Invalid("ui_settings", "Ui settings must be an object");
        }
        return change.uiSettings().toString();
    }

    /** Empty when the password stays. */
    private Mono<String> newPasswordHash(AgentId id, ProfileChange change) {
        String newPassword = change.newPassword();
        if (newPassword == null) {
            return Mono.empty();
        }
        String currentPassword = change.currentPassword() == null ? "" : change.currentPassword();
        return database.sql(PASSWORD)
                .bind("id", id.value())
                .map(row -> new Columns(row).text("password_hash"))
                .one()
                .filterWhen(hash -> passwords.matches(currentPassword, hash))
                .switchIfEmpty(
                        Mono.error(() -> new StoreFailure.Invalid("current_password", "Current password is incorrect")))
                .then(Mono.defer(() -> passwords.hash(newPassword)));
    }
}

package io.parley.store.agent;

import io.parley.contract.id.AgentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tokens an agent made for programs, beside the one of their profile; each can be revoked alone. */
public interface ApiTokens {

    /** Oldest first. */
    Flux<ApiToken> list(AgentId agent);

    /** @throws io.parley.store.StoreFailure.Invalid when the name is blank, or there are 50 */
    Mono<NewToken> create(AgentId agent, String name);

    /** Worthless at once. */
    Mono<Void> revoke(AgentId agent, int id);

    /** @param lastUsedAt to the minute; absent: never */
    record ApiToken(
            int id,
            String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    /** @param secret in clear, shown once */
    record NewToken(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "NewToken[" + token.id() + "]";
        }
    }
}

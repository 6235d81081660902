package io.parley.agentgateway.api.profile;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.agentgateway.security.SignedIn;
import io.parley.store.agent.ApiTokens;
import io.parley.store.agent.ApiTokens.ApiToken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** My tokens for programs, beside the one of my profile (beyond Chatwoot). */
@RestController
@RequestMapping("/api/v1/profile/access_tokens")
@Tag(name = "Profile")
class TokenController {

    private final ApiTokens tokens;

    TokenController(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping
    @Operation(summary = "My tokens, with when each was used last (beyond Chatwoot)")
    Mono<Payload<List<TokenJson>>> list(SignedIn me) {
        return tokens.list(me.agent().id())
                .map(it -> TokenJson.of(it, null))
                .collectList()
                .map(Payload::new);
    }

    @PostMapping
    @Operation(summary = "Make a token; it is shown this once (beyond Chatwoot)")
    @Takes("name")
    Mono<TokenJson> create(SignedIn me, Parameters in) {
        return tokens.create(me.agent().id(), in.required("name")).map(it -> TokenJson.of(it.token(), it.secret()));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke a token; it is worthless at once (beyond Chatwoot)")
    Mono<Void> revoke(SignedIn me, @PathVariable int id) {
        return tokens.revoke(me.agent().id(), id);
    }

    /** @param accessToken only in the answer that made it */
    @Wire
    record TokenJson(
            int id,
            String name,
            String createdAt,
            @Nullable String lastUsedAt,
            @Wire.Optional @Nullable String accessToken) {

        static TokenJson of(ApiToken token, @Nullable String secret) {
            return new TokenJson(
                    token.id(),
                    token.name(),
                    WireTime.iso(token.createdAt()),
                    WireTime.isoOrNull(token.lastUsedAt()),
                    secret);
        }
    }
}

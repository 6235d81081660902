package io.parley.agentgateway.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whom Cloudflare Access let through: the e-mail address in the token that it puts on every request. It only opens a
 * session. Browsers send that token by themselves, so that counting it everywhere would let other pages act for agents.
 */
@Component
public class CloudflareAccess {

    private static final Logger log = LoggerFactory.getLogger(CloudflareAccess.class);

    private static final String HEADER = "Cf-Access-Jwt-Assertion";

    private final @Nullable ReactiveJwtDecoder decoder;

    CloudflareAccess(CloudflareAccessProperties properties) {
        this.decoder = properties.enabled() ? decoder(properties) : null;
    }

    private static ReactiveJwtDecoder decoder(CloudflareAccessProperties properties) {
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSetUri(
                        properties.team() + "/cdn-cgi/access/certs")
                .build();
        OAuth2TokenValidator<Jwt> forUs = new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, audience -> audience != null && audience.contains(properties.audience()));
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(properties.team()), forUs));
        return decoder;
    }

    public boolean isEnabled() {
        return decoder != null;
    }

    /** Empty without a token, and with one that is no good. Fails when Cloudflare's keys cannot be read. */
    public Mono<String> emailIn(HttpHeaders headers) {
        String token = headers.getFirst(HEADER);
        if (decoder == null || token == null || token.isBlank()) {
            return Mono.empty();
        }
        return decoder.decode(token)
                .mapNotNull(jwt -> jwt.getClaimAsString("email"))
                .filter(email -> !email.isBlank())
                .onErrorResume(BadJwtException.class, bad -> {
                    log.info("A token of Cloudflare Access is no good: {}", bad.getMessage());
                    return Mono.empty();
                });
    }
}

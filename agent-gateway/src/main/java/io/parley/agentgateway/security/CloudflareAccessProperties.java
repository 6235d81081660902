package io.parley.agentgateway.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signing in through Cloudflare Access; off unless both are set.
 *
 * @param team address of the team, such as {@code https://acme.cloudflareaccess.com}: it issues the tokens
 * @param audience the application's AUD tag
 */
@ConfigurationProperties("parley.gateway.cloudflare-access")
record CloudflareAccessProperties(
        @DefaultValue("") String team, @DefaultValue("") String audience) {

    CloudflareAccessProperties {
        team = team.strip().replaceFirst("/+$", "");
        audience = audience.strip();
        if (team.isEmpty() != audience.isEmpty()) {
            throw new IllegalArgumentException("Cloudflare Access takes a team and an audience, or neither");
        }
    }

    boolean enabled() {
        return !team.isEmpty();
    }
}

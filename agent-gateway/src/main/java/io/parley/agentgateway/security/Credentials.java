package io.parley.agentgateway.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.StringUtils;

/** How a request says who sends it. */
sealed interface Credentials {

    /** An agent's own token, for programs. */
    record AccessToken(String value) implements Credentials {
        @Override
        public String toString() {
            return "AccessToken[]";
        }
    }

    /** A browser's session. */
    record Session(String client, String token, String uid) implements Credentials {
        @Override
        public String toString() {
            return "Session[" + client + "]";
        }
    }

    /**
     * A token header wins over a session, a session over {@code Authorization}: Chatwoot's clients send more than one
     * of them at once. Underscores in header names get lost at some proxies, so that {@code Authorization} alone is
     * good, too.
     */
    static Optional<Credentials> of(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String token = firstText(headers.getFirst("api_access_token"), headers.getFirst("Api-Access-Token"));
        if (token != null) {
            return Optional.of(new AccessToken(token));
        }
        Optional<Session> session = sessionOf(headers);
        if (session.isPresent()) {
            return session.map(it -> it);
        }
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            String bearer = authorization.substring(7).strip();
            return bearer.isEmpty() ? Optional.empty() : Optional.of(new AccessToken(bearer));
        }
        return Optional.empty();
    }

    /**
     * For streams, whose clients in browsers cannot set a header: {@code access_token} may also stand in the query,
     * alone or, for a session, with {@code client} and {@code uid}.
     */
    static Optional<Credentials> ofStream(ServerHttpRequest request) {
        Optional<Credentials> inHeaders = of(request);
        if (inHeaders.isPresent()) {
            return inHeaders;
        }
        var query = request.getQueryParams();
        String token = query.getFirst("access_token");
        String client = query.getFirst("client");
        String uid = query.getFirst("uid");
        if (!StringUtils.hasText(token)) {
            return Optional.empty();
        }
        return StringUtils.hasText(client) && StringUtils.hasText(uid)
                ? Optional.of(new Session(client, token, uid))
                : Optional.of(new AccessToken(token));
    }

    /** Empty unless all three headers are there. */
    static Optional<Session> sessionOf(HttpHeaders headers) {
        String token = headers.getFirst("access-token");
        String client = headers.getFirst("client");
        String uid = headers.getFirst("uid");
        return StringUtils.hasText(token) && StringUtils.hasText(client) && StringUtils.hasText(uid)
                ? Optional.of(new Session(client, token, uid))
                : Optional.empty();
    }

    private static @Nullable String firstText(@Nullable String one, @Nullable String other) {
        return StringUtils.hasText(one) ? one : StringUtils.hasText(other) ? other : null;
    }
}

package io.parley.agentgateway.security;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers requests of nobody in particular, in Chatwoot's words. */
@Component
class Refusals implements ServerAuthenticationEntryPoint, ServerAuthenticationFailureHandler {

    private static final MediaType JSON = new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8);

    /** No credentials at all. */
    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException reason) {
        return unauthorized(exchange, "{\"errors\":[\"You need to sign in or sign up before continuing.\"]}");
    }

    /** Credentials that are no good. */
    @Override
    public Mono<Void> onAuthenticationFailure(WebFilterExchange exchange, AuthenticationException reason) {
        return reason instanceof CheckCredentials.UnknownAccessToken
                ? unauthorized(exchange.getExchange(), "{\"error\":\"Invalid Access Token\"}")
                : commence(exchange.getExchange(), reason);
    }

    private static Mono<Void> unauthorized(ServerWebExchange exchange, String json) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        response.getHeaders().setContentType(JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(json.getBytes(StandardCharsets.UTF_8))));
    }
}

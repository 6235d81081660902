package io.parley.ingress.channel.webchat;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets pages of other origins read the widget's answers, refusals included. No credentials travel by themselves: what
 * may be done is decided by the inbox's allowed domains and the visitor's token.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class WidgetCors implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        String origin = exchange.getRequest().getHeaders().getOrigin();
        if (origin == null || !(path.startsWith("/widget") || path.startsWith("/public/widget/"))) {
            return chain.filter(exchange);
        }
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.setAccessControlAllowOrigin(origin);
        headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        headers.add(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.RETRY_AFTER);
        if (!HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod())) {
            return chain.filter(exchange);
        }
        headers.add(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, OPTIONS");
        headers.add(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, X-Auth-Token, Authorization, Last-Event-ID");
        headers.setAccessControlMaxAge(600);
        exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
        return exchange.getResponse().setComplete();
    }
}

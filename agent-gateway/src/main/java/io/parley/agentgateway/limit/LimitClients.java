package io.parley.agentgateway.limit;

import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses a contact who asks the public client API too often, and an address that makes too many of them. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 201) // behind the address as such
class LimitClients implements WebFilter {

    private static final Pattern CONTACTS = Pattern.compile("/public/api/v1/inboxes/([^/]+)/contacts(?:/([^/]+).*)?");

    private final RateLimits limits;
    private final RateLimitProperties properties;

    LimitClients(RateLimits limits, RateLimitProperties properties) {
        this.limits = limits;
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Matcher contacts = CONTACTS.matcher(request.getPath().value());
        Optional<String> address = properties.countedAddress(request);
        if (address.isEmpty() || !contacts.matches() || request.getMethod().equals(HttpMethod.OPTIONS)) {
            return chain.filter(exchange);
        }
        String contact = contacts.group(2);
        return (contact == null
                        ? limits.take("clients:new:" + address.get(), Rate.perMinute(properties.newClients()))
                        : limits.take(
                                "clients:" + contacts.group(1) + ":" + contact, Rate.perMinute(properties.perClient())))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }
}

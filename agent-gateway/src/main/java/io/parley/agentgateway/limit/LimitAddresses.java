package io.parley.agentgateway.limit;

import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses an address that asks the API too often, before anything is looked up for it. Providers' webhooks, files and
 * pages are not counted: the first must not be turned away, and the others cost little.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 200)
class LimitAddresses implements WebFilter {

    private static final Pattern API = Pattern.compile("/(api|auth|public/api)/.*");

    private final RateLimits limits;
    private final RateLimitProperties properties;

    LimitAddresses(RateLimits limits, RateLimitProperties properties) {
        this.limits = limits;
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!API.matcher(request.getPath().value()).matches()) {
            return chain.filter(exchange);
        }
        return Mono.justOrEmpty(properties.countedAddress(request))
                .flatMap(address -> limits.take("ip:" + address, Rate.perMinute(properties.perAddress())))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }
}

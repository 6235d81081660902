package io.parley.agentgateway.limit;

import io.parley.agentgateway.api.ApiFailure;
import io.parley.agentgateway.security.SignedIn;
import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import io.parley.runtime.limit.TooMany;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses what an agent, an account or a conversation asks of the dearer parts of the API too often. */
@Component
@Order(0) // behind signing in
class LimitAgents implements WebFilter {

    private static final Pattern IN_ACCOUNT = Pattern.compile("/api/v[12]/accounts/(\\d+)/(.*)");
    private static final Pattern SEARCHES = Pattern.compile("search(/.*)?|conversations/\\d+/(similar|suggestions)");
    private static final Pattern ASSISTANT = Pattern.compile("conversations/\\d+/(draft_answer|summary)");
    private static final Pattern MESSAGES = Pattern.compile("conversations/(\\d+)/messages");

    private final RateLimits limits;
    private final RateLimitProperties properties;

    LimitAgents(RateLimits limits, RateLimitProperties properties) {
        this.limits = limits;
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Matcher inAccount = IN_ACCOUNT.matcher(request.getPath().value());
        if (!inAccount.matches() || properties.countedAddress(request).isEmpty()) {
            return chain.filter(exchange);
        }
        return exchange.<Principal>getPrincipal()
                .map(SignedIn::of)
                .flatMap(Mono::justOrEmpty)
                .flatMapIterable(agent -> limitsOf(
                        request.getMethod(),
                        inAccount.group(1),
                        inAccount.group(2),
                        agent.agent().id().toString()))
                .concatMap(this::count)
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> count(Limit limit) {
        return limits.take(limit.what(), Rate.perMinute(limit.perMinute())).onErrorMap(TooMany.class, limit.refusal());
    }

    private List<Limit> limitsOf(HttpMethod method, String account, String what, String agent) {
        if (what.equals("contacts/search")) {
            return List.of(new Limit("contacts:" + account, properties.contactSearches()));
        }
        if (what.equals("conversations/meta")) {
            return List.of(new Limit("counts:" + agent, properties.conversationCounts()));
        }
        if (what.startsWith("reports")) {
            return List.of(
                    new Limit("reports:agent:" + agent, properties.reportsPerAgent()),
                    new Limit("reports:account:" + account, properties.reportsPerAccount()));
        }
        if (SEARCHES.matcher(what).matches()) {
            return List.of(new Limit("searches:" + agent, properties.searches()));
        }
        if (ASSISTANT.matcher(what).matches()) {
            return List.of(new Limit("assistant:" + agent, properties.assistant()));
        }
        Matcher messages = MESSAGES.matcher(what);
        if (messages.matches() && method == HttpMethod.POST) {
            return List.of(new Limit(
                    "messages:" + account + ":" + messages.group(1),
                    properties.messagesPerConversation(),
                    failure -> new ApiFailure.BadInput("Too many messages")));
        }
        return List.of();
    }

    /**
     * @param what whose requests of which kind
     * @param refusal how one too many is answered
     */
    private record Limit(String what, int perMinute, Function<TooMany, RuntimeException> refusal) {

        Limit(String what, int perMinute) {
            this(what, perMinute, failure -> failure);
        }
    }
}

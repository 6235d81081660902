package io.parley.ingress.channel.webchat;

import io.parley.contract.inbox.WebchatChannel;
import io.parley.ingress.problem.IngressFailure.VisitorTokenInvalid;
import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorToken;
import io.parley.runtime.visitor.VisitorTokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who asks, and whether they ask too often. */
@Component
class WidgetCallers {

    private static final String TOKEN_HEADER = "X-Auth-Token";
    private static final String BEARER = "Bearer ";

    private final VisitorTokens tokens;
    private final WebchatInboxes inboxes;
    private final Origins origins;
    private final RateLimits limits;
    private final WebchatProperties properties;

    WidgetCallers(
            VisitorTokens tokens,
            WebchatInboxes inboxes,
            Origins origins,
            RateLimits limits,
            WebchatProperties properties) {
        this.tokens = tokens;
        this.inboxes = inboxes;
        this.origins = origins;
        this.limits = limits;
        this.properties = properties;
    }

    Mono<WebchatInbox> inbox(String websiteToken) {
        return inboxes.find(websiteToken);
    }

    /** The inbox a page names; the page must be allowed to. */
    Mono<WebchatInbox> page(String websiteToken, ServerHttpRequest request) {
        return countAddress(request)
                .then(Mono.defer(() -> inboxes.find(websiteToken)))
                .doOnNext(inbox -> origins.checkPage(inbox.channel(), request.getHeaders()));
    }

    /** Whoever sends a good token. */
    Mono<WidgetCaller> of(ServerHttpRequest request) {
        return countAddress(request)
                .then(Mono.defer(() -> read(tokenIn(request.getHeaders()))))
                .doOnNext(caller -> origins.check(caller.inbox().channel(), request.getHeaders()))
                .flatMap(caller -> count("visitor", caller, properties.requests()));
    }

    Mono<WidgetCaller> read(@Nullable String token) {
        return Mono.justOrEmpty(tokens.read(token).map(VisitorToken::visitor))
                .switchIfEmpty(Mono.error(VisitorTokenInvalid::new))
                .flatMap(visitor -> inboxes.find(visitor.inboxId()).map(inbox -> new WidgetCaller(visitor, inbox)));
    }

    void checkOrigin(WebchatChannel inbox, HttpHeaders headers) {
        origins.check(inbox, headers);
    }

    Mono<WidgetCaller> count(String what, WidgetCaller caller, Rate rate) {
        Visitor visitor = caller.visitor();
        return limits.take("webchat:" + what + ":" + visitor.inboxId() + ":" + visitor.sourceId(), rate)
                .thenReturn(caller);
    }

    Mono<Void> countSession(ServerHttpRequest request) {
        return take("sessions", request.getRemoteAddress(), properties.sessions());
    }

    Mono<Void> countAddress(ServerHttpRequest request) {
        return take("address", request.getRemoteAddress(), properties.address());
    }

    /** The machine itself is exempt: a proxy that does not say for whom it asks would be everybody. */
    private Mono<Void> take(String what, @Nullable InetSocketAddress from, Rate rate) {
        InetAddress address = from == null ? null : from.getAddress();
        return address == null || address.isLoopbackAddress()
                ? Mono.empty()
                : limits.take("webchat:" + what + ":" + address.getHostAddress(), rate);
    }

    private static @Nullable String tokenIn(HttpHeaders headers) {
        String own = headers.getFirst(TOKEN_HEADER);
        if (own != null) {
            return own;
        }
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : null;
    }
}

package io.parley.agentgateway.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes requests as Chatwoot takes them: with a slash at the end, with {@code .json} behind it, and with whatever they
 * say they accept. Goes before everything that looks at the path, signing in included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class ChatwootPaths implements WebFilter {

    private static final Pattern API = Pattern.compile("/(api|auth|public/api|health)(/.*|\\.json)?");
    private static final Pattern STREAM = Pattern.compile("/api/v1/accounts/[^/]+/stream/?");
    /** Answered in events alone. */
    private static final Pattern WRITTEN =
            Pattern.compile("/api/v1/accounts/[^/]+/conversations/[^/]+/(draft_answer|summary)/?");

    private static final Pattern ORNAMENT = Pattern.compile("(\\.json)?/*$");
    private static final List<MediaType> EVENTS = List.of(MediaType.TEXT_EVENT_STREAM);
    private static final List<MediaType> JSON =
            List.of(new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8));

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (!API.matcher(path).matches()) {
            return chain.filter(exchange);
        }
        boolean stream = STREAM.matcher(path).matches();
        String plain = ORNAMENT.matcher(path).replaceFirst("");
        return chain.filter(exchange.mutate()
                .request(request -> {
                    if (!plain.equals(path)) {
                        request.path(plain);
                    }
                    if (!stream) {
                        boolean written = WRITTEN.matcher(path).matches();
                        request.headers(headers -> headers.setAccept(written ? EVENTS : JSON));
                    }
                })
                .build());
    }
}

package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.ingress.problem.IngressFailure.InvalidInput;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorToken;
import io.parley.runtime.visitor.VisitorTokens;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the widget asks by request; see "The widget's protocol" in the module's README. */
@RestController
@RequestMapping("/widget")
class WidgetController {

    private static final Resource PAGE = new ClassPathResource("static/widget/index.html");

    private final WidgetCallers callers;
    private final Origins origins;
    private final VisitorTokens tokens;
    private final AcceptVisitor accept;
    private final IdentifyVisitor identify;
    private final Uploads uploads;
    private final WebchatProperties properties;
    private final Clock clock;

    WidgetController(
            WidgetCallers callers,
            Origins origins,
            VisitorTokens tokens,
            AcceptVisitor accept,
            IdentifyVisitor identify,
            Uploads uploads,
            WebchatProperties properties,
            Clock clock) {
        this.callers = callers;
        this.origins = origins;
        this.tokens = tokens;
        this.accept = accept;
        this.identify = identify;
        this.uploads = uploads;
        this.properties = properties;
        this.clock = clock;
    }

    /** The frame's page: browsers show it inside allowed pages only. */
    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<Resource>> page(@RequestParam("website_token") String websiteToken, ServerHttpRequest request) {
        return callers.countAddress(request)
                .then(Mono.defer(() -> callers.inbox(websiteToken)))
                .map(inbox -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noCache())
                        .contentType(MediaType.TEXT_HTML)
                        .header(
                                "Content-Security-Policy",
                                "default-src 'self'; img-src 'self' data: blob: https: http:; media-src 'self' blob:;"
                                        + " style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; object-src 'none';"
                                        + " base-uri 'self'; form-action 'self'; frame-ancestors "
                                        + origins.ancestors(inbox.channel()))
                        .body(PAGE));
    }

    @GetMapping("/config")
    Mono<WidgetConfigJson> config(@RequestParam("website_token") String websiteToken, ServerHttpRequest request) {
        return callers.page(websiteToken, request)
                .map(inbox -> WidgetConfigJson.of(inbox, properties, clock.instant()));
    }

    @PostMapping("/sessions")
    Mono<SessionJson> session(@RequestBody JsonNode body, ServerHttpRequest request) {
        String websiteToken = Optional.ofNullable(VisitorFrames.text(body, "website_token"))
                .orElseThrow(() -> new InvalidInput("invalid-session", "website_token is missing"));
        return callers.page(websiteToken, request).flatMap(inbox -> {
            Optional<Visitor> known = tokens.read(VisitorFrames.text(body, "token"))
                    .map(VisitorToken::visitor)
                    .filter(it -> it.inboxId().equals(inbox.config().id()));
            return known.map(it -> Mono.just(sessionOf(it, true)))
                    .orElseGet(() -> callers.countSession(request)
                            .then(Mono.fromSupplier(() ->
                                    sessionOf(tokens.newVisitor(inbox.config().id()), false))));
        });
    }

    /** Answers 202 only after Kafka has it: a widget that sees anything else sends again. */
    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<AcceptedJson> message(@RequestBody JsonNode body, ServerHttpRequest request) {
        return callers.of(request)
                .flatMap(caller -> accept.message(caller, body))
                .map(it -> new AcceptedJson(it.echoId(), it.at()));
    }

    @PostMapping("/typing")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> typing(@RequestBody JsonNode body, ServerHttpRequest request) {
        return callers.of(request).flatMap(caller -> accept.typing(caller, VisitorFrames.on(body)));
    }

    @PostMapping("/delivered")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> delivered(@RequestBody JsonNode body, ServerHttpRequest request) {
        return callers.of(request).flatMap(caller -> accept.receipts(caller, DeliveryStatus.DELIVERED, body));
    }

    @PostMapping("/seen")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> seen(@RequestBody JsonNode body, ServerHttpRequest request) {
        return callers.of(request).flatMap(caller -> accept.receipts(caller, DeliveryStatus.READ, body));
    }

    @PostMapping("/end")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> end(ServerHttpRequest request) {
        return callers.of(request).flatMap(accept::end);
    }

    @PatchMapping("/contact")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<IdentifiedJson> contact(@RequestBody JsonNode body, ServerHttpRequest request) {
        return callers.of(request)
                .flatMap(caller -> callers.count("contact", caller, properties.messages()))
                .flatMap(caller -> identify.identify(caller, body)
                        .map(now ->
                                new IdentifiedJson(tokens.issue(now), now.sourceId(), !now.equals(caller.visitor()))));
    }

    @PostMapping(path = "/uploads", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Uploads.UploadJson> upload(@RequestPart("file") FilePart file, ServerHttpRequest request) {
        return callers.of(request)
                .flatMap(caller -> callers.count("uploads", caller, properties.uploads()))
                .flatMap(caller -> uploads.store(caller.visitor(), file));
    }

    private SessionJson sessionOf(Visitor visitor, boolean known) {
        return new SessionJson(tokens.issue(visitor), visitor.sourceId(), known, tokens.expiry());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record SessionJson(String token, String sourceId, boolean known, Instant expiresAt) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AcceptedJson(String echoId, Instant acceptedAt) {}

    /** @param changed whether they are another visitor from now on, by another token */
    @JsonNaming(SnakeCaseStrategy.class)
    record IdentifiedJson(String token, @Nullable String sourceId, boolean changed) {}
}

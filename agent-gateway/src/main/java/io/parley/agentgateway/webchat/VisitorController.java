package io.parley.agentgateway.webchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import io.parley.runtime.limit.TooMany;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorMessages;
import io.parley.runtime.visitor.VisitorStreams;
import io.parley.runtime.visitor.VisitorToken;
import io.parley.runtime.visitor.VisitorTokens;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Availability;
import io.parley.store.visitor.Visitors;
import io.parley.store.visitor.Visitors.VisitorState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a visitor's widget asks of the store: how things stand, and what was said. */
@RestController
@RequestMapping("/public/widget")
@Tag(name = "Web chat")
class VisitorController {

    private static final int AGENTS_SHOWN = 8;
    private static final int LIMIT = 30;
    private static final int MAX_LIMIT = 100;
    private static final Rate RATE = new Rate(120, Duration.ofMinutes(1));
    private static final String BEARER = "Bearer ";

    private final VisitorTokens tokens;
    private final Visitors visitors;
    private final VisitorStreams streams;
    private final VisitorMessages messages;
    private final AgentsOnline online;
    private final RateLimits limits;

    VisitorController(
            VisitorTokens tokens,
            Visitors visitors,
            VisitorStreams streams,
            VisitorMessages messages,
            AgentsOnline online,
            RateLimits limits) {
        this.tokens = tokens;
        this.visitors = visitors;
        this.streams = streams;
        this.messages = messages;
        this.online = online;
        this.limits = limits;
    }

    @GetMapping("/conversation")
    @Operation(summary = "How things stand for a visitor of a website")
    Mono<ObjectNode> conversation(@RequestHeader HttpHeaders headers) {
        return visitor(headers)
                // before the rest: what happens meanwhile is in the stream after it
                .flatMap(visitor -> streams.end(visitor)
                        .flatMap(cursor -> visitors.agents(visitor.inboxId())
                                .filter(this::isThere)
                                .take(AGENTS_SHOWN)
                                .collectList()
                                .flatMap(agents -> visitors.find(visitor.inboxId(), visitor.sourceId())
                                        .map(Optional::of)
                                        .defaultIfEmpty(Optional.empty())
                                        .map(state -> json(state.orElse(null), agents, cursor)))));
    }

    @GetMapping("/messages")
    @Operation(summary = "What a visitor of a website wrote and was told, oldest first")
    Mono<ObjectNode> messages(
            @RequestHeader HttpHeaders headers,
            @RequestParam(required = false) @Nullable Integer before,
            @RequestParam(required = false) @Nullable Integer limit) {
        int size = Math.clamp(limit == null ? LIMIT : limit, 1, MAX_LIMIT);
        return visitor(headers)
                .flatMap(visitor -> visitors.messages(
                        visitor.inboxId(),
                        visitor.sourceId(),
                        before == null || before < 1 ? null : new MessageId(before),
                        size))
                .map(found -> json(found, size));
    }

    private Mono<Visitor> visitor(HttpHeaders headers) {
        return Mono.justOrEmpty(tokens.read(tokenIn(headers)).map(VisitorToken::visitor))
                .switchIfEmpty(Mono.error(TokenInvalid::new))
                .flatMap(visitor -> limits.take("webchat:history:" + visitor.inboxId() + ":" + visitor.sourceId(), RATE)
                        .thenReturn(visitor));
    }

    private static @Nullable String tokenIn(HttpHeaders headers) {
        String own = headers.getFirst("X-Auth-Token");
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        return own != null || authorization == null || !authorization.startsWith(BEARER)
                ? own
                : authorization.substring(BEARER.length());
    }

    private boolean isThere(AgentRow row) {
        return availability(row) != Availability.OFFLINE;
    }

    private Availability availability(AgentRow row) {
        return online.of(row.agent().accountId(), row.agent().id()).orElse(Availability.OFFLINE);
    }

    private ObjectNode json(@Nullable VisitorState state, List<AgentRow> agents, String cursor) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("conversation", state == null ? null : conversation(state));
        json.set("contact", contact(state));
        ArrayNode there = json.putArray("agents");
        agents.forEach(it -> there.addObject()
                .put("name", it.agent().availableName())
                .putNull("avatar_url")
                .put("availability", availability(it).wireName()));
        return json.put("cursor", cursor);
    }

    private static @Nullable ObjectNode conversation(VisitorState state) {
        ConversationView conversation = state.conversation();
        if (conversation == null) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", conversation.displayId())
                .put("status", conversation.status().wireName())
                .put("created_at", conversation.createdAt().toString())
                .put("agent_last_seen_at", text(conversation.agentLastSeenAt()))
                .put("contact_last_seen_at", text(conversation.contactLastSeenAt()))
                .put("unread_count", state.unread());
        json.set(
                "assignee",
                conversation.assignee() == null
                        ? null
                        : JsonNodeFactory.instance
                                .objectNode()
                                .put("name", conversation.assignee().availableName())
                                .putNull("avatar_url"));
        return json;
    }

    /** Who only claims to be somebody is told nothing of them. */
    private static ObjectNode contact(@Nullable VisitorState state) {
        ContactView contact = state == null ? null : state.contact();
        ContactView known = state != null && state.verified() ? contact : null;
        return JsonNodeFactory.instance
                .objectNode()
                .put("identified", known != null)
                .put("has_email", contact != null && contact.email() != null)
                .put("has_phone_number", contact != null && contact.phone() != null)
                .put("name", known == null ? null : known.name())
                .put("email", known == null ? null : known.email())
                .put("phone_number", known == null ? null : known.phone());
    }

    private ObjectNode json(List<MessageView> found, int size) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("messages");
        found.forEach(it -> list.add(messages.json(it)));
        return json.put("more", found.size() == size);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unauthorized(TokenInvalid failure) {
        return problem(HttpStatus.UNAUTHORIZED, "visitor-token-invalid", "the visitor's token is not valid", null);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooMany(TooMany failure) {
        return problem(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "too many requests", failure.retryAfter());
    }

    private static ResponseEntity<ProblemDetail> problem(
            HttpStatus status, String name, String sentence, @Nullable Duration retryAfter) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence);
        problem.setType(URI.create("urn:parley:problem:" + name));
        HttpHeaders headers = new HttpHeaders();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        return new ResponseEntity<>(problem, headers, status);
    }

    /** No token, or one that is forged or over. */
    private static final class TokenInvalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TokenInvalid() {
            super("the visitor's token is not valid", null, false, false);
        }
    }
}

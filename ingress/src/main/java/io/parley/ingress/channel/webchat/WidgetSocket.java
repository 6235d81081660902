package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.ContractJson;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.ingress.problem.IngressFailure;
import io.parley.ingress.problem.IngressProblems;
import io.parley.runtime.limit.TooMany;
import io.parley.runtime.visitor.VisitorFrame;
import io.parley.runtime.visitor.VisitorStreams;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * A visitor's WebSocket: they say who they are in the first frame, and then both sides talk. What a visitor sends is
 * handled one after the other, so that messages reach the broker in the order they were typed.
 */
@Component
class WidgetSocket {

    private static final Logger log = LoggerFactory.getLogger(WidgetSocket.class);
    private static final CloseStatus TOKEN_INVALID = new CloseStatus(4401, "visitor-token-invalid");
    private static final CloseStatus NO_HELLO = new CloseStatus(4408, "no hello");
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final int WAITING = 512;

    private final WidgetCallers callers;
    private final AcceptVisitor accept;
    private final VisitorStreams streams;
    private final IngressProblems problems;
    private final WebchatProperties properties;
    private final Sinks.Empty<Void> stopping = Sinks.empty();

    WidgetSocket(
            WidgetCallers callers,
            AcceptVisitor accept,
            VisitorStreams streams,
            IngressProblems problems,
            WebchatProperties properties) {
        this.callers = callers;
        this.accept = accept;
        this.streams = streams;
        this.problems = problems;
        this.properties = properties;
    }

    /** Before the web server stops, which would otherwise wait for connections that never end. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping.tryEmitEmpty();
    }

    /** Completes when the hub stops. */
    Mono<Void> stopped() {
        return stopping.asMono();
    }

    /** Completes when the connection is over. */
    Mono<Void> serve(WebSocketSession session) {
        return new Connection(session).serve();
    }

    /** One browser tab. */
    private final class Connection {

        private final WebSocketSession session;
        private final Sinks.One<CloseStatus> ended = Sinks.one();
        private final Sinks.Many<String> out = Sinks.many()
                .unicast()
                .onBackpressureBuffer(Queues.<String>get(WAITING).get());
        private final Sinks.One<Hello> hello = Sinks.one();
        private @Nullable WidgetCaller caller;
        private @Nullable String page;

        Connection(WebSocketSession session) {
            this.session = session;
        }

        Mono<Void> serve() {
            Mono<Void> closed = Mono.firstWithSignal(
                            ended.asMono(), stopping.asMono().then(Mono.just(CloseStatus.GOING_AWAY)))
                    .flatMap(
                            status -> session.close(status).timeout(CLOSE_LIMIT).onErrorComplete());
            Mono<Void> sent = send().onErrorComplete().then(Mono.never());
            Mono<Void> heard = hear().onErrorComplete().then(Mono.never());
            return Mono.firstWithSignal(closed, sent, heard);
        }

        private Mono<Void> send() {
            Flux<WebSocketMessage> told = hello.asMono()
                    .flatMapMany(it -> streams.follow(it.caller().visitor(), it.after()))
                    .map(VisitorFrame::json)
                    .onBackpressureBuffer(WAITING)
                    .doOnError(failure -> end(statusOf(failure)))
                    .map(session::textMessage);
            Flux<WebSocketMessage> answers = out.asFlux().map(session::textMessage);
            Flux<WebSocketMessage> pings = Flux.interval(properties.pingInterval())
                    .onBackpressureDrop()
                    .map(tick -> session.pingMessage(buffers -> buffers.wrap(new byte[0])));
            return session.send(Flux.merge(answers, told, pings)).doOnTerminate(() -> end(CloseStatus.NORMAL));
        }

        private Flux<Void> hear() {
            Duration longestSilence = properties.pingInterval().plus(properties.pongTimeout());
            Flux<WebSocketMessage> received = session.receive()
                    .doOnTerminate(() -> end(CloseStatus.NORMAL))
                    .timeout(Mono.delay(properties.helloWithin()), it -> Mono.delay(longestSilence))
                    .doOnError(
                            TimeoutException.class, silent -> end(caller == null ? NO_HELLO : CloseStatus.GOING_AWAY));
            return received.filter(it -> it.getType() == WebSocketMessage.Type.TEXT)
                    .map(WebSocketMessage::getPayloadAsText)
                    .concatMap(this::handle, 1);
        }

        private Mono<Void> handle(String text) {
            JsonNode frame = read(text);
            String type = frame.path("type").asText();
            WidgetCaller known = caller;
            if (known == null) {
                return type.equals("hello")
                        ? meet(frame)
                        : refuse(frame, new IngressFailure.VisitorTokenInvalid())
                                .doOnSuccess(done -> end(TOKEN_INVALID));
            }
            return callers.count("visitor", known, properties.requests())
                    .flatMap(it -> frame.isObject()
                            ? perform(it, type, frame)
                            : refuse(frame, new IngressFailure.MalformedBody("it cannot be read")))
                    .onErrorResume(failure -> refuse(frame, failure));
        }

        private static JsonNode read(String text) {
            try {
                return ContractJson.mapper().readTree(text);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }

        private Mono<Void> meet(JsonNode frame) {
            return callers.read(VisitorFrames.text(frame, "token"))
                    .doOnNext(it -> callers.checkOrigin(
                            it.inbox().channel(), session.getHandshakeInfo().getHeaders()))
                    .doOnNext(it -> {
                        caller = it;
                        page = VisitorFrames.pageUrl(frame);
                        ObjectNode data = JsonNodeFactory.instance.objectNode();
                        data.put("source_id", it.visitor().sourceId())
                                .put("connection_id", UUID.randomUUID().toString());
                        tell("hello", data);
                        hello.tryEmitValue(new Hello(it, VisitorFrames.text(frame, "after")));
                    })
                    .then()
                    .onErrorResume(failure -> refuse(frame, failure)
                            .doOnSuccess(done -> end(
                                    failure instanceof IngressFailure.InboxesNotReady
                                            ? CloseStatus.SERVICE_RESTARTED
                                            : TOKEN_INVALID)));
        }

        private Mono<Void> perform(WidgetCaller known, String type, JsonNode frame) {
            return switch (type) {
                case "message" ->
                    sendPage(known, frame)
                            .then(accept.message(known, frame))
                            .doOnNext(accepted -> tell(
                                    "ack",
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("echo_id", accepted.echoId())
                                            .put("accepted_at", accepted.at().toString())))
                            .then();
                case "typing" -> accept.typing(known, VisitorFrames.on(frame));
                case "delivered" -> accept.receipts(known, DeliveryStatus.DELIVERED, frame);
                case "seen" -> accept.receipts(known, DeliveryStatus.READ, frame);
                case "end" -> accept.end(known);
                case "page" -> Mono.fromRunnable(() -> page = VisitorFrames.pageUrl(frame));
                case "ping" -> Mono.fromRunnable(() -> tell("pong", null));
                default -> Mono.empty(); // of a later version
            };
        }

        /** With the first message after they came to it: a visitor who only looks around is nobody's affair. */
        private Mono<Void> sendPage(WidgetCaller known, JsonNode frame) {
            String now = VisitorFrames.pageUrl(frame) == null ? page : VisitorFrames.pageUrl(frame);
            page = null;
            return now == null ? Mono.empty() : accept.page(known, now);
        }

        private Mono<Void> refuse(JsonNode frame, Throwable failure) {
            ResponseEntity<ProblemDetail> problem;
            if (failure instanceof IngressFailure known) {
                problem = problems.toProblem(known);
            } else if (failure instanceof TooMany tooMany) {
                problem = problems.tooMany(tooMany);
            } else {
                log.error("A visitor's frame could not be handled", failure);
                end(CloseStatus.SERVER_ERROR);
                return Mono.empty();
            }
            ProblemDetail detail = Objects.requireNonNull(problem.getBody());
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            if (frame.path("echo_id").isTextual()) {
                data.put("echo_id", frame.path("echo_id").textValue());
            }
            data.put("of", frame.path("type").asText())
                    .put("status", detail.getStatus())
                    .put(
                            "problem",
                            Objects.requireNonNull(detail.getType()).toString().replaceFirst("^.*:", ""))
                    .put("detail", detail.getDetail());
            String retryAfter = problem.getHeaders().getFirst("Retry-After");
            if (retryAfter != null) {
                data.put("retry_after", Integer.parseInt(retryAfter));
            }
            tell("refused", data);
            return Mono.empty();
        }

        private void tell(String type, @Nullable ObjectNode data) {
            ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", type);
            if (data != null) {
                frame.set("data", data);
            }
            if (out.tryEmitNext(frame.toString()) == Sinks.EmitResult.FAIL_OVERFLOW) {
                end(CloseStatus.SERVICE_OVERLOAD); // who asks and does not read
            }
        }

        private void end(CloseStatus status) {
            ended.tryEmitValue(status);
        }
    }

    private static CloseStatus statusOf(Throwable failure) {
        if (Exceptions.isOverflow(failure)) {
            return CloseStatus.SERVICE_OVERLOAD;
        }
        log.warn("A visitor's stream failed: {}", failure.toString());
        return CloseStatus.SERVER_ERROR;
    }

    /** Who came, and how far they were told. */
    private record Hello(WidgetCaller caller, @Nullable String after) {}
}

package io.parley.agentgateway.stream;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The agents' stream over WebSocket. A client that does not keep up is closed with 1013, one that answers no ping with
 * 1001, as are all when the hub stops: whichever it is, clients come back with their cursor.
 */
@Component
final class AgentSocket {

    private static final Logger log = LoggerFactory.getLogger(AgentSocket.class);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final AgentStreams streams;
    private final StreamProperties properties;

    AgentSocket(AgentStreams streams, StreamProperties properties) {
        this.streams = streams;
        this.properties = properties;
    }

    /**
     * Completes when the connection is over. What a client sends is only a sign of life.
     *
     * @param cut ends a connection that cannot be closed in order
     */
    Mono<Void> serve(WebSocketSession session, StreamRequest request, Runnable cut) {
        Sinks.One<CloseStatus> ended = Sinks.one();
        Mono<Void> closed = ended.asMono()
                .flatMap(status -> session.close(status).timeout(CLOSE_LIMIT))
                .onErrorResume(stuck -> Mono.fromRunnable(cut));
        // Neither ends the connection: that would close it without a word of why.
        Mono<Void> sent = send(session, request, ended).onErrorComplete().then(Mono.never());
        Mono<Void> heard = hear(session, ended).onErrorComplete().then(Mono.never());
        return Mono.firstWithSignal(closed, sent, heard);
    }

    private Mono<Void> send(WebSocketSession session, StreamRequest request, Sinks.One<CloseStatus> ended) {
        Flux<WebSocketMessage> frames = streams.open(request)
                // Here and not when sending ends: behind frames that nobody reads, an error would wait for ever.
                .doOnError(failure -> ended.tryEmitValue(statusOf(failure)))
                .map(frame -> session.textMessage(frame.json()));
        // A browser answers pings and tells its page nothing of them: the page gets one it can see.
        Flux<WebSocketMessage> pings = Flux.interval(Duration.ZERO, properties.pingInterval())
                .onBackpressureDrop()
                .concatMapIterable(tick -> List.of(
                        session.pingMessage(buffers -> buffers.wrap(new byte[0])),
                        session.textMessage(Frame.ping(longestSilence()).json())));
        return session.send(Flux.merge(frames, pings)).doOnTerminate(() -> ended.tryEmitValue(CloseStatus.NORMAL));
    }

    private Flux<Long> hear(WebSocketSession session, Sinks.One<CloseStatus> ended) {
        return session.receive()
                .doOnTerminate(() -> ended.tryEmitValue(CloseStatus.NORMAL))
                .map(message -> true)
                .startWith(true)
                .switchMap(sign -> Mono.delay(longestSilence()))
                .doOnNext(silence -> ended.tryEmitValue(CloseStatus.GOING_AWAY));
    }

    /** Of either end: after that the connection is dead. */
    private Duration longestSilence() {
        return properties.pingInterval().plus(properties.pongTimeout());
    }

    private static CloseStatus statusOf(Throwable failure) {
        if (failure instanceof StreamEnded ended) {
            return ended.status();
        }
        log.warn("An agent's stream failed: {}", failure.toString());
        return CloseStatus.SERVER_ERROR;
    }
}

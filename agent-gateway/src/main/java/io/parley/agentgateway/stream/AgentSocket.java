package io.parley.agentgateway.stream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The agents' stream over WebSocket. A client that does not keep up is closed with 1013, one that answers no ping with
 * 1001, and a node that stops closes all with 1001: whichever it is, clients come back with their cursor.
 */
@Component
final class AgentSocket implements WebSocketHandler, SmartLifecycle {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration PONG_LIMIT = Duration.ofSeconds(10);

    private final AgentStreams streams;
    private final StreamProperties properties;
    private final Clock clock;
    private volatile Sinks.One<CloseStatus> stopping = Sinks.one();
    private volatile boolean running;

    AgentSocket(AgentStreams streams, StreamProperties properties, Clock clock) {
        this.streams = streams;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        Heard heard = new Heard();
        Flux<WebSocketMessage> frames = StreamRequest.of(session.getHandshakeInfo())
                .flatMapMany(streams::open)
                .map(frame -> session.textMessage(frame.json()));
        Flux<WebSocketMessage> pings = Flux.interval(properties.pingInterval())
                .onBackpressureDrop()
                .map(tick -> session.pingMessage(buffers -> buffers.wrap(new byte[0])));
        Mono<CloseStatus> sent = session.send(Flux.merge(frames, pings))
                .thenReturn(CloseStatus.NORMAL)
                .onErrorResume(AgentStreams.TooSlow.class, e -> Mono.just(CloseStatus.SERVICE_OVERLOAD))
                .onErrorReturn(CloseStatus.SERVER_ERROR);
        Mono<CloseStatus> left = session.receive()
                .doOnNext(message -> heard.now())
                .then(Mono.just(CloseStatus.NORMAL))
                .onErrorReturn(CloseStatus.NORMAL);
        return Mono.firstWithSignal(sent, left, silent(heard), stopping.asMono())
                .flatMap(status -> session.close(status).timeout(CLOSE_LIMIT).onErrorComplete());
    }

    /** Emits when nothing was heard of the client for a ping and its answer. */
    private Mono<CloseStatus> silent(Heard heard) {
        Duration limit = properties.pingInterval().plus(PONG_LIMIT);
        return Flux.interval(PONG_LIMIT)
                .onBackpressureDrop()
                .filter(tick -> heard.last.plus(limit).isBefore(clock.instant()))
                .next()
                .thenReturn(CloseStatus.GOING_AWAY);
    }

    @Override
    public void start() {
        stopping = Sinks.one();
        running = true;
    }

    /** Before the web server stops, which would otherwise wait for sockets that never end. */
    @Override
    public void stop() {
        running = false;
        stopping.tryEmitValue(CloseStatus.GOING_AWAY);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** When something was last heard of a client. */
    private final class Heard {
        private volatile Instant last = clock.instant();

        void now() {
            last = clock.instant();
        }
    }
}

package io.parley.agentgateway.stream;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.agent.Availability;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.adapter.AbstractWebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class AgentSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final StreamsInMemory streams = new StreamsInMemory();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final Session session = new Session();
    private Mono<Set<InboxId>> inboxes = Mono.just(Set.of());

    @Test
    void saysWhyItClosesOnAClientThatReadsNoMore() {
        StepVerifier.create(serve(NEVER))
                .then(() -> {
                    for (int number = 0; number < 200; number++) {
                        streams.say("message.created", null);
                    }
                })
                .expectComplete()
                .verify(LIMIT);

        assertThat(session.closed).containsExactly(CloseStatus.SERVICE_OVERLOAD);
        assertThat(cut).isFalse();
        assertNobodyIsThere();
    }

    @Test
    void cutsAConnectionThatCannotEvenBeClosed() {
        session.closing = Mono.never();

        StepVerifier.create(serve(NEVER))
                .then(() -> {
                    for (int number = 0; number < 200; number++) {
                        streams.say("message.created", null);
                    }
                })
                .expectComplete()
                .verify(LIMIT);

        assertThat(cut).isTrue();
        assertNobodyIsThere();
    }

    @Test
    void closesWhenNothingIsHeardOfAClient() {
        StepVerifier.create(serve(Duration.ofMillis(50))).expectComplete().verify(LIMIT);

        assertThat(session.closed).containsExactly(CloseStatus.GOING_AWAY);
        assertThat(session.sent).anyMatch(message -> message.getType() == WebSocketMessage.Type.PING);
        assertNobodyIsThere();
    }

    @Test
    void endsWhenTheClientHasGone() {
        StepVerifier.create(serve(NEVER))
                .then(() -> session.said.tryEmitComplete())
                .expectComplete()
                .verify(LIMIT);

        assertNobodyIsThere();
    }

    @Test
    void closesWhenTheHubStops() {
        AgentStreams agentStreams = agentStreams(NEVER);
        StepVerifier.create(serve(agentStreams, NEVER))
                .then(agentStreams::stop)
                .expectComplete()
                .verify(LIMIT);

        assertThat(session.closed).containsExactly(CloseStatus.GOING_AWAY);
    }

    @Test
    void closesAsFaultyWhatFails() {
        inboxes = Mono.error(new IllegalStateException("the database is away"));

        StepVerifier.create(serve(NEVER)).expectComplete().verify(LIMIT);

        assertThat(session.closed).containsExactly(CloseStatus.SERVER_ERROR);
        assertNobodyIsThere();
    }

    private Mono<Void> serve(Duration pingInterval) {
        return serve(agentStreams(pingInterval), pingInterval);
    }

    private Mono<Void> serve(AgentStreams agentStreams, Duration pingInterval) {
        AgentSocket socket = new AgentSocket(agentStreams, properties(pingInterval));
        StreamRequest request = new StreamRequest(new Viewer(ACME, ADA, false), Availability.ONLINE, null);
        return socket.serve(session, request, () -> cut.set(true));
    }

    private AgentStreams agentStreams(Duration pingInterval) {
        return new AgentStreams(
                streams,
                new AccountFeeds(streams),
                new Silence(),
                viewer -> Mono.defer(() -> inboxes),
                new ConnectedAgents(),
                Silence.ofPresence(),
                properties(pingInterval),
                Clock.systemUTC(),
                meters);
    }

    private static StreamProperties properties(Duration pingInterval) {
        return new StreamProperties(16, pingInterval, pingInterval, NEVER);
    }

    private void assertNobodyIsThere() {
        assertThat(meters.get("parley.agent_sessions").gauge().value()).isZero();
        assertThat(streams.followers).hasValue(0);
    }

    /** A connection whose client reads ten messages and no more. */
    private static final class Session extends AbstractWebSocketSession<Object> {

        private final Sinks.Many<WebSocketMessage> said = Sinks.many().unicast().onBackpressureBuffer();
        private final List<WebSocketMessage> sent = new CopyOnWriteArrayList<>();
        private final List<CloseStatus> closed = new CopyOnWriteArrayList<>();
        private Mono<Void> closing = Mono.empty();

        Session() {
            super(
                    new Object(),
                    "session",
                    new HandshakeInfo(URI.create("ws://localhost/"), new HttpHeaders(), Mono.empty(), null),
                    DefaultDataBufferFactory.sharedInstance);
        }

        @Override
        public Flux<WebSocketMessage> receive() {
            return said.asFlux();
        }

        @Override
        public Mono<Void> send(Publisher<WebSocketMessage> messages) {
            return Flux.from(messages)
                    .limitRate(1)
                    .concatMap(
                            message -> {
                                sent.add(message);
                                return sent.size() < 10 ? Mono.empty() : Mono.never();
                            },
                            1)
                    .then();
        }

        @Override
        public boolean isOpen() {
            return closed.isEmpty();
        }

        @Override
        public Mono<Void> close(CloseStatus status) {
            return Mono.fromRunnable(() -> closed.add(status)).then(closing);
        }

        @Override
        public Mono<CloseStatus> closeStatus() {
            return Mono.justOrEmpty(closed.stream().findFirst());
        }
    }
}

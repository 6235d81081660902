package io.parley.agentgateway.stream;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.Entries;
import io.parley.agentgateway.fanout.TestRedis;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.services.Services;
import io.parley.store.Viewer;
import io.parley.store.agent.Availability;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class AgentStreamsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int CHUNK = 100;

    @Test
    void missesNothingAndRepeatsNothingWhileClientsComeAndGoUnderLoad() {
        try (TestRedis redis = TestRedis.shared(AgentStreamsIT.class)) {
            AccountStreams streams = redis.streams(20_000);
            AgentStreams agentStreams = agentStreams(streams);
            append(streams, 0, 5_000);
            // One connection always stays, so that the others join a feed that is under way.
            Disposable first = agentStreams
                    .open(request(null))
                    .onErrorComplete(StreamEnded.class)
                    .subscribe();

            Disposable appending = appending(streams, 5_000, 10_000).subscribe();
            List<Integer> steady = new Client(agentStreams, Long.MAX_VALUE).readUntil(9_999);
            List<Integer> restless = new Client(agentStreams, 97).readUntil(9_999);

            appending.dispose();
            first.dispose();
            assertThat(steady)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10_000).boxed().toList());
            assertThat(restless)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10_000).boxed().toList());
        }
    }

    @Test
    void missesNothingLiveUnderLoad() {
        try (TestRedis redis = TestRedis.shared(AgentStreamsIT.class)) {
            AccountStreams streams = redis.streams(20_000);
            AgentStreams agentStreams = agentStreams(streams);
            append(streams, 0, 1);
            Client client = new Client(agentStreams, 1_009);

            Disposable appending = appending(streams, 1, 10_000).subscribe();
            List<Integer> read = client.readUntil(9_999);

            appending.dispose();
            assertThat(read)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10_000).boxed().toList());
        }
    }

    @Test
    void goesOnAfterRedisWasAway() {
        try (Services own = Services.owning(Services::redis);
                TestRedis redis = TestRedis.of(own.isolated(AgentStreamsIT.class))) {
            AccountStreams streams = redis.streams(20_000);
            AgentStreams agentStreams = agentStreams(streams);
            append(streams, 0, 100);
            List<Integer> live = new CopyOnWriteArrayList<>();
            AtomicReference<String> cursor = new AtomicReference<>(AccountStreams.BEGINNING);
            Disposable session = agentStreams
                    .open(request(AccountStreams.BEGINNING))
                    .filter(frame -> frame.type().equals("message.created"))
                    .subscribe(frame -> live.add(number(frame)));
            await().atMost(LIMIT).until(() -> live.size() == 100);
            cursor.set(streams.end(ACME).block(LIMIT));

            own.redis().stop();
            await().atMost(LIMIT).until(() -> fails(streams.append(ACME, Entries.numbered(100, 101))));
            assertThat(fails(agentStreams.open(request(cursor.get())).next().timeout(Duration.ofSeconds(5))))
                    .isTrue();
            own.redis().start();
            await().atMost(LIMIT).until(() -> !fails(streams.append(ACME, Entries.numbered(100, 200))));

            await().atMost(LIMIT).until(() -> live.size() == 200);
            assertThat(live)
                    .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
            List<Integer> resumed = agentStreams
                    .open(request(cursor.get()))
                    .takeUntil(frame -> frame.type().equals("caught-up"))
                    .filter(frame -> frame.type().equals("message.created"))
                    .map(AgentStreamsIT::number)
                    .collectList()
                    .block(LIMIT);
            assertThat(resumed)
                    .containsExactlyElementsOf(IntStream.range(100, 200).boxed().toList());
            session.dispose();
        }
    }

    private static boolean fails(Mono<?> attempt) {
        return attempt.then(Mono.just(false))
                .onErrorReturn(true)
                .blockOptional(LIMIT)
                .orElse(true);
    }

    private static void append(AccountStreams streams, int from, int to) {
        appending(streams, from, to).then().block(LIMIT);
    }

    private static Flux<Long> appending(AccountStreams streams, int from, int to) {
        return Flux.fromIterable(Entries.numbered(from, to))
                .buffer(CHUNK)
                .concatMap(chunk -> streams.append(ACME, chunk));
    }

    private static StreamRequest request(@Nullable String after) {
        return new StreamRequest(new Viewer(ACME, ADA, true), Availability.ONLINE, after);
    }

    private static int number(Frame frame) {
        return Integer.parseInt(frame.json().replaceAll(".*\"n\":(\\d+).*", "$1"));
    }

    private static AgentStreams agentStreams(AccountStreams streams) {
        Duration never = Duration.ofHours(1);
        return new AgentStreams(
                streams,
                new AccountFeeds(streams),
                new Silence(),
                viewer -> Mono.just(Set.of()),
                new ConnectedAgents(),
                Silence.ofPresence(),
                new StreamProperties(512, never, never, never),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    /** Reads from the beginning, and comes back with its cursor whenever its connection ends. */
    private static final class Client {

        private final AgentStreams streams;
        private final long framesPerConnection;
        private String cursor = AccountStreams.BEGINNING;

        Client(AgentStreams streams, long framesPerConnection) {
            this.streams = streams;
            this.framesPerConnection = framesPerConnection;
        }

        List<Integer> readUntil(int last) {
            return Flux.defer(() -> streams.open(request(cursor)))
                    .take(framesPerConnection)
                    .publishOn(Schedulers.single(), 16) // takes little at a time, as a network does
                    .doOnNext(frame -> cursor = frame.id())
                    .retryWhen(Retry.indefinitely().filter(StreamEnded.class::isInstance))
                    .repeat()
                    .filter(frame -> frame.type().equals("message.created"))
                    .map(AgentStreamsIT::number)
                    .takeUntil(number -> number == last)
                    .collectList()
                    .block(LIMIT);
        }
    }
}

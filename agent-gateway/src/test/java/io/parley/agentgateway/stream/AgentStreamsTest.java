package io.parley.agentgateway.stream;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.ADA;
import static io.parley.agentgateway.Fixtures.BO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.agent.Availability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.socket.CloseStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class AgentStreamsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-06-17T12:00:01Z");
    private static final InboxId SALES = new InboxId(3);
    private static final InboxId SUPPORT = new InboxId(4);
    private static final Viewer ADMINISTRATOR = new Viewer(ACME, ADA, true);
    private static final Viewer AGENT = new Viewer(ACME, BO, false);

    private final StreamsInMemory streams = new StreamsInMemory();
    private final Sinks.Many<PassingNews.News> passing =
            Sinks.many().multicast().directBestEffort();
    private final ConnectedAgents connected = new ConnectedAgents();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AgentStreams agentStreams = agentStreams(NEVER);
    private Mono<Set<InboxId>> ofAgents = Mono.just(Set.of(SALES));

    @Test
    void beginsWithTheMarkerWhenThereIsNoCursor() {
        streams.say("message.created", SALES);

        StepVerifier.create(open(ADMINISTRATOR, null))
                .expectNextMatches(frame("caught-up", "2-0"))
                .then(() -> streams.say("message.created", SALES))
                .expectNextMatches(frame("message.created", "3-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void sendsWhatWasMissedThenTheMarkerThenWhatHappens() {
        String cursor = streams.say("message.created", SALES);
        streams.say("message.updated", SALES);
        streams.say("contact.updated", null);

        StepVerifier.create(open(ADMINISTRATOR, cursor))
                .expectNextMatches(frame("message.updated", "3-0"))
                .expectNextMatches(frame("contact.updated", "4-0"))
                .expectNextMatches(frame("caught-up", "4-0"))
                .then(() -> streams.say("message.created", SUPPORT))
                .expectNextMatches(frame("message.created", "5-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void sendsOnceWhatHappensWhileTheMissedIsRead() {
        String cursor = streams.say("message.created", SALES);
        Sinks.Empty<Void> gate = Sinks.empty();
        streams.holdHistory(gate.asMono());
        streams.say("one", SALES);

        StepVerifier.create(open(ADMINISTRATOR, cursor))
                .expectNextMatches(frame("one", "3-0"))
                .then(() -> streams.say("two", SALES))
                .then(gate::tryEmitEmpty)
                .expectNextMatches(frame("caught-up", "3-0"))
                .expectNextMatches(frame("two", "4-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void resumesASecondConnectionThoughTheFeedHasReadOn() {
        String cursor = streams.say("zero", SALES);
        StepVerifier.create(open(ADMINISTRATOR, null))
                .expectNextMatches(frame("caught-up", "2-0"))
                .then(() -> streams.say("one", SALES))
                .then(() -> streams.say("two", SALES))
                .expectNextCount(2)
                .then(() -> StepVerifier.create(open(ADMINISTRATOR, cursor))
                        .expectNextMatches(frame("one", "3-0"))
                        .expectNextMatches(frame("two", "4-0"))
                        .expectNextMatches(frame("caught-up", "4-0"))
                        .thenCancel()
                        .verify(LIMIT))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void resetsAClientWhoseCursorIsLost() {
        String cursor = streams.say("old", SALES);
        streams.say("new", SALES);
        streams.forget(2);

        StepVerifier.create(open(ADMINISTRATOR, cursor))
                .expectNextMatches(frame("reset", "3-0"))
                .expectNextMatches(frame("caught-up", "3-0"))
                .then(() -> streams.say("next", SALES))
                .expectNextMatches(frame("next", "4-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void resetsAClientWhoseCursorIsNone() {
        for (String nonsense : new String[] {"", "nonsense", "5", "7-7", "99999999999999999999-0", "1-0 OR 1"}) {
            StepVerifier.create(open(ADMINISTRATOR, nonsense).take(2))
                    .expectNextMatches(frame("reset", "1-0"))
                    .expectNextMatches(frame("caught-up", "1-0"))
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    @Test
    void keepsFromAnAgentWhatIsInInboxesOfOthers() {
        streams.say("hidden", SUPPORT);
        streams.say("seen", SALES);
        streams.say("hidden", SUPPORT);
        streams.say("for everyone", null);
        streams.say("hidden", SUPPORT);

        StepVerifier.create(open(AGENT, "1-0"))
                .expectNextMatches(frame("seen", "3-0"))
                .expectNextMatches(frame("for everyone", "5-0"))
                .expectNextMatches(frame("caught-up", "6-0"))
                .then(() -> streams.say("hidden", SUPPORT))
                .then(() -> streams.say("seen", SALES))
                .expectNextMatches(frame("seen", "8-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void showsAnInboxFromTheMomentTheAgentBelongsToIt() {
        StepVerifier.create(open(AGENT, null))
                .expectNextMatches(frame("caught-up", "1-0"))
                .then(() -> streams.say("hidden", SUPPORT))
                .then(() -> belongTo(SALES, SUPPORT))
                .then(() -> streams.say("inbox.members_changed", SUPPORT))
                .expectNextMatches(frame("inbox.members_changed", "3-0"))
                .then(() -> streams.say("seen", SUPPORT))
                .expectNextMatches(frame("seen", "4-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void hidesAnInboxFromTheMomentTheAgentHasLeftIt() {
        StepVerifier.create(open(AGENT, null))
                .expectNextMatches(frame("caught-up", "1-0"))
                .then(this::belongTo)
                .then(() -> streams.say("inbox.members_changed", SALES))
                .expectNextMatches(frame("inbox.members_changed", "2-0"))
                .then(() -> streams.say("inbox.members_changed", SALES))
                .then(() -> streams.say("hidden", SALES))
                .then(() -> streams.say("for everyone", null))
                .expectNextMatches(frame("for everyone", "5-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void heedsAChangeOfMembersThatHappensWhileTheMissedIsRead() {
        Sinks.Empty<Void> gate = Sinks.empty();
        streams.holdHistory(gate.asMono());
        streams.say("seen", SALES);
        ofAgents = Mono.just(Set.of(SALES)).doOnNext(read -> {
            belongTo();
            streams.say("inbox.members_changed", SALES);
            streams.say("hidden", SALES);
        });

        StepVerifier.create(open(AGENT, "1-0"))
                .expectNextMatches(frame("seen", "2-0"))
                .then(gate::tryEmitEmpty)
                .expectNextMatches(frame("inbox.members_changed", "3-0"))
                .expectNextMatches(frame("caught-up", "4-0"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void showsNothingUntilItKnowsWhatMayBeSeen() {
        ofAgents = Mono.error(new IllegalStateException("the database is away"));

        StepVerifier.create(open(AGENT, "1-0"))
                .expectError(IllegalStateException.class)
                .verify(LIMIT);
    }

    @Test
    void passesOnWhoTypesToThoseWhoMaySeeTheInbox() {
        StepVerifier.create(open(AGENT, null))
                .expectNextMatches(frame("caught-up", "1-0"))
                .then(() -> passing.tryEmitNext(typing(SUPPORT)))
                .then(() -> passing.tryEmitNext(typing(SALES)))
                .assertNext(frame -> assertThat(frame.json()).isEqualTo("{\"type\":\"typing\",\"data\":{\"inbox\":3}}"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void endsForAClientThatDoesNotKeepUpWithoutWaitingForIt() {
        StepVerifier.create(open(ADMINISTRATOR, null), 1)
                .expectNextMatches(frame("caught-up", "1-0"))
                .then(() -> {
                    for (int number = 0; number < 200; number++) {
                        streams.say("message.created", SALES);
                    }
                })
                .expectErrorMatches(endedWith(CloseStatus.SERVICE_OVERLOAD))
                .verify(LIMIT);
        assertThat(streams.followers).hasValue(0);
    }

    @Test
    void endsWhenTheHubStops() {
        StepVerifier.create(open(ADMINISTRATOR, null))
                .expectNextCount(1)
                .then(agentStreams::stop)
                .expectErrorMatches(endedWith(CloseStatus.GOING_AWAY))
                .verify(LIMIT);
        StepVerifier.create(open(ADMINISTRATOR, null))
                .thenConsumeWhile(frame -> true)
                .expectErrorMatches(endedWith(CloseStatus.GOING_AWAY))
                .verify(LIMIT);
    }

    @Test
    void endsAfterAWhileSoThatRightsAreAskedForAnew() {
        StepVerifier.create(
                        agentStreams(Duration.ofMillis(200)).open(new StreamRequest(AGENT, Availability.ONLINE, null)))
                .expectNextCount(1)
                .expectErrorMatches(endedWith(CloseStatus.GOING_AWAY))
                .verify(LIMIT);
    }

    @Test
    void endsWhenTheStreamIsGone() {
        StepVerifier.create(open(ADMINISTRATOR, null))
                .expectNextCount(1)
                .then(() -> {
                    streams.goAway();
                    streams.say("lost", SALES);
                    streams.forget(1);
                    streams.comeBack();
                })
                .expectErrorMatches(endedWith(CloseStatus.GOING_AWAY))
                .verify(LIMIT);
    }

    @Test
    void countsOpenStreamsAndKnowsWhoIsThere() {
        StepVerifier.create(open(ADMINISTRATOR, null))
                .expectNextCount(1)
                .then(() -> {
                    assertThat(meters.get("parley.agent_sessions").gauge().value())
                            .isEqualTo(1);
                    assertThat(connected.of(ACME, ADA)).contains(Availability.ONLINE);
                    assertThat(connected.of(ACME, BO)).isEmpty();
                })
                .thenCancel()
                .verify(LIMIT);
        assertThat(meters.get("parley.agent_sessions").gauge().value()).isZero();
        assertThat(connected.of(ACME, ADA)).isEmpty();
        assertThat(streams.followers).hasValue(0);
    }

    @Test
    void measuresHowLongALiveMessageTookAndNotHowLongAClientWasAway() {
        streams.say(new StreamEntry("2-0", "message.created", SALES, "{}", NOW.minusSeconds(3_600)));

        StepVerifier.create(open(ADMINISTRATOR, "1-0"))
                .expectNextCount(2)
                .then(() -> streams.say(new StreamEntry("3-0", "message.created", SALES, "{}", NOW.minusMillis(70))))
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);

        assertThat(meters.get("parley.end_to_end").timer().count()).isEqualTo(1);
        assertThat(meters.get("parley.end_to_end").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(70);
    }

    private Flux<Frame> open(Viewer viewer, @Nullable String after) {
        return agentStreams.open(new StreamRequest(viewer, Availability.ONLINE, after));
    }

    private void belongTo(InboxId... inboxes) {
        ofAgents = Mono.just(Set.of(inboxes));
    }

    private AgentStreams agentStreams(Duration longest) {
        return new AgentStreams(
                streams,
                new AccountFeeds(streams),
                new PassingInMemory(),
                viewer -> Mono.defer(() -> ofAgents),
                connected,
                Silence.ofPresence(),
                new StreamProperties(16, NEVER, NEVER, longest),
                Clock.fixed(NOW, ZoneOffset.UTC),
                meters);
    }

    private static PassingNews.News typing(InboxId inbox) {
        return new PassingNews.News(inbox, Frame.passing("typing", "{\"inbox\":" + inbox + "}"));
    }

    private static Predicate<Frame> frame(String type, String id) {
        return frame -> frame.type().equals(type) && id.equals(frame.id());
    }

    private static Predicate<Throwable> endedWith(CloseStatus status) {
        return failure -> failure instanceof StreamEnded ended && ended.status().equals(status);
    }

    /** Passing news of this test only. */
    private final class PassingInMemory implements PassingNews {

        @Override
        public Mono<Void> tell(AccountId account, InboxId inbox, String type, JsonNode data) {
            throw new UnsupportedOperationException("tests emit it");
        }

        @Override
        public Flux<News> of(AccountId account) {
            return passing.asFlux();
        }
    }
}

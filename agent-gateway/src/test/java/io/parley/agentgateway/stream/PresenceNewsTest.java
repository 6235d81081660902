package io.parley.agentgateway.stream;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.ADA;
import static io.parley.agentgateway.Fixtures.BO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import io.parley.store.agent.Availability;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PresenceNewsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Viewer VIEWER = new Viewer(ACME, ADA, false);

    private final ConnectedAgents connected = new ConnectedAgents();
    private final AtomicInteger looks = new AtomicInteger();
    private final PresenceNews news =
            new PresenceNews(connected, viewer -> Mono.fromSupplier(this::shown), new ObjectMapper());
    private boolean storeIsAway;

    @Test
    void tellsWhoIsThereThenWhoComesSaysSomethingElseAndGoes() {
        connected.arrive(ACME, ADA, Availability.ONLINE);

        StepVerifier.create(news.of(VIEWER).map(Frame::json))
                .expectNext(frame("{\"7\":\"online\"}"))
                .then(() -> connected.arrive(ACME, BO, Availability.ONLINE))
                .expectNext(frame("{\"7\":\"online\",\"8\":\"online\"}"))
                .then(() -> connected.say(ACME, BO, Availability.BUSY))
                .expectNext(frame("{\"7\":\"online\",\"8\":\"busy\"}"))
                .then(() -> connected.leave(ACME, BO))
                .expectNext(frame("{\"7\":\"online\"}"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void tellsNothingOfWhatChangesNothingOrIsOfAnotherAccount() {
        StepVerifier.create(news.of(VIEWER).map(Frame::json))
                .expectNext(frame("{}"))
                .then(() -> connected.arrive(new AccountId(99), BO, Availability.ONLINE))
                .then(() -> connected.say(ACME, BO, Availability.BUSY))
                .then(() -> connected.arrive(ACME, BO, Availability.ONLINE))
                .expectNext(frame("{\"8\":\"online\"}"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void looksOnceForAllSessionsAndTellsTheNextOneHowItIs() {
        StepVerifier.create(news.of(VIEWER))
                .expectNextCount(1)
                .then(() -> StepVerifier.create(news.of(new Viewer(ACME, BO, true)))
                        .expectNextCount(1)
                        .thenCancel()
                        .verify(LIMIT))
                .thenCancel()
                .verify(LIMIT);

        assertThat(looks).hasValue(1);
    }

    @Test
    void goesOnAfterTheStoreWasAway() {
        storeIsAway = true;

        StepVerifier.create(news.of(VIEWER).map(Frame::json))
                .then(() -> storeIsAway = false)
                .then(() -> connected.arrive(ACME, ADA, Availability.ONLINE))
                .expectNext(frame("{\"7\":\"online\"}"))
                .thenCancel()
                .verify(LIMIT);
    }

    private Map<Integer, String> shown() {
        looks.incrementAndGet();
        if (storeIsAway) {
            throw new IllegalStateException("the database is away");
        }
        Map<Integer, String> shown = new TreeMap<>();
        for (AgentId agent : new AgentId[] {ADA, BO}) {
            connected.of(ACME, agent).ifPresent(said -> shown.put(agent.value(), said.wireName()));
        }
        return shown;
    }

    private static String frame(String users) {
        return "{\"type\":\"presence.update\",\"data\":{\"account_id\":" + ACME.value() + ",\"users\":" + users + "}}";
    }
}

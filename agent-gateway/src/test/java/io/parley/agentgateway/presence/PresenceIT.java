package io.parley.agentgateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.agentgateway.fanout.TestRedis;
import io.parley.contract.Topics;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.store.agent.Availability;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Two nodes of the gateway on one real Redis. */
class PresenceIT {

    private static final AccountId ACCOUNT = new AccountId(1);
    private static final AgentId ANA = new AgentId(3);
    private static final Duration LEASE = Duration.ofMinutes(20);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static TestRedis redis;

    private final List<String> told = new ArrayList<>();
    private final PresenceProperties properties = new PresenceProperties(
            redis.properties(1_000).keyPrefix() + UUID.randomUUID() + ":", LEASE, Duration.ofMinutes(10));
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private final InstantSource time = () -> now;
    private boolean brokerIsAway;
    private final List<Runnable> running = new ArrayList<>();
    private final Node one = new Node();
    private final Node two = new Node();

    @BeforeAll
    static void connect() {
        redis = TestRedis.shared(PresenceIT.class);
    }

    @AfterEach
    void stop() {
        running.forEach(Runnable::run);
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Test
    void tellsWhoComesAtOnceAndWhoIsGoneAfterALease() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        assertThat(told).containsExactly("came 3");

        one.connected.leave(ACCOUNT, ANA);
        one.connected.leave(ACCOUNT, ANA);
        pass(LEASE.minusSeconds(1));
        one.beat();
        assertThat(told).containsExactly("came 3");

        pass(Duration.ofSeconds(1));
        one.beat();
        assertThat(told).containsExactly("came 3", "went 3");
        assertThat(one.connected.of(ACCOUNT, ANA)).isEmpty();
    }

    @Test
    void saysNothingOfAnAbsenceWithinTheLease() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        one.connected.leave(ACCOUNT, ANA);
        pass(LEASE.dividedBy(2));
        two.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        two.beat();
        pass(LEASE.dividedBy(2));

        one.beat();
        two.beat();

        assertThat(told).doesNotContain("went 3");
        assertThat(one.connected.of(ACCOUNT, ANA)).contains(Availability.ONLINE);
    }

    @Test
    void knowsAtOnceWhoComesToAnotherNodeAndWhatTheySay() {
        one.run();
        two.run();
        await().atMost(LIMIT).until(() -> redis.listeners() == 2);

        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        await().atMost(LIMIT).until(() -> two.connected.of(ACCOUNT, ANA).equals(Optional.of(Availability.ONLINE)));

        two.connected.say(ACCOUNT, ANA, Availability.BUSY);
        await().atMost(LIMIT).until(() -> one.connected.of(ACCOUNT, ANA).equals(Optional.of(Availability.BUSY)));
    }

    @Test
    void keepsWhatAnAgentSaidLastWhicheverNodeHeardIt() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        two.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        two.beat();
        one.connected.say(ACCOUNT, ANA, Availability.BUSY);
        assertThat(one.connected.of(ACCOUNT, ANA)).contains(Availability.BUSY);

        for (int beat = 0; beat < 2; beat++) {
            one.beat();
            two.beat();
            assertThat(one.connected.of(ACCOUNT, ANA)).contains(Availability.BUSY);
            assertThat(two.connected.of(ACCOUNT, ANA)).contains(Availability.BUSY);
        }
    }

    @Test
    void tellsWhoHasLeftThoughTheLeasesWereLost() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        loseLeases();
        one.connected.leave(ACCOUNT, ANA);
        one.beat();
        loseLeases();
        pass(LEASE.minusSeconds(1));
        one.beat();
        assertThat(told).containsExactly("came 3");

        pass(Duration.ofSeconds(1));
        one.beat();
        two.beat();
        one.beat();

        assertThat(told).containsExactly("came 3", "went 3");
    }

    @Test
    void letsNobodyComeBackWhoseLeaseRanOut() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        pass(LEASE.dividedBy(2));
        one.connected.leave(ACCOUNT, ANA);
        one.beat();
        pass(LEASE.dividedBy(2));
        one.beat();
        assertThat(told).containsExactly("came 3", "went 3");

        pass(Duration.ofSeconds(1));
        one.beat();

        assertThat(told).containsExactly("came 3", "went 3");
        assertThat(one.connected.of(ACCOUNT, ANA)).isEmpty();
    }

    @Test
    void tellsAgainOfEverybodyThereOnceTheLeasesWereLost() {
        one.connected.arrive(ACCOUNT, ANA, Availability.BUSY);
        one.beat();
        loseLeases();
        pass(Duration.ofSeconds(1));

        one.beat();
        two.beat();

        assertThat(told).containsExactly("came 3", "came 3");
        assertThat(two.connected.of(ACCOUNT, ANA)).contains(Availability.BUSY);
    }

    private void loseLeases() {
        redis.template()
                .delete(properties.keyPrefix() + "present", properties.keyPrefix() + "present:said")
                .block(LIMIT);
    }

    @Test
    void tellsThatTheAgentsOfAKilledNodeAreGone() {
        one.connected.arrive(ACCOUNT, ANA, Availability.BUSY);
        one.beat();
        two.beat();
        assertThat(two.connected.of(ACCOUNT, ANA)).contains(Availability.BUSY);

        pass(LEASE);
        two.beat();

        assertThat(told).containsExactly("came 3", "went 3");
        assertThat(two.connected.of(ACCOUNT, ANA)).isEmpty();
    }

    @Test
    void tellsAgainThatSomebodyIsThereWhoseNodeWasTakenForDead() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        one.beat();
        pass(LEASE);
        two.beat();
        assertThat(told).endsWith("went 3");

        one.beat();

        assertThat(told).endsWith("came 3");
    }

    @Test
    void tellsOfEverybodyAgainNowAndThen() {
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        for (int minute = 0; minute <= 21; minute++) {
            for (int beat = 0; beat < 4; beat++) {
                one.beat();
                pass(Duration.ofSeconds(15));
            }
        }

        assertThat(told).containsExactly("came 3", "came 3", "came 3");
    }

    @Test
    void tellsLaterWhatTheBrokerDidNotTake() {
        brokerIsAway = true;
        one.connected.arrive(ACCOUNT, ANA, Availability.ONLINE);
        assertThatThrownBy(one::beat).isInstanceOf(BrokerUnavailable.class);
        brokerIsAway = false;

        one.beat();

        assertThat(told).containsExactly("came 3");
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Mono<Void> publish(List<OutgoingRecord> records) {
        return Mono.fromRunnable(() -> {
            if (brokerIsAway) {
                throw new BrokerUnavailable("away", new IllegalStateException("away"));
            }
            for (OutgoingRecord sent : records) {
                String agent = sent.key().substring(sent.key().lastIndexOf(':') + 1);
                told.add((sent.value() == null ? "went " : "came ") + agent);
            }
        });
    }

    /** A gateway's part in it. */
    private final class Node {

        final ConnectedAgents connected = new ConnectedAgents();
        private final PresenceLeases leases = new RedisPresenceLeases(redis.template(), properties);
        private final AnnouncePresence presence = new AnnouncePresence(
                connected, leases, PresenceIT.this::publish, new Topics(""), properties, time.withZone(ZoneOffset.UTC));

        void beat() {
            presence.beat().block(LIMIT);
        }

        /** As it runs: it looks when called, and else not while the test lasts. */
        void run() {
            PresenceLoop loop = new PresenceLoop(presence, connected, properties);
            PresenceElsewhere elsewhere = new PresenceElsewhere(leases, loop);
            running.add(loop::stop);
            running.add(elsewhere::stop);
            loop.start();
            elsewhere.start();
        }
    }
}

package io.parley.outbound.limit;

import static io.parley.outbound.Fixtures.INBOX;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.outbound.Fixtures;
import io.parley.outbound.SettableClock;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import io.parley.outbound.channel.SendOutcome.Sent;
import io.parley.outbound.channel.SendOutcome.Unknown;
import io.parley.runtime.inbox.InboxTable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class InboxLimitsTest {

    private static final URI EVOLUTION = URI.create("http://evolution.test");
    private static final SendOutcome SENT = new Sent("3EB0", null);

    private final SettableClock clock = new SettableClock();
    private final InboxConfig inbox = Fixtures.inbox(INBOX, EVOLUTION, 1_000);
    private final InboxConfig other = Fixtures.inbox(new InboxId(8), EVOLUTION, 1_000);
    private final InboxTable inboxes = InboxTable.of(inbox, other);
    private final InboxLimits limits = new InboxLimits(properties(Duration.ofSeconds(5)), inboxes, clock);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void letsACallThrough() {
        assertThat(send(inbox, SENT)).isEqualTo(SENT);
    }

    @Test
    void leavesAServerAloneThatFails() {
        send(inbox, new Unknown("HTTP 500"));
        send(inbox, new Unknown("no answer"));
        send(inbox, new NotNow(Obstacle.SERVER, "cannot be reached", Duration.ofSeconds(10)));
        send(inbox, new Unknown("HTTP 502"));

        assertThat(send(inbox, SENT))
                .isInstanceOfSatisfying(
                        NotNow.class, notNow -> assertThat(notNow.delay()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(calls).hasValue(4);
        assertThat(limits.count(State.OPEN)).isEqualTo(1);
        assertThat(send(other, SENT)).isEqualTo(SENT);
    }

    @Test
    void takesARefusalForASignOfLife() {
        for (int i = 0; i < 20; i++) {
            send(inbox, new Refused("this number is not on WhatsApp"));
        }

        assertThat(send(inbox, SENT)).isEqualTo(SENT);
        assertThat(limits.count(State.CLOSED)).isEqualTo(1);
    }

    @Test
    void restsAnInboxThatCannotSendForAsLongAsItWasTold() {
        send(inbox, new NotNow(Obstacle.INBOX, "not connected", Duration.ofMinutes(1)));
        clock.advance(Duration.ofSeconds(20));

        assertThat(send(inbox, SENT)).isEqualTo(new NotNow(Obstacle.INBOX, "not connected", Duration.ofSeconds(40)));
        assertThat(send(other, SENT)).isEqualTo(SENT);

        clock.advance(Duration.ofSeconds(40));
        assertThat(send(inbox, SENT)).isEqualTo(SENT);
        assertThat(calls).hasValue(3);
    }

    @Test
    void goesOnWithTheInboxWhenOneMessageAloneHasToWait() {
        send(inbox, new NotNow(Obstacle.MESSAGE, "too many messages", Duration.ofMinutes(1)));

        assertThat(send(inbox, SENT)).isEqualTo(SENT);
    }

    @Test
    void putsOffWhatIsTooMuchForASecondEachToATurnOfItsOwn() {
        InboxConfig slow = Fixtures.inbox(INBOX, EVOLUTION, 2);
        List<Duration> delays = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            if (send(slow, SENT) instanceof NotNow notNow) {
                delays.add(notNow.delay());
            }
        }

        assertThat(delays).hasSizeGreaterThan(10).isSorted().doesNotHaveDuplicates();
        assertThat(delays.get(1).minus(delays.get(0))).isEqualTo(Duration.ofMillis(500));
        assertThat(limits.count(State.CLOSED)).isEqualTo(1);
    }

    @Test
    void putsOffWhatWouldMakeTooManyCallsAtATime() {
        Sinks.One<SendOutcome> first = Sinks.one();
        Sinks.One<SendOutcome> second = Sinks.one();
        limits.send(inbox, first.asMono()).subscribe();
        limits.send(inbox, second.asMono()).subscribe();

        for (int i = 0; i < 10; i++) {
            assertThat(send(inbox, SENT)).isInstanceOf(NotNow.class);
        }
        assertThat(limits.count(State.CLOSED)).isEqualTo(1);

        first.tryEmitValue(SENT);
        assertThat(send(inbox, SENT)).isEqualTo(SENT);
    }

    @Test
    void knowsNothingOfACallThatTakesTooLong() {
        InboxLimits impatient = new InboxLimits(properties(Duration.ofMillis(50)), inboxes, clock);

        for (int i = 0; i < 4; i++) {
            assertThat(impatient.send(inbox, Mono.never()).block()).isInstanceOf(Unknown.class);
        }

        assertThat(impatient.send(inbox, Mono.never()).block()).isInstanceOf(NotNow.class);
    }

    @Test
    void beginsAnewWhenTheInboxGetsAnotherKey() {
        send(inbox, new NotNow(Obstacle.INBOX, "the key is not accepted", Duration.ofMinutes(5)));
        InboxConfig mended = Fixtures.inbox(INBOX, EVOLUTION, 999);

        assertThat(send(mended, SENT)).isEqualTo(SENT);
    }

    @Test
    void forgetsAnInboxThatIsGone() {
        send(inbox, SENT);
        send(other, SENT);

        inboxes.remove(INBOX);

        assertThat(limits.count(State.CLOSED)).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoMessageWhenTheServerFails() {
        for (int i = 0; i < 4; i++) {
            StepVerifier.create(limits.ask(inbox, Mono.error(new ChannelTrouble("server error", true))))
                    .verifyError(ChannelTrouble.class);
        }

        StepVerifier.create(limits.ask(inbox, Mono.fromRunnable(calls::incrementAndGet)))
                .verifyErrorSatisfies(failure ->
                        assertThat(((ChannelTrouble) failure).isPassing()).isTrue());
        assertThat(calls).hasValue(0);
    }

    @Test
    void countsTheInboxesByTheStateOfTheirBreakers() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        limits.bindTo(meters);

        for (int i = 0; i < 4; i++) {
            send(inbox, new Unknown("HTTP 500"));
        }
        send(other, SENT);

        assertThat(meters.get("parley.outbound.breakers")
                        .tag("state", "open")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("parley.outbound.breakers")
                        .tag("state", "closed")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    private SendOutcome send(InboxConfig to, SendOutcome answer) {
        Mono<SendOutcome> call = Mono.fromCallable(() -> {
            calls.incrementAndGet();
            return answer;
        });
        return Objects.requireNonNull(limits.send(to, call).block(Duration.ofSeconds(10)));
    }

    private static LimitProperties properties(Duration callTimeout) {
        return new LimitProperties(
                2, Duration.ZERO, callTimeout, 4, 4, 50, Duration.ofSeconds(30), Duration.ofMinutes(5), 2);
    }
}

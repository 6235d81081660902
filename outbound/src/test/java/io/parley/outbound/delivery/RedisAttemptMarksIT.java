package io.parley.outbound.delivery;

import static io.parley.outbound.Fixtures.INBOX;
import static io.parley.outbound.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.parley.contract.id.MessageId;
import io.parley.outbound.SettableClock;
import io.parley.outbound.delivery.AttemptMarks.Mark;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.ReactiveValueOperations;
import reactor.core.publisher.Mono;

class RedisAttemptMarksIT {

    private static final Duration WEEK = Duration.ofDays(7);

    private static LettuceConnectionFactory connections;
    private static ReactiveStringRedisTemplate redis;
    private static String prefix;

    private final SettableClock clock = new SettableClock();
    private final AttemptMarks marks = marks();

    @BeforeAll
    static void connect() {
        Map<String, String> settings = Services.shared().isolated(RedisAttemptMarksIT.class);
        URI address = URI.create(Objects.requireNonNull(settings.get("REDIS_URL")));
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(address.getHost(), address.getPort());
        server.setPassword(RedisPassword.of(settings.get("REDIS_PASSWORD")));
        connections = new LettuceConnectionFactory(server);
        connections.afterPropertiesSet();
        connections.start();
        redis = new ReactiveStringRedisTemplate(connections);
        prefix = settings.get("PARLEY_REDIS_KEY_PREFIX");
    }

    @AfterAll
    static void disconnect() {
        connections.destroy();
    }

    @Test
    void givesAnAttemptToOneAlone() {
        PartAttempt attempt = attempt(1, 1, 0);

        assertThat(begin(marks, attempt)).isEqualTo(new Mark.Fresh(NOON));
        clock.advance(Duration.ofMinutes(1));
        assertThat(begin(marks, attempt)).isEqualTo(new Mark.InDoubt(NOON));
        assertThat(begin(marks(), attempt)).isEqualTo(new Mark.InDoubt(NOON));
        assertThat(begin(marks, attempt(1, 2, 0))).isInstanceOf(Mark.Fresh.class);
        assertThat(begin(marks, attempt(1, 1, 1))).isInstanceOf(Mark.Fresh.class);
    }

    @Test
    void remembersEveryResultAsItWas() {
        int message = 10;
        for (PartResult result : new PartResult[] {
            new PartResult.Sent("3EB0", "5511988887777@s.whatsapp.net"),
            new PartResult.Sent("3EB1", null),
            new PartResult.Failed("this number is not on WhatsApp"),
            new PartResult.Deferred(NOON.plusSeconds(5), "too many messages")
        }) {
            PartAttempt attempt = attempt(message++, 1, 0);
            begin(marks, attempt);
            marks.settle(attempt, result).block();

            assertThat(begin(marks(), attempt)).isEqualTo(new Mark.Settled(result));
        }
    }

    @Test
    void keepsAMarkForAWeek() {
        begin(marks, attempt(20, 1, 0));

        Duration left = redis.getExpire(prefix + "out:20:1:0").block();

        assertThat(left).isBetween(WEEK.minusMinutes(10), WEEK);
    }

    @Test
    void tellsWhichPartsAnAttemptSent() {
        for (int part = 0; part < 2; part++) {
            begin(marks, attempt(30, 4, part));
            marks.settle(attempt(30, 4, part), new PartResult.Sent("id-" + part, null))
                    .block();
        }
        begin(marks, attempt(30, 4, 2));
        marks.settle(attempt(30, 4, 2), new PartResult.Deferred(NOON, "later")).block();
        begin(marks, attempt(30, 4, 3));

        assertThat(marks.sentBy(new MessageId(30), 4, 5).block())
                .isEqualTo(Map.of(0, new PartResult.Sent("id-0", null), 1, new PartResult.Sent("id-1", null)));
        assertThat(marks.sentBy(new MessageId(30), 3, 5).block()).isEmpty();
    }

    @Test
    void claimsTheIdOfWhatWasSent() {
        begin(marks, attempt(40, 1, 0));
        marks.settle(attempt(40, 1, 0), new PartResult.Sent("claimed", null)).block();

        assertThat(marks.isUnclaimed(INBOX, "claimed").block()).isFalse();
        assertThat(marks.isUnclaimed(INBOX, "another").block()).isTrue();
    }

    /** As Lettuce does when the connection breaks before the answer: it writes the command again. */
    @Test
    void recognisesItsOwnMarkWhenTheAnswerWasLost() {
        RedisAttemptMarks process = new RedisAttemptMarks(losingTheFirstAnswer(), properties(), clock);
        PartAttempt attempt = attempt(50, 1, 0);

        assertThat(process.begin(attempt).onErrorComplete().blockOptional()).isEmpty();
        Instant begun = NOON;
        clock.advance(Duration.ofMinutes(1));

        assertThat(begin(marks(), attempt)).isEqualTo(new Mark.InDoubt(begun));
        assertThat(begin(process, attempt)).isEqualTo(new Mark.Fresh(begun));
        assertThat(begin(process, attempt)).isEqualTo(new Mark.InDoubt(begun));
    }

    @SuppressWarnings("unchecked")
    private static ReactiveStringRedisTemplate losingTheFirstAnswer() {
        ReactiveValueOperations<String, String> real = redis.opsForValue();
        ReactiveValueOperations<String, String> losing = mock(ReactiveValueOperations.class, delegatesTo(real));
        AtomicBoolean lost = new AtomicBoolean();
        doAnswer(call -> {
                    Mono<Boolean> written = real.setIfAbsent(
                            call.getArgument(0), call.getArgument(1), call.getArgument(2, Duration.class));
                    return lost.getAndSet(true)
                            ? written
                            : written.then(Mono.error(new RedisConnectionFailureException("the answer was lost")));
                })
                .when(losing)
                .setIfAbsent(anyString(), anyString(), any(Duration.class));
        return new ReactiveStringRedisTemplate(connections) {
            @Override
            public ReactiveValueOperations<String, String> opsForValue() {
                return losing;
            }
        };
    }

    private static Mark begin(AttemptMarks by, PartAttempt attempt) {
        return Objects.requireNonNull(by.begin(attempt).block(Duration.ofSeconds(10)));
    }

    private AttemptMarks marks() {
        return new RedisAttemptMarks(redis, properties(), clock);
    }

    private static OutboundProperties properties() {
        return new OutboundProperties(
                prefix,
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                8,
                Duration.ZERO,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                1,
                WEEK,
                Duration.ofSeconds(5));
    }

    private static PartAttempt attempt(int message, int attempt, int part) {
        return new PartAttempt(INBOX, new MessageId(message), attempt, part);
    }
}

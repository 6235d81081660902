package io.parley.outbound.limit;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import io.github.resilience4j.reactor.timelimiter.TimeLimiterOperator;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.parley.contract.Channel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * What one inbox's calls pass, from the outside in: pause, bulkhead, rate limiter, circuit breaker, time limit.
 *
 * <p>Local refusals never reach the breaker, so a busy inbox does not look like a dead one. A refusal by the provider
 * counts as a success there: the server answers. Nothing is repeated here.
 */
final class InboxGate {

    private static final Duration WHEN_CROWDED = Duration.ofSeconds(1);
    private static final Duration WHILE_ON_TRIAL = Duration.ofSeconds(5);
    private static final int MESSAGES_PER_SECOND = 20;

    /** Our own Redis and nobody else is at the other end. */
    private static final int TO_VISITORS_PER_SECOND = 500;

    private final InboxConfig way;
    private final Clock clock;
    private final Duration callTimeout;
    private final int messages;
    private final Duration period;
    private final Bulkhead bulkhead;
    private final RateLimiter rateLimiter;
    private final CircuitBreaker breaker;
    private final TimeLimiter timeLimiter;
    private final AtomicLong openUntil = new AtomicLong();
    private final AtomicLong lastTurn = new AtomicLong();
    private volatile Pause pause = new Pause(Instant.MIN, "");

    InboxGate(InboxConfig inbox, LimitProperties properties, Clock clock) {
        String name = "inbox-" + inbox.id();
        this.way = inbox;
        this.clock = clock;
        this.callTimeout = properties.callTimeout();
        this.messages = messagesOf(inbox);
        this.period = inbox.email() == null ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        this.bulkhead = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.concurrentCalls())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.rateLimiter = RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(messages)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(properties.rateWait())
                        .build());
        this.breaker = CircuitBreaker.of(name, breakerConfig(properties));
        this.timeLimiter = TimeLimiter.of(
                name, TimeLimiterConfig.custom().timeoutDuration(callTimeout).build());
    }

    /** Whether this gate was made for the way the inbox takes now; with another key or server all is forgotten. */
    boolean leadsTo(InboxConfig inbox) {
        return Objects.equals(way.evolution(), inbox.evolution()) && Objects.equals(way.email(), inbox.email());
    }

    private static int messagesOf(InboxConfig inbox) {
        if (inbox.email() != null) {
            return Math.max(1, inbox.email().messagesPerMinute());
        }
        if (inbox.channel() == Channel.WEBCHAT) {
            return TO_VISITORS_PER_SECOND;
        }
        return inbox.evolution() == null
                ? MESSAGES_PER_SECOND
                : Math.max(1, inbox.evolution().messagesPerSecond());
    }

    CircuitBreaker.State state() {
        return breaker.getState();
    }

    Mono<SendOutcome> send(Mono<SendOutcome> call) {
        Pause current = pause;
        Instant now = clock.instant();
        if (now.isBefore(current.until)) {
            return Mono.just(new NotNow(Obstacle.INBOX, current.reason, Duration.between(now, current.until)));
        }
        return call.transformDeferred(TimeLimiterOperator.of(timeLimiter))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(RateLimiterOperator.of(rateLimiter))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .doOnNext(this::heed)
                .onErrorResume(this::refusal);
    }

    <T> Mono<T> ask(Mono<T> call) {
        return call.transformDeferred(TimeLimiterOperator.of(timeLimiter))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorMap(InboxGate::isOurs, failure -> new ChannelTrouble("no answer, or not asked for now", true));
    }

    private CircuitBreakerConfig breakerConfig(LimitProperties properties) {
        IntervalFunction open =
                IntervalFunction.ofExponentialBackoff(properties.breakerOpen(), 2, properties.breakerOpenAtMost());
        return CircuitBreakerConfig.custom()
                .slidingWindow(properties.breakerWindow(), properties.breakerMinimum(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(properties.breakerFailurePercent())
                .waitIntervalFunctionInOpenState(opening -> remember(open.apply(opening)))
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(properties.breakerTrials())
                .recordResult(InboxGate::speaksAgainstTheServer)
                .recordException(failure -> !(failure instanceof ChannelTrouble trouble) || trouble.isPassing())
                .build();
    }

    /** The breaker does not tell how long it stays open, and whoever is refused wants to know. */
    private long remember(long openMillis) {
        openUntil.set(clock.millis() + openMillis);
        return openMillis;
    }

    private static boolean speaksAgainstTheServer(Object outcome) {
        return outcome instanceof Unknown || outcome instanceof NotNow notNow && notNow.obstacle() == Obstacle.SERVER;
    }

    private void heed(SendOutcome outcome) {
        if (outcome instanceof NotNow notNow && notNow.obstacle() == Obstacle.INBOX) {
            pause = new Pause(clock.instant().plus(notNow.delay()), notNow.reason());
        }
    }

    private Mono<SendOutcome> refusal(Throwable failure) {
        if (failure instanceof BulkheadFullException) {
            return notNow("too many messages of this inbox are on their way", WHEN_CROWDED);
        }
        if (failure instanceof RequestNotPermitted) {
            return notNow(
                    "this inbox sends %d messages a %s at most"
                            .formatted(messages, way.email() == null ? "second" : "minute"),
                    nextTurn());
        }
        if (failure instanceof CallNotPermittedException) {
            return notNow("the provider does not answer", untilTheBreakerTries());
        }
        if (failure instanceof TimeoutException) {
            return Mono.just(new Unknown("no answer within %d s".formatted(callTimeout.toSeconds())));
        }
        return Mono.error(failure);
    }

    private static boolean isOurs(Throwable failure) {
        return failure instanceof BulkheadFullException
                || failure instanceof CallNotPermittedException
                || failure instanceof TimeoutException;
    }

    private static Mono<SendOutcome> notNow(String reason, Duration wait) {
        return Mono.just(new NotNow(Obstacle.MESSAGE, reason, wait));
    }

    /** Each one that is too many gets a turn of its own, so that they do not all come back at once. */
    private Duration nextTurn() {
        long now = clock.millis();
        long apart = Math.max(1, period.toMillis() / messages);
        long turn = lastTurn.updateAndGet(last -> Math.max(last, now + 1_000L) + apart);
        return Duration.ofMillis(turn - now);
    }

    private Duration untilTheBreakerTries() {
        Duration left = Duration.ofMillis(openUntil.get() - clock.millis());
        return breaker.getState() == CircuitBreaker.State.OPEN && left.isPositive() ? left : WHILE_ON_TRIAL;
    }

    /** Until when nothing of this inbox is tried, and why. */
    private record Pause(Instant until, String reason) {}
}

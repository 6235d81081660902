package io.parley.store;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Work that is done again and again beside everything else: when called, and at least once an interval. Calls that come
 * while it works are one more round. A failure ends nothing; it is tried again, ever more slowly. A stop waits for the
 * round under way, so that no statement is cut off.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);

    private final String name;
    private final Duration interval;
    private final Supplier<Mono<Void>> round;
    private final Sinks.Many<Boolean> calls = Sinks.many().multicast().directBestEffort();
    private Sinks.Empty<Void> stop = Sinks.empty();
    private Sinks.Empty<Void> stopped = Sinks.empty();
    private volatile boolean running;
    private int failures;

    protected BackgroundLoop(String name, Duration interval, Supplier<Mono<Void>> round) {
        this.name = name;
        this.interval = interval;
        this.round = round;
    }

    /** Asks for a round that begins after this. */
    protected final void call() {
        while (calls.tryEmitNext(true) == EmitResult.FAIL_NON_SERIALIZED) {
            Thread.onSpinWait(); // another thread is calling; its round may have begun
        }
    }

    @Override
    public final void start() {
        stop = Sinks.empty();
        stopped = Sinks.empty();
        running = true;
        Scheduler thread = Schedulers.newSingle("parley-" + name, true);
        Flux.merge(Flux.interval(Duration.ZERO, interval, thread), calls.asFlux())
                .onBackpressureLatest()
                .publishOn(thread, 1)
                .takeUntilOther(stop.asMono())
                .concatMap(tick -> oneRound(), 0)
                .doFinally(signal -> {
                    thread.dispose();
                    stopped.tryEmitEmpty();
                })
                .subscribe();
    }

    private Mono<Void> oneRound() {
        return Mono.defer(round).doOnSuccess(done -> recovered()).onErrorResume(this::tryAgain);
    }

    private Mono<Void> tryAgain(Throwable failure) {
        if (failures++ == 0) {
            log.warn("{} cannot go on and will try again: {}", name, failure.toString());
        }
        Duration wait = SHORTEST_WAIT.multipliedBy(1L << Math.min(failures, 6));
        return Mono.delay(wait)
                .takeUntilOther(stop.asMono())
                .then(Mono.defer(() -> running ? oneRound() : Mono.empty()));
    }

    private void recovered() {
        if (failures > 0) {
            log.info("{} goes on after {} failures", name, failures);
            failures = 0;
        }
    }

    @Override
    public final void stop() {
        stop(() -> {});
    }

    @Override
    public final void stop(Runnable callback) {
        running = false;
        stopped.asMono().doFinally(signal -> callback.run()).subscribe();
        stop.tryEmitEmpty();
    }

    /** Starts before the bindings and stops after them, for they give it work to the last. */
    @Override
    public final int getPhase() {
        return 0;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}

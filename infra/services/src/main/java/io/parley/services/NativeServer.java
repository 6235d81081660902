package io.parley.services;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What native servers share: one child process, its life, and the wait until it answers. */
abstract class NativeServer implements Server {

    /** Generous: two cores may be busy with a build while all of them start. */
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private volatile @Nullable Child child;

    /** Prepares the data folder when it is new, and starts the process. */
    abstract Child launch();

    @Override
    public synchronized void start() {
        Child running = child;
        if (running != null && running.isAlive()) {
            return;
        }
        Child started = launch();
        child = started;
        started.awaitReady(this::isReady, START_LIMIT);
    }

    /** Whether it was started, not stopped, and yet is gone. */
    boolean hasEnded() {
        Child known = child;
        return known != null && !known.isAlive();
    }

    /** Not synchronized: it may end a start that is still waiting for an answer. */
    @Override
    public void stop() {
        Child running = child;
        child = null;
        if (running != null) {
            running.stop(STOP_LIMIT);
        }
    }

    @Override
    public void kill() {
        Child running = child;
        child = null;
        if (running != null) {
            running.kill();
        }
    }
}

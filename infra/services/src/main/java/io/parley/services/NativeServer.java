package io.parley.services;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the three native servers share: one child process, its life, and the wait until it answers. */
abstract class NativeServer implements Server {

    /** Generous: two cores may be busy with a build while three servers start. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private @Nullable Child child;

    /** Prepares the data folder when it is new, and starts the process. */
    abstract Child launch();

    @Override
    public synchronized void start() {
        if (child != null && child.isAlive()) {
            return;
        }
        Child started = launch();
        child = started;
        started.awaitReady(this::isReady, START_LIMIT);
    }

    @Override
    public synchronized void stop() {
        if (child != null) {
            child.stop(STOP_LIMIT);
            child = null;
        }
    }

    @Override
    public synchronized void kill() {
        if (child != null) {
            child.kill();
            child = null;
        }
    }
}

package io.parley.evolution.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their calls; the first that fits a call is the one it meets. */
public final class Faults {

    private final List<Fault> waiting = new ArrayList<>();
    private CountDownLatch hanging = new CountDownLatch(1);

    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    /** Forgets all faults, and lets go of the calls that hang: their connections are reset. */
    public synchronized void clear() {
        waiting.clear();
        hanging.countDown();
        hanging = new CountDownLatch(1);
    }

    public synchronized List<Fault> all() {
        return List.copyOf(waiting);
    }

    synchronized @Nullable Fault take(String path) {
        for (int i = 0; i < waiting.size(); i++) {
            Fault fault = waiting.get(i);
            if (path.startsWith(fault.path())) {
                use(i, fault);
                return fault;
            }
        }
        return null;
    }

    /** Returns when the faults are cleared, or after a time that outlasts every client. */
    void hang() {
        CountDownLatch latch;
        synchronized (this) {
            latch = hanging;
        }
        try {
            if (!latch.await(30, TimeUnit.MINUTES)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(int index, Fault fault) {
        if (fault.times() == 1) {
            waiting.remove(index);
        } else if (fault.times() > 1) {
            waiting.set(index, fault.times(fault.times() - 1));
        }
    }
}

package io.parley.bench;

import java.util.Map;

/** {@code bench persist | end-to-end | idle}. */
public final class Bench {

    private static final Map<String, Runnable> BENCHES =
            Map.of("persist", new Persist()::run, "end-to-end", new EndToEnd()::run, "idle", new Idle()::run);

    private Bench() {}

    public static void main(String[] arguments) {
        Runnable bench = arguments.length == 1 ? BENCHES.get(arguments[0]) : null;
        if (bench == null) {
            System.err.println("Usage: ./parley bench persist | end-to-end | idle");
            System.exit(2);
            return;
        }
        bench.run();
        System.exit(0); // the servers' and clients' threads are of no more use
    }
}

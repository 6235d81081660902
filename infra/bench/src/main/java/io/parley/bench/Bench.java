package io.parley.bench;

import io.parley.services.Services;
import java.util.HashMap;
import java.util.Map;

/** {@code bench persist | end-to-end | idle}. */
public final class Bench {

    private static final Map<String, Runnable> BENCHES =
            Map.of("persist", new Persist()::run, "end-to-end", new EndToEnd()::run, "idle", new Idle()::run);

    private Bench() {}

    /** A schema and topics of the bench's own, with as many partitions as a hub makes that is told nothing. */
    static Map<String, String> isolated(String purpose) {
        Map<String, String> settings = new HashMap<>(Services.shared().isolated(purpose));
        settings.remove("PARLEY_TOPIC_PARTITIONS");
        return settings;
    }

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

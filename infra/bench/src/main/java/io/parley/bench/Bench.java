package io.parley.bench;

import io.parley.services.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench persist | end-to-end | idle | console | search | suggestions | search-scale [messages] | catch-up
 * [messages]}.
 */
public final class Bench {

    private static final Map<String, Runnable> BENCHES = Map.of(
            "persist", new Persist()::run,
            "end-to-end", new EndToEnd()::run,
            "idle", new Idle()::run,
            "console", new WarmConversation()::run,
            "search", new SearchQuality()::run,
            "suggestions", new SuggestionQuality()::run,
            "search-scale", () -> new SearchScale().run(SearchScale.MESSAGES),
            "catch-up", () -> new CatchUp().run(CatchUp.MESSAGES));

    /** Those that take a number of messages. */
    private static final Map<String, IntConsumer> SIZED = Map.of(
            "search-scale", messages -> new SearchScale().run(messages),
            "catch-up", messages -> new CatchUp().run(messages));

    private Bench() {}

    /** A schema and topics of the bench's own, with as many partitions as a hub makes that is told nothing. */
    static Map<String, String> isolated(String purpose) {
        Map<String, String> settings = new HashMap<>(Services.shared().isolated(purpose));
        settings.remove("PARLEY_TOPIC_PARTITIONS");
        return settings;
    }

    public static void main(String[] arguments) {
        Runnable bench = bench(arguments);
        if (bench == null) {
            System.err.println("Usage: ./parley bench persist | end-to-end | idle | console | search | suggestions"
                    + " | search-scale [messages] | catch-up [messages]");
            System.exit(2);
            return;
        }
        bench.run();
        System.exit(0); // the servers' and clients' threads are of no more use
    }

    private static @Nullable Runnable bench(String[] arguments) {
        if (arguments.length == 2 && SIZED.containsKey(arguments[0]) && arguments[1].matches("[1-9]\\d{3,8}")) {
            return () -> SIZED.get(arguments[0]).accept(Integer.parseInt(arguments[1]));
        }
        return arguments.length == 1 ? BENCHES.get(arguments[0]) : null;
    }
}

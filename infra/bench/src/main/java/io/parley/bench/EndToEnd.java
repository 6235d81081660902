package io.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.Api;
import io.parley.e2e.Hub;
import io.parley.e2e.Webhooks;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import java.net.URI;
import java.util.Map;

/**
 * From a webhook that is posted to the agent's socket, at steady rates. Load, hub, servers and agent share this
 * machine, so that the figures are what it does as a whole.
 */
final class EndToEnd {

    private static final double LIMIT_MS = 1_000;
    private static final int WARM_SECONDS = 12;
    private static final int SECONDS = 15;
    private static final int PROBE_SECONDS = 5;
    private static final int HELD_SECONDS = 30;
    private static final int FIRST_PROBE = 300;
    private static final int LAST_PROBE = 5_000;
    private static final double STEP = 1.4;

    void run() {
        EvolutionSimulator evolution = EvolutionSimulator.start(Settings.forTests());
        try (Hub hub = Hub.start("bench-end-to-end", Bench.isolated("endtoend"), Map.of())) {
            Api api = Api.administratorOf(hub);
            JsonNode inbox = api.createWhatsAppInbox("bench", evolution.baseUrl(), evolution.apiKey(), "bench");
            Load load = new Load(
                    api,
                    new Webhooks(URI.create(inbox.path("callback_webhook_url").asText())));
            load.steady(200, WARM_SECONDS);
            System.out.println("webhook posted -> agent's socket (the webhook's own answer included)");
            System.out.printf(
                    "%10s %8s %10s %10s %10s   limit: p99 <= %.0f ms%n",
                    "messages/s", "seconds", "p50 ms", "p99 ms", "p99/limit", LIMIT_MS);
            measured(load, 50, SECONDS);
            measured(load, 200, SECONDS);
            int held = highestHeld(load, highestProbed(load));
            System.out.printf(
                    "highest rate held for %d s with every message shown and p99 within the limit: %d messages/s%n",
                    HELD_SECONDS, held);
        }
        evolution.stop();
    }

    /** A first guess, by short runs at ever higher rates. */
    private static int highestProbed(Load load) {
        int highest = FIRST_PROBE;
        for (int rate = FIRST_PROBE; rate <= LAST_PROBE; rate = rounded(rate * STEP)) {
            if (!measured(load, rate, PROBE_SECONDS)) {
                break;
            }
            highest = rate;
        }
        return highest;
    }

    /** What holds for moments may not hold for longer: steps down until it does. */
    private static int highestHeld(Load load, int probed) {
        int rate = probed;
        while (rate > FIRST_PROBE / 2 && !measured(load, rate, HELD_SECONDS)) {
            rate = rounded(rate / STEP);
        }
        return rate;
    }

    private static boolean measured(Load load, int rate, int seconds) {
        Percentiles latencies = load.steady(rate, seconds);
        boolean held = latencies.at(99) <= LIMIT_MS;
        System.out.printf(
                "%10d %8d %10.1f %10.1f %10.3f   %s%n",
                rate,
                seconds,
                latencies.at(50),
                latencies.at(99),
                latencies.at(99) / LIMIT_MS,
                held ? "held" : "not held");
        return held;
    }

    private static int rounded(double rate) {
        return (int) Math.round(rate / 10) * 10;
    }
}

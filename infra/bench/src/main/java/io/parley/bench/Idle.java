package io.parley.bench;

import static org.awaitility.Awaitility.await;

import io.parley.e2e.Hub;
import io.parley.e2e.Repository;
import io.parley.services.Programs;
import io.parley.services.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the hub costs when nothing happens, started as {@code ./parley up} starts it: time to ready, resident memory.
 */
final class Idle {

    private static final double READY_LIMIT_SECONDS = 15;
    private static final double MEMORY_LIMIT_MB = 500;
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private final Path home = Repository.root().resolve("infra/bench/target/idle");

    void run() {
        int port = Hub.freePort();
        Map<String, String> settings = Bench.isolated("idle");
        settings.putAll(Map.of("PARLEY_PORT", Integer.toString(port), "PARLEY_DEMO", "false"));
        settings.putAll(Map.of("PARLEY_ADMIN_EMAIL", Hub.ADMIN_EMAIL, "PARLEY_ADMIN_PASSWORD", Hub.ADMIN_PASSWORD));
        Server hub = Programs.in(home).hub(settings, port);
        // the first start makes tables, topics and the archive of classes; what people wait for every day is a later
        // one
        System.out.printf("first start      %6.1f s   makes tables and topics%n", start(hub));
        hub.stop();

        double ready = start(hub);
        double cpu = processorSeconds();
        System.out.printf(
                "time to ready    %6.1f s   limit <= %.0f s     ratio %.2f   (%.1f s of it on a processor)%n",
                ready, READY_LIMIT_SECONDS, ready / READY_LIMIT_SECONDS, cpu);
        long settled = System.nanoTime() + SETTLING.toNanos();
        await().atMost(SETTLING.multipliedBy(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> System.nanoTime() > settled);
        double resident = Resident.megabytes(pid());
        System.out.printf(
                "resident memory  %6.0f MB  limit <= %.0f MB   ratio %.2f   (%d s after ready)%n",
                resident, MEMORY_LIMIT_MB, resident / MEMORY_LIMIT_MB, SETTLING.toSeconds());
        hub.stop();
    }

    private static double start(Server hub) {
        long begin = System.nanoTime();
        hub.start();
        return (System.nanoTime() - begin) / 1e9;
    }

    private double processorSeconds() {
        return ProcessHandle.of(pid())
                .flatMap(it -> it.info().totalCpuDuration())
                .map(it -> it.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readString(home.resolve("run/hub.pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

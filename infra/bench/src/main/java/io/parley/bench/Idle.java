package io.parley.bench;

import static org.awaitility.Awaitility.await;

import io.parley.e2e.Hub;
import io.parley.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the hub costs when nothing happens: time to ready and resident memory. */
final class Idle {

    private static final double READY_LIMIT_SECONDS = 15;
    private static final double MEMORY_LIMIT_MB = 500;
    private static final int SAMPLES = 10;

    void run() {
        Services services = Services.shared();
        Map<String, String> settings = services.isolated("benchidle");
        // the first start makes tables and topics; what people wait for every day is the second
        Hub.start("bench-idle", settings, Map.of()).close();
        long begin = System.nanoTime();
        try (Hub hub = Hub.start("bench-idle", settings, Map.of())) {
            double ready = (System.nanoTime() - begin) / 1e9;
            List<Double> resident = new ArrayList<>();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        resident.add(residentMb(hub.pid()));
                        return resident.size() >= SAMPLES;
                    });
            System.out.printf(
                    "time to ready   %6.1f s   aim %4.0f s    ratio %.2f%n",
                    ready, READY_LIMIT_SECONDS, ready / READY_LIMIT_SECONDS);
            double settled = resident.get(SAMPLES - 1);
            System.out.printf(
                    "resident memory %6.0f MB  aim %4.0f MB   ratio %.2f%n",
                    settled, MEMORY_LIMIT_MB, settled / MEMORY_LIMIT_MB);
        }
    }

    private static double residentMb(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToDouble(kilobytes -> Double.parseDouble(kilobytes) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.parley.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Prints each part of a running {@code ./parley up} and how it is; the environment is the hub's. */
public final class Status {

    private final Path run;
    private boolean well = true;

    private Status(Path run) {
        this.run = run;
    }

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Given given = new Given(environment);
        Status status = new Status(Folders.repository().resolve(".parley/run"));
        given.kafka().ifPresent(server -> status.print("kafka", server.address(), server::isReady));
        given.postgres()
                .map(Postgres::server)
                .ifPresent(server -> status.print("postgres", server.address(), server::isReady));
        given.redis().ifPresent(server -> status.print("redis", server.address(), server::isReady));
        String evolution = environment.getOrDefault("EVOLUTION_API_URL", "");
        if (Files.exists(status.run.resolve("simulator.pid"))) {
            status.print("simulator", evolution, () -> JavaProgram.answers(URI.create(evolution)));
        }
        String hub = "http://localhost:" + environment.getOrDefault("PARLEY_PORT", "3000");
        status.print("hub", hub, () -> JavaProgram.answers(URI.create(hub + "/actuator/health/readiness")));
        System.exit(status.well ? 0 : 1);
    }

    private void print(String name, String address, BooleanSupplier probe) {
        boolean ready = probe.getAsBoolean();
        well &= ready;
        Optional<Long> pid = pid(name);
        System.out.printf(
                "%-10s %-10s %-32s %s%n",
                name,
                ready ? "ready" : pid.isPresent() ? "not ready" : "down",
                address,
                pid.map(Status::process).orElse(""));
    }

    private Optional<Long> pid(String name) {
        try {
            return Optional.of(Long.parseLong(
                            Files.readString(run.resolve(name + ".pid")).strip()))
                    .filter(pid -> ProcessHandle.of(pid).isPresent());
        } catch (IOException | NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    /** Resident memory is known where {@code /proc} is. */
    private static String process(long pid) {
        try {
            String memory = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kilobytes -> ", %d MB".formatted(Long.parseLong(kilobytes) / 1024))
                    .findFirst()
                    .orElse("");
            return "process " + pid + memory;
        } catch (IOException noProc) {
            return "process " + pid;
        }
    }
}

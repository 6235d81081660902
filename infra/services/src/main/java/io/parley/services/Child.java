package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A child process on a leash: a shell that waits for the end of its standard input and then signals the child. The pipe
 * ends when we close it and when this JVM dies, however it dies, so nothing we started outlives us.
 */
final class Child {

    /**
     * A session of its own keeps a terminal's Ctrl-C from the children: the parent stops them, in its order. The child
     * runs in the background of the shell, which hands its exit code on.
     */
    private static final String LEASH = """
            signal=$1; pid=$2; shift 2
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            echo "$child" >"$pid"
            (while read -r ignored; do :; done; kill -s "$signal" "$child") <&3 >/dev/null 2>&1 &
            exec 3<&-
            wait "$child"
            code=$?
            rm -f "$pid"
            exit "$code"
            """;

    private static final long LOG_LIMIT_BYTES = 20L << 20;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * @param home where it logs ({@code logs/<name>.log}) and where its process id is while it runs
     *     ({@code run/<name>.pid})
     * @param stopSignal the signal by which this program stops in an orderly way
     */
    static Child start(
            String name,
            Path home,
            Path directory,
            List<String> command,
            Map<String, String> environment,
            String stopSignal) {
        Path log = home.resolve("logs").resolve(name + ".log");
        Path pid = home.resolve("run").resolve(name + ".pid");
        List<String> leashed = new ArrayList<>();
        findOnPath("setsid").ifPresent(leashed::add);
        leashed.addAll(List.of("/bin/sh", "-c", LEASH, "leash", stopSignal, pid.toString()));
        leashed.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(pid.getParent());
            setAside(log);
            ProcessBuilder builder = new ProcessBuilder(leashed)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Child(name, builder.start(), log);
        } catch (IOException e) {
            throw new ServicesException("%s could not be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Runs a command to its end, and fails with what it printed. */
    static void run(String name, Path home, List<String> command, Duration limit) {
        Child child = start(name, home, home, command, Map.of(), "TERM");
        if (!child.awaitExit(limit)) {
            child.kill();
            throw new ServicesException("%s did not finish within %s; see %s".formatted(name, limit, child.log));
        }
        if (child.exitCode() != 0) {
            throw new ServicesException("%s failed:%n%s".formatted(name, child.lastLines(15)));
        }
    }

    /** Flags by which a JVM stores its loaded classes at its first end, and starts in half the time from then on. */
    static List<String> startFaster(Path archive) {
        return List.of("-XX:SharedArchiveFile=" + archive, "-XX:+AutoCreateSharedArchive");
    }

    static Optional<String> findOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets go of the leash and waits; what is still there after the limit is killed. */
    void stop(Duration limit) {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // the pipe is closed either way
        }
        if (!awaitExit(limit)) {
            kill();
        }
    }

    void kill() {
        // the children first: with its shell gone a child is no longer found among our descendants
        List<ProcessHandle> descendants = process.descendants().toList();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
        // orphans are in the way (PostgreSQL's number in its lock file) until somebody has collected them
        CompletableFuture.allOf(descendants.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                .join();
    }

    /** Waits until the probe is content, the child has ended, or time is up; the last two fail with the log's end. */
    void awaitReady(BooleanSupplier probe, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!probe.getAsBoolean()) {
            if (!isAlive()) {
                throw new ServicesException("%s ended with code %d while starting; %s says:%n%s"
                        .formatted(name, exitCode(), log, lastLines(20)));
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new ServicesException("%s did not answer within %ds; %s says:%n%s"
                        .formatted(name, limit.toSeconds(), log, lastLines(20)));
            }
            awaitExit(Duration.ofMillis(50));
        }
    }

    String lastLines(int count) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException unreadable) {
            return "(" + unreadable.getMessage() + ")";
        }
    }

    private static void setAside(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.parley.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder as a newcomer has it, driven by its {@code ./parley}: the launcher, links to what was built here, and data
 * of its own. Servers are its own, too: their addresses must not come from the environment.
 */
final class Installation implements AutoCloseable {

    static final String EMAIL = "ada@example.org";
    static final String PASSWORD = "Correct-Horse-1";

    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Path folder;
    private final int port = Hub.freePort();
    private final int simulatorPort = Hub.freePort();
    private Process up;

    private Installation(Path folder) {
        this.folder = folder;
    }

    static Installation in(Path folder) {
        Path checkout = Repository.root();
        try {
            Files.createDirectories(folder.resolve(".parley/run"));
            Files.copy(checkout.resolve("parley"), folder.resolve("parley"));
            for (String part : List.of(
                    "pom.xml", "mvnw", ".mvn", "infra", "ingress", "router", "store", "agent-gateway", "outbound")) {
                Files.createSymbolicLink(folder.resolve(part), checkout.resolve(part));
            }
            // the mark of a build that is newer than everything
            Files.createFile(folder.resolve(".parley/run/hub-built"));
            return new Installation(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once it has said that it is ready. */
    void up() {
        Path output = folder.resolve("up.log");
        try {
            Files.deleteIfExists(output);
            up = launcher("up").redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(LIMIT).until(() -> !up.isAlive() || text(output).contains("Ctrl-C stops everything"));
        if (!up.isAlive()) {
            throw new AssertionError("./parley up ended: " + text(output));
        }
    }

    /** Returns once the process of {@link #up} has ended, too. */
    void down() {
        run("down");
        try {
            if (!up.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("./parley down did not end ./parley up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a command prints. */
    String run(String... command) {
        try {
            Process process = launcher(command).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("./parley %s failed: %s".formatted(String.join(" ", command), printed));
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Api administrator() {
        return Api.signIn(URI.create("http://127.0.0.1:" + port), EMAIL, PASSWORD);
    }

    /** What the running hub was started with. */
    Map<String, String> settings() {
        Properties lines = new Properties();
        try (Stream<String> file = Files.lines(folder.resolve(".parley/run/hub.env"))) {
            file.map(line -> line.split("=", 2))
                    .forEach(pair -> lines.setProperty(pair[0], pair[1].replaceAll("^'|'$", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        lines.stringPropertyNames().forEach(name -> settings.put(name, lines.getProperty(name)));
        return settings;
    }

    /** Ends what runs and deletes all data. */
    @Override
    public void close() {
        if (up != null && up.isAlive()) {
            down();
        }
        run("reset", "--yes");
    }

    private ProcessBuilder launcher(String... command) {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(folder.resolve("parley").toString()), Stream.of(command))
                                .toList())
                .redirectErrorStream(true)
                .directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("PARLEY_")
                        || name.startsWith("POSTGRES_")
                        || name.startsWith("REDIS_")
                        || name.startsWith("KAFKA_")
                        || name.startsWith("EVOLUTION_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PARLEY_PORT", Integer.toString(port));
        environment.put("SIMULATOR_PORT", Integer.toString(simulatorPort));
        environment.put("PARLEY_ADMIN_EMAIL", EMAIL);
        environment.put("PARLEY_ADMIN_PASSWORD", PASSWORD);
        return builder;
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.parley.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The hub as users run it: the built jar in a process of its own, which tests may kill. */
public final class Hub implements AutoCloseable {

    public static final String ADMIN_EMAIL = "admin@example.org";
    public static final String ADMIN_PASSWORD = "Correct-horse-9";

    /** Generous: a busy machine starts slowly, and a hub that has ended is noticed at once. */
    private static final Duration START_LIMIT = Duration.ofMinutes(8);

    private static final String HEAP = "-Xmx400m";

    static {
        // A mail server's thread in this process may lose a client that is killed: no failure of another test's
        // waiting.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private final Map<String, String> settings;
    private final Path jar;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    private Hub(Map<String, String> settings, Path jar, Path log, int port) {
        this.settings = settings;
        this.jar = jar;
        this.log = log;
        this.port = port;
    }

    /** Starts one with an empty installation on the given servers, and waits until it is ready. */
    public static Hub start(String name, Map<String, String> servers, Map<String, String> more) {
        return start(name, Repository.hubJar(), servers, more);
    }

    /** The same for one of its parts alone, from the part's own jar. */
    public static Hub startPart(String name, Path jar, Map<String, String> servers) {
        return startPart(name, jar, servers, Map.of());
    }

    public static Hub startPart(String name, Path jar, Map<String, String> servers, Map<String, String> more) {
        return start(name, jar, servers, more);
    }

    /** Makes the tables, as {@code ./parley db migrate} does. */
    public static void migrate(Map<String, String> servers) {
        Path log = Repository.root().resolve("infra/e2e/target/hub-migrate.log");
        new Hub(new HashMap<>(servers), Repository.hubJar(), log, 0).command("db", "migrate");
    }

    private static Hub start(String name, Path jar, Map<String, String> servers, Map<String, String> more) {
        int port = freePort();
        Map<String, String> settings = new HashMap<>(servers);
        settings.put("PARLEY_PORT", Integer.toString(port));
        settings.put("FRONTEND_URL", "http://127.0.0.1:" + port);
        settings.put("PARLEY_ADMIN_EMAIL", ADMIN_EMAIL);
        settings.put("PARLEY_ADMIN_PASSWORD", ADMIN_PASSWORD);
        settings.put("PARLEY_DEMO", "false");
        settings.put("PARLEY_KAFKA_SESSION_TIMEOUT_MS", "6000");
        settings.putAll(more);
        Hub hub = new Hub(settings, jar, Repository.root().resolve("infra/e2e/target/hub-" + name + ".log"), port);
        if (jar.equals(Repository.hubJar())) {
            Program.archiveClasses(jar, hub::startAndEnd);
        }
        hub.start();
        try {
            hub.awaitReady();
        } catch (RuntimeException | Error notReady) {
            hub.kill();
            throw notReady;
        }
        return hub;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        launch(Program.command(jar, HEAP));
    }

    private void startAndEnd(String flag) {
        launch(Program.command(jar, HEAP, flag));
        try {
            awaitReady();
        } finally {
            close();
        }
    }

    private void launch(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        try {
            Files.createDirectories(log.resolveSibling("."));
            Process started = builder.start();
            process = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the process that was started last. */
    public long pid() {
        return running().pid();
    }

    private Process running() {
        return Objects.requireNonNull(process, "the hub was not started");
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    public void kill() {
        running().destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        running().destroy();
        awaitExit();
    }

    private void awaitExit() {
        try {
            if (!running().waitFor(90, TimeUnit.SECONDS)) {
                running().destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void awaitReady() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(200)).until(this::isReady);
    }

    private boolean isReady() {
        if (!running().isAlive()) {
            throw new IllegalStateException("the hub ended with " + running().exitValue() + "; see " + log);
        }
        return readiness() == 200;
    }

    /** The status of the readiness probe, or 0 when nothing answers. */
    public int readiness() {
        try {
            HttpRequest request = HttpRequest.newBuilder(baseUrl().resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric of the Prometheus endpoint over its labels; 0 when there is none. */
    public double metric(String name) {
        try {
            HttpRequest request = HttpRequest.newBuilder(baseUrl().resolve("/actuator/prometheus"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Runs one of {@code ./parley}'s Java commands on this hub, and returns what it prints. */
    public String command(String... arguments) {
        Ran ran = run(arguments);
        if (ran.exitCode() != 0) {
            throw new AssertionError(String.join(" ", arguments) + " failed: " + ran.printed());
        }
        return ran.printed();
    }

    /** The same for a command that must say what is wrong. */
    public String commandThatFails(String... arguments) {
        Ran ran = run(arguments);
        if (ran.exitCode() == 0) {
            throw new AssertionError(String.join(" ", arguments) + " found nothing wrong: " + ran.printed());
        }
        return ran.printed();
    }

    private Ran run(String... arguments) {
        List<String> command = Program.command(Repository.hubJar(), "-Xmx256m");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        try {
            Process started = builder.start();
            String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(started.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How a command ended. */
    private record Ran(int exitCode, String printed) {}
}

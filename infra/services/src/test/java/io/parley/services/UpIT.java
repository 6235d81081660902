package io.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The supervisor around programs that do nothing but answer: it starts them, starts them again, and leaves none behind.
 */
class UpIT {

    @TempDir
    Path repository;

    private final int port = Ports.free();
    private final int simulatorPort = Ports.free();
    private final URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    private Process up;

    @BeforeEach
    void start() throws IOException {
        standIn(repository.resolve("infra/standalone/target/parley.jar"));
        standIn(repository.resolve("infra/evolution-simulator/target/evolution-simulator.jar"));
        up = supervisor();
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !up.isAlive() || output().contains("Ctrl-C stops everything"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        up.destroyForcibly().waitFor();
    }

    @Test
    void printsWhereToLookAndHowToSignIn() {
        assertThat(output())
                .contains("http://localhost:" + port, "http://localhost:" + simulatorPort)
                .contains("ada@example.org", "Correct-Horse-1");
        assertThat(JavaProgram.answers(readiness)).isTrue();
    }

    @Test
    void startsTheHubAgainWhenItIsKilledAndEndsItWhenItIsToldToEnd() throws Exception {
        long first = pid("hub");

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> output().contains("hub ready again") && JavaProgram.answers(readiness));
        ProcessHandle second = ProcessHandle.of(pid("hub")).orElseThrow();
        assertThat(second.pid()).isNotEqualTo(first);
        up.destroy();

        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.isAlive()).isFalse();
        assertThat(output()).contains("hub ended unexpectedly", "stopped; data is kept");
        assertThat(repository.resolve(".parley/run/hub.env")).doesNotExist();
    }

    @Test
    void leavesNothingRunningWhenItIsKilledItself() throws Exception {
        ProcessHandle hub = ProcessHandle.of(pid("hub")).orElseThrow();
        ProcessHandle simulator = ProcessHandle.of(pid("simulator")).orElseThrow();

        up.destroyForcibly().waitFor();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !hub.isAlive() && !simulator.isAlive());
    }

    @Test
    void aSecondOneSaysThatOneIsRunning() throws Exception {
        Process second = supervisor();

        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(output()).contains("already running here (process " + up.pid() + ")");
        assertThat(JavaProgram.answers(readiness)).isTrue();
    }

    private Process supervisor() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Up.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        repository.resolve("output").toFile()));
        builder.environment().putAll(Services.shared().settings());
        builder.environment()
                .putAll(Map.of(
                        "PARLEY_HOME",
                        repository.toString(),
                        "PARLEY_PORT",
                        Integer.toString(port),
                        "SIMULATOR_PORT",
                        Integer.toString(simulatorPort),
                        "EVOLUTION_API_URL",
                        "",
                        "PARLEY_ADMIN_EMAIL",
                        "ada@example.org",
                        "PARLEY_ADMIN_PASSWORD",
                        "Correct-Horse-1"));
        return builder.start();
    }

    private String output() {
        try {
            return Files.readString(repository.resolve("output"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long pid(String part) throws IOException {
        return Long.parseLong(Files.readString(repository.resolve(".parley/run/" + part + ".pid"))
                .strip());
    }

    private static void standIn(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String name = StandIn.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = StandIn.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
    }

    /** Answers every request with 200, on the hub's or on the simulator's port. */
    static final class StandIn {

        private StandIn() {}

        public static void main(String[] arguments) throws IOException {
            boolean isHub = System.getenv("SIMULATOR_DATA") == null;
            int port = Integer.parseInt(System.getenv(isHub ? "PARLEY_PORT" : "SIMULATOR_PORT"));
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }
    }
}

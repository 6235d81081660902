package io.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is started ends: when asked, and when whoever started it is killed. */
class ChildTest {

    @TempDir
    Path folder;

    @Test
    void endsByItsOwnSignalWhenStopped() {
        Child child = Child.start(
                "waiter",
                folder,
                folder,
                List.of("sh", "-c", "trap 'echo bye; exit 3' USR2; echo hello; while :; do sleep 0.1; done"),
                Map.of(),
                "USR2");
        child.awaitReady(() -> child.lastLines(1).equals("hello"), Duration.ofSeconds(10));

        child.stop(Duration.ofSeconds(10));

        assertThat(child.exitCode()).isEqualTo(3);
        assertThat(child.lastLines(1)).isEqualTo("bye");
    }

    @Test
    void endsWhenItsParentIsKilled() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String pid =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8)).readLine();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

        parent.destroyForcibly().waitFor();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
    }

    @Test
    void saysWhatTheLogSaysWhenItEndsWhileStarting() {
        Child child = Child.start(
                "server",
                folder,
                folder,
                List.of("sh", "-c", "echo no space left on device; exit 7"),
                Map.of(),
                "TERM");

        assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofSeconds(20)))
                .isInstanceOf(ServicesException.class)
                .hasMessageContaining("server ended with code 7")
                .hasMessageContaining("no space left on device");
    }

    /** Starts a long sleep, tells its process id, and waits to be killed. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException, IOException {
            Path home = Path.of(arguments[0]);
            Child.start("sleep", home, home, List.of("sleep", "600"), Map.of(), "TERM");
            Path pid = home.resolve("run/sleep.pid");
            Awaitility.await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
            System.out.println(Files.readString(pid).strip());
            Thread.currentThread().join();
        }
    }
}

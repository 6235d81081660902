package io.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./parley} says and does in a folder where nothing runs. */
class LauncherTest {

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        Files.copy(Folders.repository().resolve("parley"), folder.resolve("parley"));
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        Result help = parley("help");

        assertThat(help.code).isZero();
        assertThat(help.output)
                .contains(
                        "up ",
                        "down ",
                        "status ",
                        "logs ",
                        "test ",
                        "reset ",
                        "db migrate|seed",
                        "dlq list|show|replay")
                .contains("whatsapp check|fix-webhook", "bench persist|end-to-end|idle");
    }

    @Test
    void anUnknownCommandIsRefusedByName() throws Exception {
        Result result = parley("frobnicate");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.output).contains("unknown command 'frobnicate'");
    }

    @Test
    void commandsThatNeedARunningHubSayHowToStartIt() throws Exception {
        for (String command : List.of("status", "dlq", "db", "whatsapp")) {
            Result result = parley(command, "list");

            assertThat(result.code).as(command).isEqualTo(1);
            assertThat(result.output).as(command).contains("not running here; start it with ./parley up");
        }
        assertThat(parley("down").output).contains("nothing is running here");
    }

    @Test
    void resetAsksFirstAndKeepsWhatWasBuilt() throws Exception {
        Path conversation = Files.createDirectories(folder.resolve(".parley/postgres/cluster"));
        Path built = Files.createDirectories(folder.resolve(".parley/run")).resolve("hub-built");
        Files.createFile(built);

        Result unanswered = parley("reset");
        assertThat(unanswered.code).isEqualTo(1);
        assertThat(unanswered.output).contains("Type yes", "nothing was deleted");
        assertThat(conversation).exists();

        assertThat(parley("reset", "--yes").code).isZero();
        assertThat(conversation).doesNotExist();
        assertThat(built).exists();
    }

    private record Result(int code, String output) {}

    /** Without addresses of servers in its environment, whatever ours has, and with nobody to answer its questions. */
    private Result parley(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", folder.resolve("parley").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KAFKA_") || name.startsWith("POSTGRES_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}

package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What containers are made of, as far as it shows without an engine. */
class DeployIT {

    private static final Path COMPOSE = Repository.root().resolve("infra/deploy/compose");
    private static final List<String> SERVERS = List.of("kafka", "postgres", "redis");
    private static final List<String> PARTS = List.of("ingress", "router", "store", "agent-gateway", "outbound");

    @TempDir
    Path folder;

    @Test
    void composeAcceptsTheFileForTheHubAndForItsPartsApart() throws Exception {
        Optional<List<String>> client = composeClient();
        assumeTrue(client.isPresent(), "no docker compose here: docker-compose.yml is not checked by it");

        assertThat(services(client.orElseThrow()))
                .contains("hub") // the older of the two clients names the others, too
                .containsAll(SERVERS);
        assertThat(services(client.orElseThrow(), "--profile", "parts"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(List.of("hub"), SERVERS, PARTS)
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void everyVariableOfTheFileIsExplainedInTheExample() throws IOException {
        List<String> used = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+)")
                .matcher(Files.readString(COMPOSE.resolve("docker-compose.yml")))
                .results()
                .map(it -> it.group(1))
                .distinct()
                .toList();

        assertThat(example().keySet()).containsAll(used);
        assertThat(example().keySet())
                .filteredOn(name -> !name.startsWith("COMPOSE_"))
                .allSatisfy(name -> assertThat(used).contains(name));
    }

    @Test
    void theImagesLayersAreThoseOfTheJarsAndStart() throws Exception {
        List<String> jars = List.of(
                Repository.hubJar().toString(), Repository.partJar("ingress").toString());
        List<String> copied = Pattern.compile("COPY --from=build /layers/(\\S+)/ \\./")
                .matcher(Files.readString(COMPOSE.resolve("Dockerfile")))
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();

        for (String jar : jars) {
            Path layers = folder.resolve(Path.of(jar).getFileName());
            java(
                    "-Djarmode=tools",
                    "-jar",
                    jar,
                    "extract",
                    "--layers",
                    "--launcher",
                    "--destination",
                    layers.toString());

            try (Stream<Path> made = Files.list(layers)) {
                assertThat(made.map(it -> it.getFileName().toString()).toList())
                        .containsExactlyInAnyOrderElementsOf(copied);
            }
        }

        Path image = Files.createDirectory(folder.resolve("app"));
        for (String layer : copied) {
            link(folder.resolve("parley.jar").resolve(layer), image);
        }
        assertThat(run(
                        image,
                        Map.of(),
                        List.of(Repository.java(), "org.springframework.boot.loader.launch.JarLauncher", "-h")))
                .contains("dlq", "whatsapp");
    }

    private static Optional<List<String>> composeClient() throws Exception {
        for (List<String> client : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(client);
            version.add("version");
            try {
                if (new ProcessBuilder(version)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0) {
                    return Optional.of(client);
                }
            } catch (IOException notThere) {
                // the next one
            }
        }
        return Optional.empty();
    }

    private static List<String> services(List<String> client, String... profile) throws Exception {
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of("-f", COMPOSE.resolve("docker-compose.yml").toString()));
        command.addAll(List.of(profile));
        Map<String, String> variables = example();
        variables.replaceAll((name, value) -> value.isEmpty() ? "a-value-somebody-chose" : value);
        List<String> check = new ArrayList<>(command);
        check.add("config");
        run(COMPOSE, variables, check);
        command.addAll(List.of("config", "--services"));
        return run(COMPOSE, variables, command).lines().toList();
    }

    private static Map<String, String> example() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        for (String line : Files.readAllLines(COMPOSE.resolve(".env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                variables.put(line.split("=", 2)[0], line.split("=", 2)[1]);
            }
        }
        return variables;
    }

    private void java(String... arguments) throws Exception {
        run(
                folder,
                Map.of(),
                Stream.concat(Stream.of(Repository.java()), Stream.of(arguments))
                        .toList());
    }

    private static String run(Path folder, Map<String, String> variables, List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(() -> String.join(" ", command) + ": " + printed)
                .isZero();
        return printed;
    }

    /** As COPY merges a layer's tree into the image's folder. */
    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, entry);
                }
            }
        }
    }
}

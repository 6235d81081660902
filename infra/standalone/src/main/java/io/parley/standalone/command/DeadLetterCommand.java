package io.parley.standalone.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.parley.runtime.kafka.DeadLetterArchive;
import io.parley.runtime.kafka.DeadLetterHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What consumers gave up on: look at it, and bring it back after a fix. */
@Command(name = "dlq", description = "Dead letters: list them, show one, bring them back.")
final class DeadLetterCommand {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Command(description = "List the dead letters that were not replayed yet.")
    int list() {
        try (DeadLetterArchive archive = open()) {
            List<DeadLetterArchive.DeadLetter> letters = archive.list();
            if (letters.isEmpty()) {
                System.out.println("No dead letters.");
            }
            for (DeadLetterArchive.DeadLetter letter : letters) {
                System.out.printf(
                        "%s  %s  %s: %s%n",
                        letter.id(),
                        letter.header(DeadLetterHeaders.TIME),
                        letter.header(DeadLetterHeaders.REASON_CLASS),
                        letter.header(DeadLetterHeaders.REASON));
            }
            return 0;
        }
    }

    @Command(description = "Show one with its headers and value. It may hold what customers wrote.")
    int show(@Parameters(paramLabel = "id", description = "topic:partition:offset, as list prints it") String id) {
        try (DeadLetterArchive archive = open()) {
            DeadLetterArchive.DeadLetter letter = find(archive.list(), id);
            for (Header header : letter.message().headers()) {
                System.out.printf("%s: %s%n", header.key(), text(header.value()));
            }
            System.out.printf(
                    "key: %s%n%n%s%n",
                    text(letter.message().key()), pretty(letter.message().value()));
            return 0;
        }
    }

    @Command(description = "Put dead letters back at the end of the topic they came from.")
    int replay(
            @Parameters(arity = "0..*", paramLabel = "id", description = "which ones, as list prints them") @Nullable
                    List<String> ids,
            @Option(names = "--all", description = "all that were not replayed yet") boolean all) {
        if (!all && (ids == null || ids.isEmpty())) {
            throw new CommandFailure("Name the dead letters to replay, or say --all.");
        }
        try (DeadLetterArchive archive = open()) {
            List<DeadLetterArchive.DeadLetter> letters = archive.list();
            List<DeadLetterArchive.DeadLetter> chosen = all
                    ? letters
                    : Objects.requireNonNull(ids).stream()
                            .map(id -> find(letters, id))
                            .toList();
            for (DeadLetterArchive.DeadLetter letter : chosen) {
                archive.replay(letter);
                System.out.printf("%s → %s%n", letter.id(), letter.originalTopic());
            }
            System.out.printf("%d replayed%n", chosen.size());
            return 0;
        }
    }

    private static DeadLetterArchive open() {
        return new DeadLetterArchive(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        HubClient.environment("KAFKA_BOOTSTRAP_SERVERS", null)),
                HubClient.environment("PARLEY_TOPIC_PREFIX", ""));
    }

    private static DeadLetterArchive.DeadLetter find(List<DeadLetterArchive.DeadLetter> letters, String id) {
        return letters.stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("There is no dead letter " + id + ". ./parley dlq list names them."));
    }

    private static String pretty(byte @Nullable [] value) {
        if (value == null) {
            return "(empty)";
        }
        try {
            return JSON.writeValueAsString(JSON.readTree(value));
        } catch (IOException e) {
            return text(value);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}

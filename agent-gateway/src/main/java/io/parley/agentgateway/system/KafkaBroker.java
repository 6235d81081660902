package io.parley.agentgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.parley.runtime.kafka.ConsumerGroups;
import io.parley.runtime.kafka.ConsumerGroups.Lag;
import io.parley.runtime.kafka.DeadLetterArchive;
import io.parley.runtime.kafka.DeadLetterArchive.DeadLetter;
import io.parley.runtime.kafka.DeadLetterArchives;
import io.parley.runtime.kafka.DeadLetterHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Asks Kafka on a thread that may wait. */
@Component
final class KafkaBroker implements Broker {

    /** How many records of each dead-letter partition are looked at: an administrator's page, not an archive. */
    private static final long NEWEST = 1_000;

    private final ConsumerGroups groups;
    private final DeadLetterArchives archives;
    private final ObjectMapper json;

    KafkaBroker(ConsumerGroups groups, DeadLetterArchives archives, ObjectMapper json) {
        this.groups = groups;
        this.archives = archives;
        this.json = json;
    }

    @Override
    public Mono<List<Lag>> lags() {
        return waiting(groups::lags);
    }

    @Override
    public Mono<List<Letter>> deadLetters(int limit) {
        return waiting(() -> {
            try (DeadLetterArchive archive = archives.open()) {
                return archive.list(NEWEST).reversed().stream()
                        .limit(limit)
                        .map(it -> letter(it, false))
                        .toList();
            }
        });
    }

    @Override
    public Mono<Letter> deadLetter(String id) {
        return one(id, archive -> letter -> letter(letter, true));
    }

    @Override
    public Mono<Letter> replay(String id) {
        return one(id, archive -> letter -> {
            archive.replay(letter);
            return letter(letter, false);
        });
    }

    private Mono<Letter> one(String id, Function<DeadLetterArchive, Function<DeadLetter, Letter>> use) {
        return waiting(() -> {
                    try (DeadLetterArchive archive = archives.open()) {
                        return archive.list(NEWEST).stream()
                                .filter(it -> it.id().equals(id))
                                .findFirst()
                                .map(use.apply(archive));
                    }
                })
                .flatMap(found -> Mono.justOrEmpty(found));
    }

    private static <T> Mono<T> waiting(Callable<T> question) {
        return Mono.fromCallable(question).subscribeOn(Schedulers.boundedElastic());
    }

    private Letter letter(DeadLetter letter, boolean whole) {
        return new Letter(
                letter.id(),
                letter.originalTopic(),
                letter.header(DeadLetterHeaders.GROUP),
                letter.header(DeadLetterHeaders.REASON),
                letter.header(DeadLetterHeaders.REASON_CLASS),
                letter.header(DeadLetterHeaders.TIME),
                text(letter.message().key()),
                whole ? headers(letter) : null,
                whole ? value(letter.message().value()) : null);
    }

    private static Map<String, String> headers(DeadLetter letter) {
        Map<String, String> headers = new TreeMap<>();
        letter.message()
                .headers()
                .forEach(it -> headers.put(
                        it.key(), Optional.ofNullable(text(it.value())).orElse("")));
        return headers;
    }

    private JsonNode value(byte @Nullable [] value) {
        if (value == null) {
            return NullNode.instance;
        }
        try {
            return json.readTree(value);
        } catch (IOException e) {
            return TextNode.valueOf(new String(value, StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}

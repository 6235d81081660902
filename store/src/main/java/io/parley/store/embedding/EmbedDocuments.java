package io.parley.store.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.store.embedding.Embedder.Purpose;
import io.parley.store.embedding.EmbeddingFailure.Away;
import io.parley.store.embedding.EmbeddingFailure.Misconfigured;
import io.parley.store.embedding.EmbeddingFailure.Refused;
import io.parley.store.embedding.EmbeddingQueue.Embedded;
import io.parley.store.embedding.EmbeddingQueue.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives documents their vectors, a batch at a time; any number of nodes may, each takes what no other holds. */
@Component
class EmbedDocuments {

    private static final Logger log = LoggerFactory.getLogger(EmbedDocuments.class);

    private static final Duration WAIT_WHEN_AWAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration WAIT_WHEN_MISCONFIGURED = Duration.ofMinutes(1);

    /** So many texts that are all refused are not to blame themselves. */
    private static final int ENOUGH_TO_TELL = 4;

    private final EmbeddingModels models;
    private final EmbeddingQueue queue;
    private final Embedders embedders;
    private final EmbeddingProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicBoolean wanted = new AtomicBoolean();

    /** Until when a model is left alone. */
    private final Map<Integer, Instant> pauses = new ConcurrentHashMap<>();

    EmbedDocuments(
            EmbeddingModels models,
            EmbeddingQueue queue,
            Embedders embedders,
            EmbeddingProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.models = models;
        this.queue = queue;
        this.embedders = embedders;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    /** One batch for each model; true when there may be more to do at once. */
    Mono<Boolean> embedSome() {
        if (embedders.areOff()) {
            return Mono.just(false);
        }
        return sayWhatIsWanted().then(Mono.defer(models::all)).flatMap(all -> {
            embedders.keepOnly(
                    all.stream().map(it -> it.description().fingerprint()).collect(Collectors.toSet()));
            return Flux.fromIterable(all).concatMap(this::embedSome).reduce(false, Boolean::logicalOr);
        });
    }

    /** Once a start: the settings do not change while the hub runs. */
    private Mono<Void> sayWhatIsWanted() {
        return wanted.get() ? Mono.empty() : models.want(embedders.wanted()).doOnSuccess(done -> wanted.set(true));
    }

    private Mono<Boolean> embedSome(EmbeddingModel model) {
        if (clock.instant().isBefore(pauses.getOrDefault(model.id(), Instant.EPOCH))) {
            return Mono.just(false);
        }
        Mono<Void> filled = model.fillBelow() > 0 ? models.fill(model) : Mono.empty();
        return filled.then(Mono.defer(() -> queue.take(model, properties.batchSize(), properties.lease())))
                .flatMap(taken -> taken.isEmpty() ? finish(model) : embed(model, taken));
    }

    private Mono<Boolean> finish(EmbeddingModel model) {
        return model.building() && model.fillBelow() == 0 ? models.switchTo(model) : Mono.just(model.fillBelow() > 0);
    }

    private Mono<Boolean> embed(EmbeddingModel model, List<Waiting> taken) {
        List<Waiting> hopeless = taken.stream()
                .filter(it -> it.attempts() > properties.attempts())
                .toList();
        List<Waiting> batch = taken.stream()
                .filter(it -> it.attempts() <= properties.attempts() && it.text() != null)
                .toList();
        return queue.fail(model, hopeless, "given up after %d tries".formatted(properties.attempts()))
                .then(Mono.defer(() -> batch.isEmpty() ? Mono.empty() : embedBatch(model, batch)))
                .then(Mono.defer(() -> model.problem() == null ? Mono.empty() : models.tell(model, null)))
                .thenReturn(true)
                .onErrorResume(EmbeddingFailure.class, failure -> pause(model, batch, failure));
    }

    private Mono<Void> embedBatch(EmbeddingModel model, List<Waiting> batch) {
        return vectors(model, batch)
                .flatMap(embedded -> queue.store(model, embedded))
                .onErrorResume(Refused.class, refused -> oneByOne(model, batch, refused));
    }

    private Mono<List<Embedded>> vectors(EmbeddingModel model, List<Waiting> batch) {
        List<String> texts =
                batch.stream().map(it -> Objects.requireNonNull(it.text())).toList();
        return embedders
                .of(model.description())
                .embed(texts, Purpose.PASSAGE)
                .doOnNext(vectors -> meters.counter("parley.embedded").increment(vectors.size()))
                .map(vectors -> IntStream.range(0, batch.size())
                        .mapToObj(at -> new Embedded(batch.get(at), vectors.get(at)))
                        .toList());
    }

    /** Finds what is refused; where everything is, it is not the texts. */
    private Mono<Void> oneByOne(EmbeddingModel model, List<Waiting> batch, Refused refused) {
        return Flux.fromIterable(batch)
                .concatMap(document -> vectors(model, List.of(document))
                        .flatMap(embedded -> queue.store(model, embedded).thenReturn(true))
                        .onErrorResume(Refused.class, it -> Mono.just(false))
                        .map(taken -> Map.entry(document, taken)))
                .collectList()
                .flatMap(tried -> {
                    List<Waiting> failed = tried.stream()
                            .filter(it -> !it.getValue())
                            .map(Map.Entry::getKey)
                            .toList();
                    String reason = String.valueOf(refused.getMessage());
                    return failed.size() == batch.size() && batch.size() >= ENOUGH_TO_TELL
                            ? Mono.error(new Misconfigured(reason, refused))
                            : queue.fail(model, failed, reason);
                });
    }

    private Mono<Boolean> pause(EmbeddingModel model, List<Waiting> batch, EmbeddingFailure failure) {
        Duration wait = wait(failure);
        pauses.put(model.id(), clock.instant().plus(wait));
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(model.problem())) {
            log.warn("No vectors are made for search: {}", problem);
        }
        return models.tell(model, problem)
                .then(Mono.defer(() -> queue.giveBack(model, batch, wait)))
                .thenReturn(false);
    }

    private static Duration wait(EmbeddingFailure failure) {
        return switch (failure) {
            case Away away -> {
                Duration asked = away.retryAfter() == null ? WAIT_WHEN_AWAY : away.retryAfter();
                yield asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
            }
            case Misconfigured misconfigured -> WAIT_WHEN_MISCONFIGURED;
            case Refused refused -> WAIT_WHEN_AWAY;
        };
    }
}

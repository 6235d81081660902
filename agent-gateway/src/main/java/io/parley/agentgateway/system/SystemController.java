package io.parley.agentgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.runtime.kafka.ConsumerGroups.Lag;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How the hub is, for administrators (beyond Chatwoot). Dead letters may hold what customers wrote. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/system")
@Tag(name = "System")
class SystemController {

    private static final Logger log = LoggerFactory.getLogger(SystemController.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_LETTERS = 500;

    private final Broker broker;
    private final Samples samples;
    private final ObjectProvider<HealthEndpoint> health;

    SystemController(Broker broker, Samples samples, ObjectProvider<HealthEndpoint> health) {
        this.broker = broker;
        this.samples = samples;
        this.health = health;
    }

    @GetMapping("/health")
    @Operation(summary = "Whether the servers behind the hub answer (administrators)")
    Mono<HealthJson> health(Viewer viewer) {
        viewer.requireAdministrator();
        return Mono.fromCallable(() -> HealthJson.of(health.getObject().health()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @GetMapping("/lag")
    @Operation(summary = "How many records each group of consumers has yet to handle, by topic (administrators)")
    Mono<Payload<List<LagJson>>> lag(Viewer viewer) {
        viewer.requireAdministrator();
        return broker.lags()
                .timeout(PATIENCE)
                .map(lags -> new Payload<>(lags.stream().map(LagJson::of).toList()));
    }

    @GetMapping("/metrics")
    @Operation(summary = "Throughput and latency of the last hour, every ten seconds and node (administrators)")
    Mono<Payload<List<SampleJson>>> metrics(Viewer viewer) {
        viewer.requireAdministrator();
        return samples.lastHour()
                .map(all -> new Payload<>(all.stream().map(SampleJson::of).toList()));
    }

    @GetMapping("/dead_letters")
    @Operation(summary = "What consumers gave up on and nobody replayed, newest first (administrators)")
    @Takes("limit: number")
    Mono<Payload<List<LetterJson>>> deadLetters(Viewer viewer, Parameters in) {
        viewer.requireAdministrator();
        Integer limit = in.number("limit");
        return broker.deadLetters(limit == null ? 100 : Math.clamp(limit, 1, MAX_LETTERS))
                .timeout(PATIENCE)
                .map(letters ->
                        new Payload<>(letters.stream().map(LetterJson::of).toList()));
    }

    @GetMapping("/dead_letters/{id}")
    @Operation(summary = "One of them with its headers and value (administrators)")
    Mono<LetterJson> deadLetter(Viewer viewer, @PathVariable String id) {
        viewer.requireAdministrator();
        return broker.deadLetter(id).timeout(PATIENCE).switchIfEmpty(notFound()).map(LetterJson::of);
    }

    @PostMapping("/dead_letters/{id}/replay")
    @Operation(summary = "Put it back at the end of the topic it came from (administrators)")
    Mono<LetterJson> replay(Viewer viewer, @PathVariable String id) {
        viewer.requireAdministrator();
        return broker.replay(id)
                .timeout(PATIENCE)
                .switchIfEmpty(notFound())
                .doOnNext(letter -> log.info("Agent {} replayed dead letter {}", viewer.agentId(), letter.id()))
                .map(LetterJson::of);
    }

    @PostMapping("/dead_letters/replay")
    @Operation(summary = "Replay several: ids, as the list has them (administrators)")
    @Takes("ids: texts")
    Mono<Payload<List<LetterJson>>> replayAll(Viewer viewer, Parameters in) {
        viewer.requireAdministrator();
        return Flux.fromIterable(in.texts("ids"))
                .concatMap(broker::replay)
                .map(LetterJson::of)
                .collectList()
                .map(Payload::new);
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new StoreFailure.NotFound("Dead letter"));
    }

    /** @param status {@code UP}, {@code DOWN}, {@code OUT_OF_SERVICE} or {@code UNKNOWN} */
    @Wire
    record HealthJson(
            String status,
            @Wire.Optional @Nullable Map<String, Object> details,
            @Wire.Optional @Nullable Map<String, HealthJson> components) {

        static HealthJson of(HealthComponent component) {
            String status = component.getStatus().getCode();
            return switch (component) {
                case CompositeHealth composite -> {
                    Map<String, HealthJson> components = new TreeMap<>();
                    composite.getComponents().forEach((name, part) -> components.put(name, of(part)));
                    yield new HealthJson(status, null, components);
                }
                case Health one -> new HealthJson(status, one.getDetails(), null);
                default -> new HealthJson(status, null, null);
            };
        }
    }

    /** What a group has yet to handle of a topic. */
    @Wire
    record LagJson(String group, String topic, long lag) {
        static LagJson of(Lag lag) {
            return new LagJson(lag.group(), lag.topic(), lag.records());
        }
    }

    /** What a node did in a few seconds. */
    @Wire
    record SampleJson(
            String node,
            long at,
            double seconds,
            long received,
            long sent,
            long events,
            long sessions,
            @Nullable Double latencyMillis,
            @Nullable Double latencyP95Millis) {
        static SampleJson of(Sample sample) {
            return new SampleJson(
                    sample.node(),
                    sample.at(),
                    sample.seconds(),
                    sample.received(),
                    sample.sent(),
                    sample.events(),
                    sample.sessions(),
                    sample.latencyMillis(),
                    sample.latencyP95Millis());
        }
    }

    /** What a consumer gave up on. */
    @Wire
    record LetterJson(
            String id,
            String topic,
            String group,
            String reason,
            String reasonClass,
            String time,
            @Nullable String key,
            @Wire.Optional @Nullable Map<String, String> headers,
            @Wire.Optional @Nullable JsonNode value) {
        static LetterJson of(Broker.Letter letter) {
            return new LetterJson(
                    letter.id(),
                    letter.topic(),
                    letter.group(),
                    letter.reason(),
                    letter.reasonClass(),
                    letter.time(),
                    letter.key(),
                    letter.headers(),
                    letter.value());
        }
    }
}

package io.parley.agentgateway.api.probe;

import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.id.AccountId;
import io.parley.store.account.Accounts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Answers clients that look whether a Chatwoot is there before they sign in. */
@RestController
@Tag(name = "Probes")
class ProbeController {

    /** The version of Chatwoot whose API this is; clients switch features by it. */
    private static final String CHATWOOT_VERSION = "4.15.1";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Accounts accounts;
    private final ReactiveStringRedisTemplate redis;
    private final Clock clock;

    ProbeController(Accounts accounts, ReactiveStringRedisTemplate redis, Clock clock) {
        this.accounts = accounts;
        this.redis = redis;
        this.clock = clock;
    }

    @GetMapping("/api")
    @Operation(summary = "Version, and whether database and Redis answer")
    Mono<ProbeJson> probe() {
        Mono<String> database = answers(accounts.find(new AccountId(1)));
        Mono<String> queue = answers(redis.execute(ReactiveRedisConnection::ping));
        return Mono.zip(queue, database)
                .map(both -> new ProbeJson(
                        CHATWOOT_VERSION,
                        TIMESTAMP.format(clock.instant()),
                        both.getT1(),
                        both.getT2(),
                        Optional.ofNullable(ProbeController.class.getPackage().getImplementationVersion())
                                .orElse("development")));
    }

    @GetMapping("/health")
    @Operation(summary = "Whether the hub answers at all")
    HealthJson health() {
        return new HealthJson("woot");
    }

    private static Mono<String> answers(Publisher<?> question) {
        return Mono.from(question).then(Mono.just("ok")).timeout(PATIENCE).onErrorReturn("failing");
    }

    /** @param parleyVersion the hub's own version */
    @Wire
    record ProbeJson(
            String version, String timestamp, String queueServices, String dataServices, String parleyVersion) {}

    /** Always the same. */
    @Wire
    record HealthJson(String status) {}
}

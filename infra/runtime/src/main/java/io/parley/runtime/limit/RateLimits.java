package io.parley.runtime.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Token buckets in Redis that all nodes share. Redis away: nobody is held up, because people must be able to work then,
 * too.
 */
public class RateLimits {

    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private static final Duration REST = Duration.ofSeconds(5);

    private final Mono<AsyncProxyManager<byte[]>> buckets;
    private final String keyPrefix;
    private volatile long restsUntil = System.nanoTime();

    /** @param connect called with the first request: Redis may come up later than the hub */
    RateLimits(Supplier<AsyncProxyManager<byte[]>> connect, String keyPrefix) {
        // connecting blocks
        this.buckets = Mono.fromSupplier(connect)
                .subscribeOn(Schedulers.boundedElastic())
                .cache(connected -> Duration.ofMillis(Long.MAX_VALUE), failed -> REST, () -> Duration.ZERO);
        this.keyPrefix = keyPrefix;
    }

    /**
     * Completes when one more is allowed; errors with {@link TooMany} when not.
     *
     * @param what names the bucket: a kind of request and who makes it
     */
    public Mono<Void> take(String what, Rate rate) {
        return Mono.<ConsumptionProbe>defer(() -> System.nanoTime() - restsUntil < 0
                        ? Mono.<ConsumptionProbe>empty()
                        : buckets.flatMap(ready -> Mono.fromFuture(() -> probe(ready, what, rate), true)))
                .timeout(PATIENCE)
                .onErrorResume(this::rest)
                .flatMap(RateLimits::judge);
    }

    /** Requests do not wait for a Redis that is away one by one. */
    private Mono<ConsumptionProbe> rest(Throwable failure) {
        restsUntil = System.nanoTime() + REST.toNanos();
        log.warn("Requests cannot be counted: {}", failure.getClass().getSimpleName());
        return Mono.empty();
    }

    private CompletableFuture<ConsumptionProbe> probe(AsyncProxyManager<byte[]> ready, String what, Rate rate) {
        byte[] key = (keyPrefix + "rate:" + what).getBytes(StandardCharsets.UTF_8);
        return ready.getProxy(key, () -> CompletableFuture.completedFuture(configuration(rate)))
                .tryConsumeAndReturnRemaining(1);
    }

    private static BucketConfiguration configuration(Rate rate) {
        return BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(rate.number())
                        .refillGreedy(rate.number(), rate.within())
                        .build())
                .build();
    }

    private static Mono<Void> judge(ConsumptionProbe probe) {
        if (probe.isConsumed()) {
            return Mono.empty();
        }
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        Duration rounded = Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
        return Mono.error(new TooMany(rounded.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : rounded));
    }
}

package io.parley.runtime.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final Supplier<AsyncProxyManager<byte[]>> connect;
    private final String keyPrefix;
    private volatile @Nullable AsyncProxyManager<byte[]> buckets;

    /** @param connect called with the first request: Redis may come up later than the hub */
    RateLimits(Supplier<AsyncProxyManager<byte[]>> connect, String keyPrefix) {
        this.connect = connect;
        this.keyPrefix = keyPrefix;
    }

    /**
     * Completes when one more is allowed; errors with {@link TooMany} when not.
     *
     * @param what names the bucket: a kind of request and who makes it
     */
    public Mono<Void> take(String what, Rate rate) {
        return buckets()
                .flatMap(ready -> Mono.fromFuture(() -> probe(ready, what, rate)))
                .timeout(PATIENCE)
                .onErrorResume(failure -> {
                    log.warn(
                            "Requests cannot be counted: {}", failure.getClass().getSimpleName());
                    return Mono.empty();
                })
                .flatMap(RateLimits::judge);
    }

    /** Connecting blocks. */
    private Mono<AsyncProxyManager<byte[]>> buckets() {
        AsyncProxyManager<byte[]> ready = buckets;
        return ready != null
                ? Mono.just(ready)
                : Mono.fromCallable(this::connected).subscribeOn(Schedulers.boundedElastic());
    }

    private synchronized AsyncProxyManager<byte[]> connected() {
        AsyncProxyManager<byte[]> ready = buckets;
        if (ready == null) {
            ready = connect.get();
            buckets = ready;
        }
        return ready;
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

package io.parley.agentgateway.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Token buckets in Redis. Without Redis nobody is held up: after a failure it is left alone for a while, so that
 * requests do not wait for it one by one.
 */
@Component
final class RedisCounters implements Counters, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(RedisCounters.class);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration REST = Duration.ofSeconds(5);

    private final LettuceConnectionFactory redis;
    private final String prefix;
    private final Clock clock;
    private final Mono<AsyncProxyManager<byte[]>> buckets;
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private volatile Instant restsUntil = Instant.MIN;

    RedisCounters(LettuceConnectionFactory redis, RateLimitProperties properties, Clock clock) {
        this.redis = redis;
        this.prefix = properties.keyPrefix() + "rate:";
        this.clock = clock;
        this.buckets = Mono.fromCallable(this::connect)
                .subscribeOn(Schedulers.boundedElastic())
                .cache(connected -> Duration.ofMillis(Long.MAX_VALUE), failed -> REST, () -> Duration.ZERO);
    }

    @Override
    public Mono<Duration> count(String what, int perMinute) {
        if (clock.instant().isBefore(restsUntil)) {
            return Mono.empty();
        }
        BucketConfiguration limit = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(perMinute)
                        .refillGreedy(perMinute, WINDOW)
                        .build())
                .build();
        byte[] key = (prefix + what).getBytes(StandardCharsets.UTF_8);
        return buckets.flatMap(connected -> Mono.fromFuture(
                        () -> connected
                                .builder()
                                .build(key, () -> CompletableFuture.completedFuture(limit))
                                .tryConsumeAndReturnRemaining(1),
                        true))
                .timeout(PATIENCE)
                .filter(probe -> !probe.isConsumed())
                .map(probe -> Duration.ofNanos(probe.getNanosToWaitForRefill()))
                .onErrorResume(this::rest);
    }

    private Mono<Duration> rest(Throwable failure) {
        restsUntil = clock.instant().plus(REST);
        log.warn("Requests are not counted: {}", failure.getClass().getSimpleName());
        return Mono.empty();
    }

    /** Later than the hub's start, because Redis may not be there yet; from then on it connects again by itself. */
    private AsyncProxyManager<byte[]> connect() {
        if (!(redis.getRequiredNativeClient() instanceof RedisClient client)) {
            throw new IllegalStateException("requests are counted on a single Redis only");
        }
        StatefulRedisConnection<byte[], byte[]> connected = client.connect(ByteArrayCodec.INSTANCE);
        connection = connected;
        return Bucket4jLettuce.casBasedBuilder(connected)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                .build()
                .asAsync();
    }

    @Override
    public void destroy() {
        StatefulRedisConnection<byte[], byte[]> open = connection;
        if (open != null) {
            open.close();
        }
    }
}

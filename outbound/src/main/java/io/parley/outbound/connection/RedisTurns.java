package io.parley.outbound.connection;

import io.parley.contract.id.InboxId;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A key of Redis for each inbox, which ends by itself. */
@Component
final class RedisTurns implements Turns {

    private final ReactiveStringRedisTemplate redis;
    private final String prefix;

    RedisTurns(ReactiveStringRedisTemplate redis, ConnectionProperties properties) {
        this.redis = redis;
        this.prefix = properties.keyPrefix() + "connection:";
    }

    @Override
    public Mono<Boolean> take(InboxId inbox, Duration until) {
        return redis.opsForValue().setIfAbsent(prefix + inbox, "", until);
    }
}

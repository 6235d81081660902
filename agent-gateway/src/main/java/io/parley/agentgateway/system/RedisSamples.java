package io.parley.agentgateway.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.agentgateway.fanout.FanOutProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Samples in a sorted set of Redis: every node puts its own there, and any node shows all. */
@Component
final class RedisSamples implements Samples {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ReactiveStringRedisTemplate redis;
    private final FanOutProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    RedisSamples(ReactiveStringRedisTemplate redis, FanOutProperties properties, ObjectMapper json, Clock clock) {
        this.redis = redis;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Mono<Void> keep(Sample sample) {
        return redis.opsForZSet()
                .add(key(), write(sample), sample.at())
                .then(redis.opsForZSet()
                        .removeRangeByScore(key(), Range.leftUnbounded(Range.Bound.exclusive((double) oldest()))))
                .then(redis.expire(key(), KEPT))
                .then()
                .timeout(LIMIT);
    }

    @Override
    public Mono<List<Sample>> lastHour() {
        return redis.opsForZSet()
                .rangeByScore(key(), Range.rightUnbounded(Range.Bound.inclusive((double) oldest())))
                .map(this::read)
                .collectList()
                .timeout(LIMIT)
                .onErrorReturn(List.of());
    }

    private long oldest() {
        return clock.instant().minus(KEPT).getEpochSecond();
    }

    private String key() {
        return properties.keyPrefix() + "samples";
    }

    private String write(Sample sample) {
        try {
            return json.writeValueAsString(sample);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a sample cannot be written", e);
        }
    }

    private Sample read(String text) {
        try {
            return json.readValue(text, Sample.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a sample cannot be read", e);
        }
    }
}

package io.parley.agentgateway.presence;

import io.parley.store.agent.Availability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Leases in a sorted set of Redis, by the millisecond they end, with what agents said of themselves beside it. */
@Component
final class RedisPresenceLeases implements PresenceLeases {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Arguments: now, the end, how many are present, place and word of each, then place and word of who said one. */
    @SuppressWarnings("rawtypes")
    private static final RedisScript<List> RENEW = RedisScript.of("""
            local begun = {}
            local last = 3 + 2 * ARGV[3]
            for i = 4, last, 2 do
              local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
              if not ends or tonumber(ends) <= tonumber(ARGV[1]) then
                begun[#begun + 1] = ARGV[i]
              end
              redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[i])
              redis.call('HSETNX', KEYS[2], ARGV[i], ARGV[i + 1])
            end
            for i = last + 1, #ARGV, 2 do
              if redis.call('ZSCORE', KEYS[1], ARGV[i]) then
                redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
              end
            end
            return begun
            """, List.class);

    /** Arguments: place and end of each. */
    private static final RedisScript<Void> LINGER = RedisScript.of("""
            for i = 1, #ARGV, 2 do
              redis.call('ZADD', KEYS[1], 'NX', ARGV[i + 1], ARGV[i])
            end
            """);

    /** Arguments: now, then the places. */
    @SuppressWarnings("rawtypes")
    private static final RedisScript<List> TAKE_BACK = RedisScript.of("""
            local stay = {}
            for i = 2, #ARGV do
              local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
              if ends and tonumber(ends) > tonumber(ARGV[1]) then
                stay[#stay + 1] = ARGV[i]
              else
                redis.call('ZREM', KEYS[1], ARGV[i])
                redis.call('HDEL', KEYS[2], ARGV[i])
              end
            end
            return stay
            """, List.class);

    private final ReactiveStringRedisTemplate redis;
    private final List<String> keys;
    private final String channel;

    RedisPresenceLeases(ReactiveStringRedisTemplate redis, PresenceProperties properties) {
        this.redis = redis;
        this.keys = List.of(properties.keyPrefix() + "present", properties.keyPrefix() + "present:said");
        this.channel = properties.keyPrefix() + "present:changed";
    }

    @Override
    public Mono<Set<Place>> renew(
            Map<Place, Availability> present, Map<Place, Availability> said, Instant now, Instant until) {
        if (present.isEmpty() && said.isEmpty()) {
            return Mono.just(Set.of());
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(Long.toString(until.toEpochMilli()));
        arguments.add(Integer.toString(present.size()));
        Stream.of(present, said)
                .forEach(words -> words.forEach((place, word) -> {
                    arguments.add(place.toString());
                    arguments.add(word.wireName());
                }));
        return places(RENEW, arguments);
    }

    @Override
    public Mono<Void> linger(Map<Place, Instant> left) {
        if (left.isEmpty()) {
            return Mono.empty();
        }
        List<String> arguments = new ArrayList<>();
        left.forEach((place, end) -> {
            arguments.add(place.toString());
            arguments.add(Long.toString(end.toEpochMilli()));
        });
        return redis.execute(LINGER, keys, arguments).then();
    }

    @Override
    public Mono<Map<Place, Availability>> present(Instant now) {
        return redis.opsForZSet()
                .rangeByScore(keys.get(0), Range.rightUnbounded(Range.Bound.exclusive((double) now.toEpochMilli())))
                .collectList()
                .flatMap(places -> places.isEmpty()
                        ? Mono.just(Map.of())
                        : redis.<String, String>opsForHash()
                                .multiGet(keys.get(1), places)
                                .map(said -> together(places, said)));
    }

    private static Map<Place, Availability> together(List<String> places, List<String> said) {
        Map<Place, Availability> present = new HashMap<>();
        for (int index = 0; index < places.size(); index++) {
            String word = said.get(index);
            present.put(Place.of(places.get(index)), word == null ? Availability.ONLINE : Availability.of(word));
        }
        return present;
    }

    @Override
    public Mono<Set<Place>> runOut(Instant now) {
        return redis.opsForZSet()
                .rangeByScore(keys.get(0), Range.leftUnbounded(Range.Bound.inclusive((double) now.toEpochMilli())))
                .map(Place::of)
                .collect(Collectors.toSet());
    }

    @Override
    public Mono<Set<Place>> takeBack(Set<Place> runOut, Instant now) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(now.toEpochMilli()));
        runOut.forEach(place -> arguments.add(place.toString()));
        return places(TAKE_BACK, arguments);
    }

    @Override
    public Mono<Void> tellChange() {
        return redis.convertAndSend(channel, "").then();
    }

    @Override
    public Flux<Boolean> changes() {
        return Flux.defer(() -> redis.listenToChannel(channel))
                .map(told -> true)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .transientErrors(true));
    }

    @SuppressWarnings("rawtypes")
    private Mono<Set<Place>> places(RedisScript<List> script, List<String> arguments) {
        return redis.execute(script, keys, arguments)
                .flatMapIterable(it -> (List<?>) it)
                .map(it -> Place.of(it.toString()))
                .collect(Collectors.toSet());
    }
}

package io.parley.agentgateway.presence;

import io.parley.store.agent.Availability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Leases in a sorted set of Redis, by the millisecond they end, with what agents said of themselves beside it. */
@Component
final class RedisPresenceLeases implements PresenceLeases {

    /** Arguments: now, the end, then place and word of each. */
    @SuppressWarnings("rawtypes")
    private static final RedisScript<List> RENEW = RedisScript.of("""
            local begun = {}
            for i = 3, #ARGV, 2 do
              local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
              if not ends or tonumber(ends) <= tonumber(ARGV[1]) then
                begun[#begun + 1] = ARGV[i]
              end
              redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[i])
              redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
            end
            return begun
            """, List.class);

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

    RedisPresenceLeases(ReactiveStringRedisTemplate redis, PresenceProperties properties) {
        this.redis = redis;
        this.keys = List.of(properties.keyPrefix() + "present", properties.keyPrefix() + "present:said");
    }

    @Override
    public Mono<Set<Place>> renew(Map<Place, Availability> present, Instant now, Instant until) {
        if (present.isEmpty()) {
            return Mono.just(Set.of());
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(Long.toString(until.toEpochMilli()));
        present.forEach((place, said) -> {
            arguments.add(place.toString());
            arguments.add(said.wireName());
        });
        return places(RENEW, arguments);
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

    @SuppressWarnings("rawtypes")
    private Mono<Set<Place>> places(RedisScript<List> script, List<String> arguments) {
        return redis.execute(script, keys, arguments)
                .flatMapIterable(it -> (List<?>) it)
                .map(it -> Place.of(it.toString()))
                .collect(Collectors.toSet());
    }
}

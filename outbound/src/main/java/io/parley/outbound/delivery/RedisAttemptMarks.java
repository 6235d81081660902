package io.parley.outbound.delivery;

import io.parley.contract.ContractJson;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Marks in Redis: {@code out:<message>:<attempt>:<part>} holds who began when, and then what became of it;
 * {@code out:source:<inbox>:<source id>} claims an id.
 */
final class RedisAttemptMarks implements AttemptMarks {

    private static final Duration CLAIM = Duration.ofDays(1);

    private final ReactiveStringRedisTemplate redis;
    private final String prefix;
    private final Duration keepFor;
    private final Duration timeout;
    private final Clock clock;

    /**
     * Attempts whose mark may or may not have been written, with the token that would be in it. A lost answer must not
     * look like a lost process: nobody has called for these yet.
     */
    private final ConcurrentMap<String, String> unanswered = new ConcurrentHashMap<>();

    RedisAttemptMarks(ReactiveStringRedisTemplate redis, OutboundProperties properties, Clock clock) {
        this.redis = redis;
        this.prefix = properties.keyPrefix() + "out:";
        this.keepFor = properties.keepMarks();
        this.timeout = properties.redisTimeout();
        this.clock = clock;
    }

    @Override
    public Mono<Mark> begin(PartAttempt attempt) {
        return Mono.defer(() -> begin(keyOf(attempt)));
    }

    private Mono<Mark> begin(String key) {
        String token =
                unanswered.computeIfAbsent(key, unknown -> UUID.randomUUID().toString());
        Instant now = clock.instant();
        return redis.opsForValue()
                .setIfAbsent(key, write(new Entry(token, now, null)), keepFor)
                .flatMap(isNew -> isNew ? Mono.just(new Mark.Fresh(now)) : read(key, token))
                .timeout(timeout)
                .doOnNext(answered -> unanswered.remove(key));
    }

    private Mono<Mark> read(String key, String token) {
        return redis.opsForValue()
                .get(key)
                .map(RedisAttemptMarks::parse)
                .map(entry -> markOf(entry, token))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a mark vanished while it was read")));
    }

    private static Mark markOf(Entry entry, String token) {
        if (entry.result() != null) {
            return new Mark.Settled(entry.result());
        }
        return token.equals(entry.token()) ? new Mark.Fresh(entry.at()) : new Mark.InDoubt(entry.at());
    }

    @Override
    public Mono<Void> settle(PartAttempt attempt, PartResult result) {
        Mono<Boolean> kept =
                redis.opsForValue().set(keyOf(attempt), write(new Entry(null, clock.instant(), result)), keepFor);
        Mono<?> all = result instanceof PartResult.Sent sent
                ? kept.then(redis.opsForValue().set(claimOf(attempt.inboxId(), sent.sourceId()), "", CLAIM))
                : kept;
        return all.timeout(timeout).then();
    }

    @Override
    public Mono<Map<Integer, PartResult.Sent>> sentBy(MessageId messageId, int attempt, int parts) {
        List<String> keys = IntStream.range(0, parts)
                .mapToObj(part -> keyOf(messageId, attempt, part))
                .toList();
        return redis.opsForValue().multiGet(keys).map(RedisAttemptMarks::sentIn).timeout(timeout);
    }

    @Override
    public Mono<Boolean> isUnclaimed(InboxId inboxId, String sourceId) {
        return redis.hasKey(claimOf(inboxId, sourceId)).map(claimed -> !claimed).timeout(timeout);
    }

    private static Map<Integer, PartResult.Sent> sentIn(List<@Nullable String> values) {
        Map<Integer, PartResult.Sent> sent = new HashMap<>();
        for (int part = 0; part < values.size(); part++) {
            String value = values.get(part);
            if (value != null && parse(value).result() instanceof PartResult.Sent known) {
                sent.put(part, known);
            }
        }
        return sent;
    }

    private String keyOf(PartAttempt attempt) {
        return keyOf(attempt.messageId(), attempt.attempt(), attempt.part());
    }

    private String keyOf(MessageId messageId, int attempt, int part) {
        return prefix + messageId + ":" + attempt + ":" + part;
    }

    private String claimOf(InboxId inboxId, String sourceId) {
        return prefix + "source:" + inboxId + ":" + sourceId;
    }

    private static String write(Entry entry) {
        return new String(ContractJson.write(entry), StandardCharsets.UTF_8);
    }

    private static Entry parse(String json) {
        try {
            return ContractJson.read(json.getBytes(StandardCharsets.UTF_8), Entry.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value of a mark.
     *
     * @param token who began, as long as there is no result
     * @param at when it began, or ended
     */
    record Entry(
            @Nullable String token, Instant at, @Nullable PartResult result) {}
}

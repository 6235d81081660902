package io.parley.agentgateway.fanout;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Streams of Redis, 6.2 or newer. Each begins with an entry that says nothing, so that every cursor handed out is the
 * id of an entry: as long as that one is there, nothing after it was trimmed.
 */
@Component
final class RedisAccountStreams implements AccountStreams {

    /** Below the shortest stream there may be. */
    private static final int PAGE = 500;

    /**
     * One round trip for many. Keys: the stream, then one per event. Arguments: length, seconds an event is remembered,
     * then type, inbox, data, accepted, agent of each.
     */
    private static final RedisScript<Long> APPEND = RedisScript.of("""
            if redis.call('EXISTS', KEYS[1]) == 0 then
              redis.call('XADD', KEYS[1], '*', 'type', '')
            end
            local appended = 0
            for i = 2, #KEYS do
              if redis.call('SET', KEYS[i], '1', 'NX', 'EX', ARGV[2]) then
                local a = 3 + (i - 2) * 5
                redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*',
                           'type', ARGV[a], 'inbox', ARGV[a + 1], 'data', ARGV[a + 2], 'accepted', ARGV[a + 3],
                           'agent', ARGV[a + 4])
                appended = appended + 1
              end
            end
            return appended
            """, Long.class);

    private static final RedisScript<String> END = RedisScript.of("""
            local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            if #newest > 0 then
              return newest[1][1]
            end
            return redis.call('XADD', KEYS[1], '*', 'type', '')
            """, String.class);

    private final ReactiveStringRedisTemplate redis;
    private final ReactiveRedisConnectionFactory connections;
    private final FanOutProperties properties;

    RedisAccountStreams(
            ReactiveStringRedisTemplate redis,
            ReactiveRedisConnectionFactory connections,
            FanOutProperties properties) {
        this.redis = redis;
        this.connections = connections;
        this.properties = properties;
    }

    @Override
    public Mono<Long> append(AccountId account, List<NewEntry> entries) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        keys.add(keyOf(account));
        arguments.add(Integer.toString(properties.length()));
        arguments.add(Long.toString(properties.remembered().toSeconds()));
        for (NewEntry entry : entries) {
            keys.add(prefixOf(account) + "seen:" + entry.eventId());
            arguments.add(entry.type());
            arguments.add(entry.inbox() == null ? "" : entry.inbox().toString());
            arguments.add(entry.data());
            arguments.add(
                    entry.acceptedAt() == null
                            ? ""
                            : Long.toString(entry.acceptedAt().toEpochMilli()));
            arguments.add(entry.agent() == null ? "" : entry.agent().toString());
        }
        return redis.execute(APPEND, keys, arguments).next();
    }

    @Override
    public Mono<String> end(AccountId account) {
        return redis.execute(END, List.of(keyOf(account))).next();
    }

    @Override
    public Flux<StreamEntry> after(AccountId account, String cursor) {
        return page(account, cursor)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(account, page.get(page.size() - 1).id()))
                .concatMapIterable(page -> page, 1);
    }

    private Mono<List<StreamEntry>> page(AccountId account, String cursor) {
        Range<String> fromCursor = Range.rightUnbounded(Range.Bound.inclusive(cursor));
        return redis.<String, String>opsForStream()
                .range(keyOf(account), fromCursor, Limit.limit().count(PAGE + 1))
                .map(RedisAccountStreams::entry)
                .collectList()
                .map(found -> behind(cursor, found));
    }

    private static List<StreamEntry> behind(String cursor, List<StreamEntry> found) {
        if (!found.isEmpty() && found.get(0).id().equals(cursor)) {
            return found.subList(1, found.size());
        }
        if (!found.isEmpty() && found.get(0).saysNothing() && cursor.equals(BEGINNING)) {
            return found.subList(0, Math.min(found.size(), PAGE));
        }
        throw new CursorLost();
    }

    /** On a connection of its own: a read that waits holds up everything behind it. */
    @Override
    public Flux<StreamEntry> follow(AccountId account, String cursor) {
        return Flux.usingWhen(
                Mono.fromSupplier(connections::getReactiveConnection),
                connection -> follow(connection, account, cursor),
                ReactiveRedisConnection::closeLater);
    }

    private Flux<StreamEntry> follow(ReactiveRedisConnection connection, AccountId account, String cursor) {
        Place place = new Place(cursor);
        return Flux.defer(() -> after(account, place.id))
                .doOnNext(entry -> place.id = entry.id())
                .concatWith(
                        Mono.defer(() -> news(connection, account, place.id)).then(Mono.empty()))
                .repeat();
    }

    /** Completes when there is something after that id, or when it has waited long enough. */
    private Mono<Void> news(ReactiveRedisConnection connection, AccountId account, String id) {
        ByteBuffer key = ByteBuffer.wrap(keyOf(account).getBytes(StandardCharsets.UTF_8));
        return connection
                .streamCommands()
                .xRead(
                        StreamReadOptions.empty().count(1).block(properties.pollTimeout()),
                        StreamOffset.create(key, ReadOffset.from(id)))
                .then();
    }

    private String keyOf(AccountId account) {
        return prefixOf(account) + "stream";
    }

    /** The braces keep a stream and the ids of its events in one slot of a cluster. */
    private String prefixOf(AccountId account) {
        return properties.keyPrefix() + "{account:" + account + "}:";
    }

    private static StreamEntry entry(MapRecord<String, String, String> stored) {
        Map<String, String> fields = stored.getValue();
        return new StreamEntry(
                stored.getId().getValue(),
                fields.getOrDefault("type", ""),
                inbox(fields.get("inbox")),
                fields.getOrDefault("data", "null"),
                instant(fields.get("accepted")),
                agent(fields.get("agent")));
    }

    private static @Nullable InboxId inbox(@Nullable String value) {
        return value == null || value.isEmpty() ? null : new InboxId(Integer.parseInt(value));
    }

    private static @Nullable AgentId agent(@Nullable String value) {
        return value == null || value.isEmpty() ? null : new AgentId(Integer.parseInt(value));
    }

    private static @Nullable Instant instant(@Nullable String millis) {
        return millis == null || millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** How far somebody has read. */
    private static final class Place {

        private volatile String id;

        Place(String id) {
            this.id = id;
        }
    }
}

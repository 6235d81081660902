package io.parley.agentgateway.fanout;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.StreamInfo;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One Redis stream per account, of what its agents should know. It can be lost: the truth is in PostgreSQL, and a
 * cursor the stream no longer covers is answered with a reset.
 */
@Component
public final class AccountStreams {

    private static final int PAGE = 500;

    /**
     * Appends each entry whose event id was not appended lately; one round trip for many. Keys: the stream, then one
     * per event. Arguments: length, seconds an event id is remembered, then type, inbox, data, accepted of each.
     */
    private static final RedisScript<Long> APPEND = RedisScript.of("""
            local appended = 0
            for i = 2, #KEYS do
              if redis.call('SET', KEYS[i], '1', 'NX', 'EX', ARGV[2]) then
                local a = 3 + (i - 2) * 4
                redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*',
                           'type', ARGV[a], 'inbox', ARGV[a + 1], 'data', ARGV[a + 2], 'accepted', ARGV[a + 3])
                appended = appended + 1
              end
            end
            return appended
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final FanOutProperties properties;

    AccountStreams(ReactiveStringRedisTemplate redis, FanOutProperties properties) {
        this.redis = redis;
        this.properties = properties;
    }

    /** The key of an account's stream. The braces keep it and its event ids in one slot of a cluster. */
    public String keyOf(AccountId account) {
        return properties.keyPrefix() + "{account:" + account + "}:stream";
    }

    /** Appends in order; returns how many were new. All belong to one account. */
    Mono<Long> append(AccountId account, List<NewEntry> entries) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        keys.add(keyOf(account));
        arguments.add(Integer.toString(properties.length()));
        arguments.add(Long.toString(properties.remembered().toSeconds()));
        for (NewEntry entry : entries) {
            keys.add(properties.keyPrefix() + "{account:" + account + "}:seen:" + entry.eventId());
            arguments.add(entry.type());
            arguments.add(entry.inbox() == null ? "" : entry.inbox().toString());
            arguments.add(entry.data());
            arguments.add(
                    entry.acceptedAt() == null
                            ? ""
                            : Long.toString(entry.acceptedAt().toEpochMilli()));
        }
        return redis.execute(APPEND, keys, arguments).next();
    }

    /** Everything after the cursor, oldest first, to the end the stream has when the last page is read. */
    public Flux<StreamEntry> after(AccountId account, String cursor) {
        return page(account, cursor)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(account, page.get(page.size() - 1).id()))
                .concatMapIterable(page -> page);
    }

    private Mono<List<StreamEntry>> page(AccountId account, String after) {
        Range<String> range = Range.rightUnbounded(Range.Bound.exclusive(after));
        return redis.<String, String>opsForStream()
                .range(keyOf(account), range, Limit.limit().count(PAGE))
                .map(AccountStreams::entry)
                .collectList();
    }

    /** The id of the newest entry, {@code 0-0} when there is none: a cursor for "from now on". */
    public Mono<String> end(AccountId account) {
        return info(account).map(StreamInfo.XInfoStream::lastGeneratedId).defaultIfEmpty(START);
    }

    /** Whether everything after the cursor is still there. */
    public Mono<Boolean> covers(AccountId account, String cursor) {
        return info(account).map(info -> covers(info, cursor)).defaultIfEmpty(cursor.equals(START));
    }

    private static boolean covers(StreamInfo.XInfoStream info, String cursor) {
        if (Cursor.compare(cursor, info.lastGeneratedId()) > 0) {
            return false; // of a stream that was lost since
        }
        if (info.streamLength() == 0 || Cursor.compare(cursor, info.firstEntryId()) >= 0) {
            return info.streamLength() > 0 || cursor.equals(info.lastGeneratedId());
        }
        Object added = info.getRaw().get("entries-added");
        boolean whole = added instanceof Number number && number.longValue() == info.streamLength();
        return whole && cursor.equals(START);
    }

    private Mono<StreamInfo.XInfoStream> info(AccountId account) {
        String key = keyOf(account);
        return redis.hasKey(key)
                .filter(Boolean::booleanValue)
                .flatMap(exists -> redis.opsForStream().info(key));
    }

    public static final String START = "0-0";

    /** Reads an entry as it lies in Redis. */
    public static StreamEntry entry(MapRecord<String, String, String> stored) {
        Map<String, String> fields = stored.getValue();
        return new StreamEntry(
                stored.getId().getValue(),
                fields.getOrDefault("type", ""),
                inbox(fields.get("inbox")),
                fields.getOrDefault("data", "null"),
                instant(fields.get("accepted")));
    }

    private static @Nullable InboxId inbox(@Nullable String value) {
        return value == null || value.isEmpty() ? null : new InboxId(Integer.parseInt(value));
    }

    private static @Nullable Instant instant(@Nullable String millis) {
        return millis == null || millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }
}

package io.parley.runtime.visitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * A Redis stream for each visitor, whichever node they are connected to. Word of a new entry travels by publish and
 * subscribe, on one connection for all visitors of a node; the entry itself is read from the stream, so that word which
 * is lost costs time and nothing else.
 *
 * <p>A stream begins with an entry that says nothing, so that every cursor is the id of an entry: as long as that one
 * is there, nothing after it was trimmed.
 */
public class VisitorStreams {

    private static final String NEWS = "";
    private static final String BEGINNING = "0-0";
    private static final int PAGE = 100;
    private static final int WAITING = 512;
    private static final Pattern CURSOR = Pattern.compile("\\d{1,19}-\\d{1,19}");
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Keys: the stream, the event. Arguments: length, seconds kept, type, data, where word of it goes. */
    private static final RedisScript<Long> APPEND = RedisScript.of("""
            if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[2]) then
              return 0
            end
            if redis.call('EXISTS', KEYS[1]) == 0 then
              redis.call('XADD', KEYS[1], '*', 'type', '')
            end
            redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'type', ARGV[3], 'data', ARGV[4])
            redis.call('EXPIRE', KEYS[1], ARGV[2])
            redis.call('PUBLISH', ARGV[5], '')
            return 1
            """, Long.class);

    private static final RedisScript<String> END = RedisScript.of("""
            local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
            if #newest > 0 then
              return newest[1][1]
            end
            local id = redis.call('XADD', KEYS[1], '*', 'type', '')
            redis.call('EXPIRE', KEYS[1], ARGV[1])
            return id
            """, String.class);

    private final ReactiveStringRedisTemplate redis;
    private final VisitorListeners listeners;
    private final VisitorStreamSettings settings;
    private final Map<Visitor, Flux<String>> live = new ConcurrentHashMap<>();

    public VisitorStreams(
            ReactiveStringRedisTemplate redis, VisitorListeners listeners, VisitorStreamSettings settings) {
        this.redis = redis;
        this.listeners = listeners;
        this.settings = settings;
    }

    /**
     * Completes once it is in the stream; the same event is appended once.
     *
     * @param data JSON
     */
    public Mono<Void> append(Visitor visitor, String eventId, String type, String data) {
        return redis.execute(
                        APPEND,
                        List.of(streamOf(visitor), prefixOf(visitor) + "seen:" + eventId),
                        List.of(
                                Integer.toString(settings.length()),
                                Long.toString(settings.kept().toSeconds()),
                                type,
                                data,
                                channelOf(visitor)))
                .then();
    }

    /** Tells those connected now, on every node, and nobody later. */
    public Mono<Void> pass(Visitor visitor, String type, String data) {
        return redis.convertAndSend(channelOf(visitor), "{\"type\":\"" + type + "\",\"data\":" + data + "}")
                .then();
    }

    /** The cursor to stream after: what was told before is history. */
    public Mono<String> end(Visitor visitor) {
        return redis.execute(
                        END,
                        List.of(streamOf(visitor)),
                        List.of(Long.toString(settings.kept().toSeconds())))
                .next();
    }

    /**
     * What was told after the cursor, the caught-up marker, then what is told, without end. Without a cursor, or with
     * one that reaches back too far, from now on.
     */
    public Flux<VisitorFrame> follow(Visitor visitor, @Nullable String after) {
        return Flux.defer(() -> {
            Reader reader = new Reader(visitor, after);
            Flux<String> signals = Flux.merge(
                    Flux.just(NEWS),
                    listen(visitor).onBackpressureBuffer(WAITING),
                    Flux.interval(settings.lookEvery()).onBackpressureDrop().map(tick -> NEWS));
            return signals.concatMap(
                    signal -> signal.equals(NEWS) ? reader.read() : Flux.just(VisitorFrame.passing(signal)), 1);
        });
    }

    /** Shared by a visitor's connections to this node: one that ends must not end the others' subscription. */
    private Flux<String> listen(Visitor visitor) {
        return live.computeIfAbsent(
                visitor,
                it -> listeners
                        .listen(channelOf(it))
                        // what came between a look and the subscription is found by another look
                        .flatMapMany(messages -> Flux.concat(Flux.just(NEWS), messages))
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                                .maxBackoff(LONGEST_WAIT)
                                .transientErrors(true))
                        .doFinally(end -> live.remove(it))
                        .share());
    }

    private Mono<List<MapRecord<String, String, String>>> page(Visitor visitor, String cursor) {
        return redis.<String, String>opsForStream()
                .range(
                        streamOf(visitor),
                        Range.rightUnbounded(Range.Bound.inclusive(cursor)),
                        Limit.limit().count(PAGE + 1))
                .collectList()
                .map(found -> behind(cursor, found));
    }

    private static List<MapRecord<String, String, String>> behind(
            String cursor, List<MapRecord<String, String, String>> found) {
        if (!found.isEmpty() && found.get(0).getId().getValue().equals(cursor)) {
            return found.subList(1, found.size());
        }
        if (!found.isEmpty() && typeOf(found.get(0)).isEmpty() && cursor.equals(BEGINNING)) {
            return found.subList(0, Math.min(found.size(), PAGE));
        }
        throw new CursorLost();
    }

    private static String typeOf(MapRecord<String, String, String> entry) {
        return entry.getValue().getOrDefault("type", "");
    }

    private String streamOf(Visitor visitor) {
        return prefixOf(visitor) + "stream";
    }

    private String channelOf(Visitor visitor) {
        return prefixOf(visitor) + "live";
    }

    /** The braces keep what belongs to a visitor in one slot of a cluster. */
    private String prefixOf(Visitor visitor) {
        return settings.keyPrefix() + "{visitor:" + visitor.inboxId() + ":" + visitor.sourceId() + "}:";
    }

    /** One connection's place in a visitor's stream. */
    private final class Reader {

        private final Visitor visitor;
        private final boolean lost;
        private volatile @Nullable String place;
        private volatile boolean caughtUp;

        Reader(Visitor visitor, @Nullable String after) {
            this.visitor = visitor;
            this.place = after != null && CURSOR.matcher(after).matches() ? after : null;
            this.lost = after != null && place == null;
        }

        Flux<VisitorFrame> read() {
            if (place == null) {
                return fromNowOn(lost);
            }
            Flux<VisitorFrame> news = Flux.defer(() -> page(visitor, Objects.requireNonNull(place)))
                    .expand(page -> page.size() < PAGE
                            ? Mono.empty()
                            : page(visitor, page.get(page.size() - 1).getId().getValue()))
                    .concatMapIterable(page -> page)
                    .<VisitorFrame>handle((entry, sink) -> {
                        place = entry.getId().getValue();
                        if (!typeOf(entry).isEmpty()) {
                            sink.next(VisitorFrame.of(
                                    place, typeOf(entry), entry.getValue().getOrDefault("data", "null")));
                        }
                    })
                    .concatWith(Flux.defer(this::caughtUp));
            return news.onErrorResume(CursorLost.class, gone -> fromNowOn(true));
        }

        private Flux<VisitorFrame> caughtUp() {
            if (caughtUp) {
                return Flux.empty();
            }
            caughtUp = true;
            return Flux.just(VisitorFrame.marker(Objects.requireNonNull(place), "caught-up"));
        }

        private Flux<VisitorFrame> fromNowOn(boolean reset) {
            return end(visitor).flatMapMany(end -> {
                place = end;
                caughtUp = false;
                return reset ? Flux.concat(Flux.just(VisitorFrame.marker(end, "reset")), caughtUp()) : caughtUp();
            });
        }
    }

    /** What the cursor named is not there any more. */
    private static final class CursorLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CursorLost() {
            super("the cursor reaches back too far", null, false, false);
        }
    }
}

package io.parley.agentgateway.stream;

import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.contract.id.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.stream.StreamReceiver;
import org.springframework.data.redis.stream.StreamReceiver.StreamReceiverOptions;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * What happens in an account from now on. One Redis read per node and account feeds all its sessions; it starts with
 * the first session and ends with the last.
 */
@Component
final class AccountFeeds {

    private static final Logger log = LoggerFactory.getLogger(AccountFeeds.class);

    /** Type of the entry that only says where the feed begins. */
    static final String MARKER = "";

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final AccountStreams streams;
    private final StreamReceiver<String, MapRecord<String, String, String>> receiver;
    private final Map<AccountId, Flux<StreamEntry>> feeds = new ConcurrentHashMap<>();

    AccountFeeds(AccountStreams streams, ReactiveRedisConnectionFactory redis, StreamProperties properties) {
        this.streams = streams;
        this.receiver = StreamReceiver.create(
                redis,
                StreamReceiverOptions.builder()
                        .pollTimeout(properties.pollTimeout())
                        .batchSize(500)
                        .build());
    }

    /**
     * The account's entries from the moment of subscription, shared. The first one is the newest known, or a marker
     * without type: when it comes, the feed is running and misses nothing any more. A subscriber that does not keep up
     * must queue for itself: the others are not held up.
     */
    Flux<StreamEntry> of(AccountId account) {
        return feeds.computeIfAbsent(account, this::start);
    }

    private Flux<StreamEntry> start(AccountId account) {
        AtomicReference<String> position = new AtomicReference<>("");
        return Flux.defer(() -> resume(account, Objects.requireNonNull(position.get())))
                .doOnNext(entry -> position.set(entry.id()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .transientErrors(true)
                        .doBeforeRetry(signal -> log.warn(
                                "The stream of account {} cannot be read and is tried again: {}",
                                account,
                                signal.failure().getClass().getSimpleName())))
                .doFinally(signal -> position.set(""))
                .replay(1)
                .refCount(1);
    }

    private Flux<StreamEntry> resume(AccountId account, String position) {
        return position.isEmpty() ? fromTheEnd(account) : from(account, position);
    }

    private Flux<StreamEntry> fromTheEnd(AccountId account) {
        return streams.end(account)
                .flatMapMany(end -> from(account, end).startWith(new StreamEntry(end, MARKER, null, "null", null)));
    }

    private Flux<StreamEntry> from(AccountId account, String cursor) {
        return receiver.receive(StreamOffset.create(streams.keyOf(account), ReadOffset.from(cursor)))
                .map(AccountStreams::entry);
    }
}

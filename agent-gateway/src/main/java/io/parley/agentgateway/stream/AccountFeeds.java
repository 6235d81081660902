package io.parley.agentgateway.stream;

import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.CursorLost;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.contract.id.AccountId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * What happens in an account from now on. One read per node and account feeds all its sessions; it starts with the
 * first session and ends with the last.
 */
@Component
final class AccountFeeds {

    private static final Logger log = LoggerFactory.getLogger(AccountFeeds.class);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final AccountStreams streams;
    private final Map<AccountId, Flux<StreamEntry>> feeds = new ConcurrentHashMap<>();

    AccountFeeds(AccountStreams streams) {
        this.streams = streams;
    }

    /**
     * The account's entries, shared: first the newest one so far, which may be one that only holds a place, then every
     * later one. So when the first comes, nothing is missed any more. Goes on where it was when the stream cannot be
     * read for a while; errors with {@link CursorLost} only when that place is gone by then. Subscribers must not hold
     * it up: it waits for none of them.
     */
    Flux<StreamEntry> of(AccountId account) {
        return feeds.computeIfAbsent(account, this::shared);
    }

    private Flux<StreamEntry> shared(AccountId account) {
        return Flux.defer(() -> read(account))
                // A feed that failed would be replayed, failure included, to everyone who comes later.
                .doOnError(failure -> feeds.remove(account))
                .replay(1)
                .refCount(1);
    }

    private Flux<StreamEntry> read(AccountId account) {
        AtomicReference<@Nullable String> position = new AtomicReference<>();
        return Flux.defer(() -> position.get() == null ? fromNowOn(account) : streams.follow(account, at(position)))
                .doOnNext(entry -> position.set(entry.id()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .transientErrors(true)
                        .filter(failure -> !(failure instanceof CursorLost))
                        .doBeforeRetry(signal -> log.warn(
                                "The stream of account {} cannot be read and is tried again: {}",
                                account,
                                signal.failure().getClass().getSimpleName())));
    }

    private Flux<StreamEntry> fromNowOn(AccountId account) {
        return streams.end(account)
                .flatMapMany(end -> Flux.concat(Flux.just(StreamEntry.place(end)), streams.follow(account, end)));
    }

    private static String at(AtomicReference<@Nullable String> position) {
        return Objects.requireNonNull(position.get());
    }
}

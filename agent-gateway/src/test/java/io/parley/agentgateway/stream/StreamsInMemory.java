package io.parley.agentgateway.stream;

import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.CursorLost;
import io.parley.agentgateway.fanout.NewEntry;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One account's stream, whose entries have the ids 1-0, 2-0, 3-0 … and whose reads can be watched, held and broken. */
final class StreamsInMemory implements AccountStreams {

    /** How many read now, waiting for what comes. */
    final AtomicInteger followers = new AtomicInteger();

    private final List<StreamEntry> entries = new ArrayList<>(List.of(StreamEntry.place("1-0")));
    private Sinks.Many<StreamEntry> news = Sinks.many().multicast().directBestEffort();
    private Flux<StreamEntry> gate = Flux.empty();
    private boolean away;
    private int last = 1;

    /** Says something to those who may see the inbox; answers its id. */
    String say(String type, @Nullable InboxId inbox) {
        StreamEntry entry = new StreamEntry(++last + "-0", type, inbox, "{}", null);
        say(entry);
        return entry.id();
    }

    void say(StreamEntry entry) {
        entries.add(entry);
        news.tryEmitNext(entry);
    }

    /** What was read so far is held until the gate completes. */
    void holdHistory(Mono<Void> until) {
        gate = until.thenMany(Flux.empty());
    }

    void goAway() {
        away = true;
        Sinks.Many<StreamEntry> before = news;
        news = Sinks.many().multicast().directBestEffort();
        before.tryEmitError(new IllegalStateException("the server is away"));
    }

    void comeBack() {
        away = false;
    }

    void forget(int howMany) {
        entries.subList(0, howMany).clear();
    }

    @Override
    public Mono<Long> append(AccountId account, List<NewEntry> entries) {
        throw new UnsupportedOperationException("tests say it");
    }

    @Override
    public Mono<String> end(AccountId account) {
        return answer(Mono.fromSupplier(() -> entries.get(entries.size() - 1).id()));
    }

    @Override
    public Flux<StreamEntry> after(AccountId account, String cursor) {
        return answer(Mono.fromSupplier(() -> behind(cursor)))
                .flatMapIterable(found -> found)
                .concatWith(gate);
    }

    @Override
    public Flux<StreamEntry> follow(AccountId account, String cursor) {
        return answer(Mono.fromSupplier(() -> behind(cursor)))
                .flatMapMany(found -> Flux.fromIterable(found).concatWith(news.asFlux()))
                .doOnSubscribe(subscription -> followers.incrementAndGet())
                .doFinally(signal -> followers.decrementAndGet());
    }

    private List<StreamEntry> behind(String cursor) {
        for (int index = 0; index < entries.size(); index++) {
            if (entries.get(index).id().equals(cursor)) {
                return List.copyOf(entries.subList(index + 1, entries.size()));
            }
        }
        throw new CursorLost();
    }

    private <T> Mono<T> answer(Mono<T> answer) {
        return Mono.defer(() -> away ? Mono.error(new IllegalStateException("the server is away")) : answer);
    }
}

package io.parley.agentgateway.fanout;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts what is now true into the streams of the accounts it concerns. */
@Component("fanOutEventsUseCase")
final class FanOutEvents {

    /** How many entries travel in one script: short enough not to hold Redis for long. */
    private static final int CHUNK = 200;

    private final EventFrames frames;
    private final AccountStreams streams;
    private final MeterRegistry meters;

    FanOutEvents(EventFrames frames, AccountStreams streams, MeterRegistry meters) {
        this.frames = frames;
        this.streams = streams;
        this.meters = meters;
    }

    /** Completes once all are in their streams, in order; an event that comes again adds nothing. */
    Mono<Void> fanOut(List<HubEvent> events) {
        Map<AccountId, List<NewEntry>> byAccount = new LinkedHashMap<>();
        for (HubEvent event : events) {
            byAccount
                    .computeIfAbsent(event.accountId(), account -> new ArrayList<>())
                    .add(frames.entryOf(event));
        }
        return Flux.fromIterable(byAccount.entrySet())
                .concatMap(it -> append(it.getKey(), it.getValue()))
                .then();
    }

    private Mono<Void> append(AccountId account, List<NewEntry> entries) {
        return Flux.fromIterable(entries)
                .buffer(CHUNK)
                .concatMap(chunk -> streams.append(account, chunk).doOnNext(fresh -> count(chunk.size(), fresh)))
                .then();
    }

    private void count(int offered, long fresh) {
        meters.counter("parley.fanned_out").increment(fresh);
        meters.counter("parley.duplicates", "kind", "event").increment(offered - (double) fresh);
    }
}

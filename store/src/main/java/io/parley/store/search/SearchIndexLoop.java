package io.parley.store.search;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes documents that no event asks for: changed articles and canned responses, and messages from before. */
@Component
class SearchIndexLoop extends BackgroundLoop {

    /** A stop waits for these. */
    private static final int BATCHES_A_ROUND = 20;

    SearchIndexLoop(SearchProperties properties, IndexChanges changes, IndexMessages messages) {
        super(
                "search-index",
                properties.interval(),
                () -> whileMore(Mono.defer(changes::indexSome))
                        .then(whileMore(Mono.defer(() -> messages.backfill(properties.backfillSize())))));
    }

    private static Mono<Void> whileMore(Mono<Boolean> batch) {
        return batch.repeat(BATCHES_A_ROUND - 1L).takeWhile(more -> more).then();
    }
}

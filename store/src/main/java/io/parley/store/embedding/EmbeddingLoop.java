package io.parley.store.embedding;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives documents their vectors while there are any that wait; off the path of messages, one batch at a time. */
@Component
class EmbeddingLoop extends BackgroundLoop {

    /** A stop waits for these. */
    private static final int BATCHES_A_ROUND = 20;

    EmbeddingLoop(EmbeddingProperties properties, EmbedDocuments documents) {
        super("embedding", properties.interval(), () -> round(documents));
    }

    private static Mono<Void> round(EmbedDocuments documents) {
        return Mono.defer(documents::embedSome)
                .repeat(BATCHES_A_ROUND - 1L)
                .takeWhile(more -> more)
                .then();
    }
}

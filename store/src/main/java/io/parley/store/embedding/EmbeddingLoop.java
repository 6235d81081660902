package io.parley.store.embedding;

import io.parley.store.BackgroundLoop;
import io.parley.store.embedding.EmbeddingProperties.Provider;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives documents their vectors while there are any that wait; off the path of messages, one batch at a time. */
@Component
class EmbeddingLoop extends BackgroundLoop {

    /** A stop waits for these. */
    private static final int BATCHES_A_ROUND = 8;

    EmbeddingLoop(EmbeddingProperties properties, EmbedDocuments documents) {
        super("embedding", properties.interval(), () -> round(documents, restPerWork(properties)));
    }

    private static Mono<Void> round(EmbedDocuments documents, double restPerWork) {
        return Mono.defer(documents::embedSome)
                .elapsed()
                .flatMap(timed -> timed.getT2() ? rest(timed.getT1() * restPerWork) : Mono.just(false))
                .repeat(BATCHES_A_ROUND - 1L)
                .takeWhile(more -> more)
                .then();
    }

    private static Mono<Boolean> rest(double milliseconds) {
        return Mono.delay(Duration.ofMillis(Math.round(milliseconds))).thenReturn(true);
    }

    /** An endpoint works on another machine, and says itself when it has too much. */
    private static double restPerWork(EmbeddingProperties properties) {
        return properties.provider() == Provider.LOCAL ? 1 / properties.local().share() - 1 : 0;
    }
}

package io.parley.store.embedding;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Makes vectors of texts. Errors with an {@link EmbeddingFailure}. */
interface Embedder extends AutoCloseable {

    /** One vector for each text, in their order, each of length 1. */
    Mono<List<float[]>> embed(List<String> texts, Purpose purpose);

    /** Gives back what is held for the next call when there was none since then. */
    default void rest(Instant unusedSince) {}

    @Override
    void close();

    /** What a vector is for: some models want to know, and a person waits for a question's. */
    enum Purpose {
        QUESTION,
        PASSAGE
    }
}

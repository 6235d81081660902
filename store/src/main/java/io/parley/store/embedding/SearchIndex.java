package io.parley.store.embedding;

import io.parley.store.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The vectors search goes by. Counts are those of the viewer's account, the model is the hub's. */
public interface SearchIndex {

    Mono<Status> status(Viewer administrator);

    /** Makes all vectors of the hub anew; the old ones answer until then. Nothing when that is under way. */
    Mono<Void> rebuild(Viewer administrator);

    /**
     * @param provider {@code local}, {@code endpoint} or {@code none}
     * @param model absent when no vectors are made
     * @param waiting documents without a vector yet, counted to 100,000
     * @param failed documents that were given up
     * @param problem why no vectors are made at the moment, a sentence
     */
    record Status(
            String provider,
            @Nullable String model,
            @Nullable Integer dimensions,
            long embedded,
            long waiting,
            long failed,
            @Nullable Rebuild rebuild,
            @Nullable String problem) {}

    /** Vectors on their way that will take the place of those that answer. */
    record Rebuild(String model, long done, long total, Instant startedAt) {}
}

package io.parley.store.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.store.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Filters an agent gave a name: theirs alone. What they show is still only what the agent may see. */
public interface SavedFilters {

    /** @param kind absent: all; {@code conversation}, {@code contact} or {@code report} */
    Flux<SavedFilter> list(Viewer viewer, @Nullable String kind);

    Mono<SavedFilter> find(Viewer viewer, int id);

    /** @throws io.parley.store.StoreFailure.Invalid when the query could not be asked, or there are 50 of the kind */
    Mono<SavedFilter> create(Viewer viewer, FilterChange filter);

    Mono<SavedFilter> update(Viewer viewer, int id, FilterChange change);

    Mono<Void> delete(Viewer viewer, int id);

    /** @param query as the client gave it: {@code {"payload":[conditions]}} */
    record SavedFilter(int id, String name, String kind, JsonNode query, Instant createdAt, Instant updatedAt) {}

    /** Absent fields stay; the kind never changes. */
    record FilterChange(
            @Nullable String name,
            @Nullable String kind,
            @Nullable JsonNode query) {}
}

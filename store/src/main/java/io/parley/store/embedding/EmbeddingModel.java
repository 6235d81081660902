package io.parley.store.embedding;

import io.parley.store.Columns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model whose vectors are kept.
 *
 * @param building its vectors are made beside the active one's, and not asked yet
 * @param fillBelow documents below this id are still to be queued
 * @param problem why no vectors can be made at the moment
 */
record EmbeddingModel(
        int id,
        ModelDescription description,
        boolean building,
        long fillBelow,
        @Nullable String problem,
        Instant startedAt) {

    static final String COLUMNS = "id, description, state, fill_below, problem, started_at";

    static EmbeddingModel of(Columns columns) {
        return new EmbeddingModel(
                columns.number("id"),
                columns.json("description", ModelDescription.class),
                columns.text("state").equals("building"),
                columns.longNumber("fill_below"),
                columns.textOrNull("problem"),
                columns.instant("started_at"));
    }

    int dimensions() {
        return description.dimensions();
    }
}

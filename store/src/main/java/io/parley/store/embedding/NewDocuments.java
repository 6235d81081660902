package io.parley.store.embedding;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts documents that are new or say something else into the queue of every model in use. In the caller's transaction.
 */
@Component
public class NewDocuments {

    /** Vectors of other words are gone at once, so that nothing is found by what was edited away. */
    private static final String QUEUE = """
            WITH outdated AS (
                DELETE FROM embeddings WHERE document_id = ANY (:ids)
            )
            INSERT INTO embedding_queue AS q (model_id, document_id, due_at)
            SELECT m.id, d.id, CASE WHEN :urgent THEN 'epoch'::timestamptz ELSE now() END
              FROM unnest(:ids::bigint[]) AS d (id)
             CROSS JOIN embedding_models AS m
             ORDER BY d.id, m.id
                ON CONFLICT (document_id, model_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0, failure = NULL
            """;

    private final DatabaseClient database;

    NewDocuments(DatabaseClient database) {
        this.database = database;
    }

    /** To be called before the first document is written: no model begins until the caller's transaction ends. */
    public Mono<Void> begin() {
        return database.sql(EmbeddingModels.SHARED_LOCK).then();
    }

    /** @param urgent goes before what is there from long ago */
    public Mono<Void> queue(Long[] documents, boolean urgent) {
        return documents.length == 0
                ? Mono.empty()
                : database.sql(QUEUE)
                        .bind("ids", documents)
                        .bind("urgent", urgent)
                        .then();
    }
}

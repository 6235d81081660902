package io.parley.store.embedding;

import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What waits for its vector. Who takes documents leases them: if they die, the lease ends and another takes them. A
 * vector is stored once, and only for the words it was made of, so nothing that comes twice or late does harm.
 */
@Component
class EmbeddingQueue {

    private static final String TAKE = """
            WITH taken AS (
                SELECT document_id FROM embedding_queue
                 WHERE model_id = :model AND failure IS NULL AND due_at <= now()
                 ORDER BY due_at, document_id
                 LIMIT :size
                   FOR UPDATE SKIP LOCKED
            ), leased AS (
                UPDATE embedding_queue AS q
                   SET due_at = now() + :seconds * interval '1 second', attempts = q.attempts + 1
                  FROM taken AS t
                 WHERE q.document_id = t.document_id AND q.model_id = :model
                RETURNING q.document_id, q.attempts
            )
            SELECT d.id, l.attempts, d.chunk::int AS chunk, d.digest, m.text AS message,
                   a.title AS article_title, a.content AS article, c.short_code, c.content AS canned_response
              FROM leased AS l
              JOIN search_documents AS d ON d.id = l.document_id
              LEFT JOIN messages AS m ON m.id = d.message_id
              LEFT JOIN articles AS a ON a.id = d.article_id
              LEFT JOIN canned_responses AS c ON c.id = d.canned_response_id
             ORDER BY d.id
            """;

    /** Whose words changed meanwhile is left in the queue, where it was put again. */
    private static final String STORE = """
            WITH made AS (
                SELECT d.id, d.account_id, d.inbox_id, d.kind, v.vector
                  FROM unnest(:ids::bigint[], :digests::bigint[], :vectors::text[]) AS v (id, digest, vector)
                  JOIN search_documents AS d ON d.id = v.id AND d.digest = v.digest
                 ORDER BY d.id
                   FOR KEY SHARE OF d
            ), stored AS (
                INSERT INTO embeddings (model_id, document_id, account_id, inbox_id, kind, embedding)
                SELECT :model, id, account_id, inbox_id, kind, vector::halfvec FROM made
                    ON CONFLICT (document_id, model_id) DO NOTHING
            )
            DELETE FROM embedding_queue AS q USING made
             WHERE q.document_id = made.id AND q.model_id = :model
            """;

    /** A try that said nothing about the text does not count. */
    private static final String GIVE_BACK = """
            UPDATE embedding_queue
               SET due_at = now() + :seconds * interval '1 second', attempts = attempts - 1
             WHERE model_id = :model AND document_id = ANY (:ids) AND attempts > 0
            """;

    private static final String FAIL = """
            UPDATE embedding_queue SET failure = :failure WHERE model_id = :model AND document_id = ANY (:ids)
            """;

    private final DatabaseClient database;

    EmbeddingQueue(DatabaseClient database) {
        this.database = database;
    }

    /** Leases up to that many, what has waited longest first. */
    Mono<List<Waiting>> take(EmbeddingModel model, int size, Duration lease) {
        return database.sql(TAKE)
                .bind("model", model.id())
                .bind("size", size)
                .bind("seconds", (double) lease.toSeconds())
                .map(row -> Waiting.of(new Columns(row)))
                .all()
                .collectList();
    }

    /** Each of the documents with its vector. */
    Mono<Void> store(EmbeddingModel model, List<Embedded> embedded) {
        if (embedded.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(STORE)
                .bind("ids", ColumnArrays.longs(embedded, it -> it.document().id()))
                .bind(
                        "digests",
                        ColumnArrays.longs(embedded, it -> it.document().digest()))
                .bind("vectors", ColumnArrays.texts(embedded, it -> Vectors.text(it.vector())))
                .bind("model", model.id())
                .then();
    }

    Mono<Void> giveBack(EmbeddingModel model, List<Waiting> documents, Duration wait) {
        return database.sql(GIVE_BACK)
                .bind("seconds", (double) wait.toSeconds())
                .bind("model", model.id())
                .bind("ids", ids(documents))
                .then();
    }

    /** They are not tried again until their words change. */
    Mono<Void> fail(EmbeddingModel model, List<Waiting> documents, String failure) {
        return documents.isEmpty()
                ? Mono.empty()
                : database.sql(FAIL)
                        .bind("failure", failure)
                        .bind("model", model.id())
                        .bind("ids", ids(documents))
                        .then();
    }

    private static @Nullable Long[] ids(List<Waiting> documents) {
        return ColumnArrays.longs(documents, Waiting::id);
    }

    /**
     * A document that waits.
     *
     * @param attempts how often it was taken, this time included
     * @param text absent when what it was made of changed and it was not yet written anew: it comes again
     */
    record Waiting(
            long id, long digest, int attempts, @Nullable String text) {

        static Waiting of(Columns columns) {
            long digest = columns.longNumber("digest");
            int chunk = columns.number("chunk");
            List<String> texts = texts(columns);
            String text = Optional.of(texts)
                    .filter(it -> chunk < it.size())
                    .map(it -> it.get(chunk))
                    .filter(it -> DocumentTexts.digest(it) == digest)
                    .orElse(null);
            return new Waiting(columns.longNumber("id"), digest, columns.number("attempts"), text);
        }

        private static List<String> texts(Columns columns) {
            String message = columns.textOrNull("message");
            String article = columns.textOrNull("article");
            String cannedResponse = columns.textOrNull("canned_response");
            if (message != null) {
                return DocumentTexts.ofMessage(message);
            }
            if (article != null) {
                return DocumentTexts.ofArticle(columns.text("article_title"), article);
            }
            return cannedResponse == null
                    ? List.of()
                    : DocumentTexts.ofCannedResponse(columns.text("short_code"), cannedResponse);
        }
    }

    /** A document with its vector. */
    record Embedded(Waiting document, float[] vector) {}
}

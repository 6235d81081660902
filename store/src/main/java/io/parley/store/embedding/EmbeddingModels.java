package io.parley.store.embedding;

import io.parley.contract.ContractJson;
import io.parley.store.Columns;
import io.parley.store.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The models in use: the active one answers, another may be built beside it. Who writes documents holds
 * {@link #SHARED_LOCK}, so that no document is written in sight of the old models alone while a new one begins.
 */
@Component
class EmbeddingModels {

    /** A number nobody else locks: the letters of "embed". */
    private static final String LOCK_NUMBER = "435626861924";

    static final String SHARED_LOCK = "SELECT pg_advisory_xact_lock_shared(" + LOCK_NUMBER + ")";

    private static final Logger log = LoggerFactory.getLogger(EmbeddingModels.class);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(" + LOCK_NUMBER + ")";

    /** The active one first. */
    private static final String ALL = "SELECT " + EmbeddingModel.COLUMNS + " FROM embedding_models ORDER BY state, id";

    private static final String INSERT = """
            INSERT INTO embedding_models (description, fingerprint, dimensions, state, fill_below)
            SELECT :description::jsonb, :fingerprint, :dimensions, :state, coalesce(max(id), 0) + 1 FROM search_documents
            RETURNING\s""" + EmbeddingModel.COLUMNS;

    private static final String KEEP_KEY = """
            UPDATE embedding_models SET description = :description::jsonb WHERE id = :id
            """;

    private static final String PARTITION = """
            CREATE TABLE embeddings_%1$d PARTITION OF embeddings FOR VALUES IN (%1$d)
            """;

    /** Serves small accounts exactly, and counts. */
    private static final String ACCOUNT_INDEX =
            "CREATE INDEX embeddings_%1$d_account_idx ON embeddings_%1$d (account_id, kind)";

    private static final String VECTOR_INDEX = """
            CREATE INDEX embeddings_%1$d_vector_idx ON embeddings_%1$d
             USING hnsw ((embedding::halfvec(%2$d)) halfvec_cosine_ops) WITH (m = 16, ef_construction = 64)
            """;

    private static final String DROP_PARTITION = "DROP TABLE embeddings_%d";

    private static final String DELETE = "DELETE FROM embedding_models WHERE id = :id";

    private static final String ACTIVATE = "UPDATE embedding_models SET state = 'active' WHERE id = :id";

    private static final String FILL = """
            WITH part AS (
                SELECT id FROM search_documents WHERE id < :below ORDER BY id DESC LIMIT :size
            ), queued AS (
                INSERT INTO embedding_queue (model_id, document_id, due_at)
                SELECT :model, id, now() FROM part
                    ON CONFLICT (document_id, model_id) DO NOTHING
            )
            UPDATE embedding_models
               SET fill_below = CASE WHEN (SELECT count(*) FROM part) < :size THEN 0 ELSE (SELECT min(id) FROM part) END
             WHERE id = :model AND fill_below = :below
            """;

    private static final String IS_COMPLETE = """
            SELECT m.fill_below = 0 AND NOT EXISTS (
                       SELECT FROM embedding_queue AS q WHERE q.model_id = m.id AND q.failure IS NULL) AS complete
              FROM embedding_models AS m WHERE m.id = :id
            """;

    private static final String PROBLEM = """
            UPDATE embedding_models SET problem = :problem WHERE id = :id AND problem IS DISTINCT FROM :problem
            """;

    private static final int FILLED_AT_ONCE = 2_000;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    EmbeddingModels(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** The active one first; none before the first start. */
    Mono<List<EmbeddingModel>> all() {
        return database.sql(ALL)
                .map(row -> EmbeddingModel.of(new Columns(row)))
                .all()
                .collectList();
    }

    /** Empty before the first start. */
    Mono<EmbeddingModel> active() {
        return all().flatMap(models -> Mono.justOrEmpty(find(models, false)));
    }

    /**
     * Makes the wanted model the active one: at once when there is none, else once its vectors are complete. One that
     * was being built and is wanted no more is given up.
     */
    Mono<Void> want(ModelDescription wanted) {
        return locked(Mono.defer(this::all).flatMap(models -> {
            EmbeddingModel active = find(models, false).orElse(null);
            EmbeddingModel building = find(models, true).orElse(null);
            if (active == null) {
                return make(wanted, "active").then();
            }
            if (building != null && isSame(building, wanted)) {
                return keepKey(building, wanted);
            }
            Mono<Void> givenUp = building == null ? Mono.empty() : drop(building);
            return isSame(active, wanted)
                    ? givenUp.then(Mono.defer(() -> keepKey(active, wanted)))
                    : givenUp.then(Mono.defer(() -> make(wanted, "building"))).then();
        }));
    }

    /** Makes all vectors anew beside those that answer; nothing when one is being built already. */
    Mono<Void> rebuild(ModelDescription wanted) {
        return locked(Mono.defer(this::all)
                .flatMap(models -> models.isEmpty() || find(models, true).isPresent()
                        ? Mono.empty()
                        : make(wanted, "building").then()));
    }

    /** Queues some of the documents that were there before the model. */
    Mono<Void> fill(EmbeddingModel model) {
        return database.sql(FILL)
                .bind("below", model.fillBelow())
                .bind("size", FILLED_AT_ONCE)
                .bind("model", model.id())
                .then();
    }

    /** Lets a model answer that has all its vectors; the one before is gone. True when it did. */
    Mono<Boolean> switchTo(EmbeddingModel building) {
        return locked(isComplete(building)
                        .filter(complete -> complete)
                        .flatMap(complete -> all().flatMap(models -> Mono.justOrEmpty(find(models, false)))
                                .flatMap(this::drop)
                                .then(Mono.defer(() -> run(ACTIVATE, building.id())))
                                .doOnSuccess(done -> log.info(
                                        "Search now goes by the vectors of {}",
                                        building.description().name()))
                                .thenReturn(true)))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> isComplete(EmbeddingModel building) {
        return database.sql(IS_COMPLETE)
                .bind("id", building.id())
                .map(row -> new Columns(row).flag("complete"))
                .one();
    }

    /** @param problem absent: there is none any more */
    Mono<Void> tell(EmbeddingModel model, @Nullable String problem) {
        return database.sql(PROBLEM)
                .bind("problem", Values.orNull(problem))
                .bind("id", model.id())
                .then();
    }

    private <T> Mono<T> locked(Mono<T> work) {
        return database.sql(LOCK).then().then(work).as(transaction::transactional);
    }

    private static Optional<EmbeddingModel> find(List<EmbeddingModel> models, boolean building) {
        return models.stream().filter(it -> it.building() == building).findFirst();
    }

    private static boolean isSame(EmbeddingModel model, ModelDescription wanted) {
        return model.description().fingerprint().equals(wanted.fingerprint());
    }

    private Mono<EmbeddingModel> make(ModelDescription wanted, String state) {
        return database.sql(INSERT)
                .bind("description", json(wanted))
                .bind("fingerprint", wanted.fingerprint())
                .bind("dimensions", wanted.dimensions())
                .bind("state", state)
                .map(row -> EmbeddingModel.of(new Columns(row)))
                .one()
                .flatMap(model -> database.sql(PARTITION.formatted(model.id()))
                        .then()
                        .then(Mono.defer(() -> database.sql(ACCOUNT_INDEX.formatted(model.id()))
                                .then()))
                        .then(Mono.defer(() -> database.sql(VECTOR_INDEX.formatted(model.id(), model.dimensions()))
                                .then()))
                        .thenReturn(model));
    }

    private Mono<Void> keepKey(EmbeddingModel model, ModelDescription wanted) {
        return database.sql(KEEP_KEY)
                .bind("description", json(wanted))
                .bind("id", model.id())
                .then();
    }

    private Mono<Void> drop(EmbeddingModel model) {
        return database.sql(DROP_PARTITION.formatted(model.id()))
                .then()
                .then(Mono.defer(() -> run(DELETE, model.id())));
    }

    private Mono<Void> run(String sql, int id) {
        return database.sql(sql).bind("id", id).then();
    }

    private static String json(ModelDescription description) {
        return new String(ContractJson.write(description), StandardCharsets.UTF_8);
    }
}

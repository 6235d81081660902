package io.parley.store.embedding;

import io.parley.store.Columns;
import io.parley.store.Viewer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The state of the vectors, in PostgreSQL. */
@Component
class SqlSearchIndex implements SearchIndex {

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM embeddings AS e WHERE e.model_id = :model AND e.account_id = :account) AS embedded,
                   (SELECT count(*) FROM (SELECT FROM embedding_queue AS q JOIN search_documents AS d ON d.id = q.document_id
                                           WHERE q.model_id = :model AND q.failure IS NULL AND d.account_id = :account
                                           LIMIT 100000) AS counted) AS waiting,
                   (SELECT count(*) FROM (SELECT FROM embedding_queue AS q JOIN search_documents AS d ON d.id = q.document_id
                                           WHERE q.model_id = :model AND q.failure IS NOT NULL AND d.account_id = :account
                                           LIMIT 100000) AS counted) AS failed
            """;

    private final DatabaseClient database;
    private final EmbeddingModels models;
    private final Embedders embedders;

    SqlSearchIndex(DatabaseClient database, EmbeddingModels models, Embedders embedders) {
        this.database = database;
        this.models = models;
        this.embedders = embedders;
    }

    @Override
    public Mono<Status> status(Viewer administrator) {
        return Mono.fromRunnable(administrator::requireAdministrator)
                .then(Mono.defer(models::all))
                .flatMap(all -> status(administrator, all));
    }

    private Mono<Status> status(Viewer viewer, List<EmbeddingModel> all) {
        if (embedders.areOff() || all.isEmpty()) {
            String provider = embedders.areOff()
                    ? "none"
                    : embedders.wanted().provider().name().toLowerCase(Locale.ROOT);
            return Mono.just(new Status(provider, null, null, 0, 0, 0, null, null));
        }
        EmbeddingModel active = all.getFirst();
        return counts(viewer, active)
                .flatMap(counts -> all.size() == 1
                        ? Mono.just(status(active, counts, null, active.problem()))
                        : counts(viewer, all.get(1))
                                .map(building -> status(
                                        active,
                                        counts,
                                        rebuild(all.get(1), counts, building),
                                        all.get(1).problem() == null
                                                ? active.problem()
                                                : all.get(1).problem())));
    }

    private static Status status(
            EmbeddingModel active, Counts counts, @Nullable Rebuild rebuild, @Nullable String problem) {
        return new Status(
                active.description().provider().name().toLowerCase(Locale.ROOT),
                active.description().name(),
                active.dimensions(),
                counts.embedded(),
                counts.waiting(),
                counts.failed(),
                rebuild,
                problem);
    }

    private static Rebuild rebuild(EmbeddingModel model, Counts before, Counts now) {
        return new Rebuild(
                model.description().name(),
                now.embedded() + now.failed(),
                Math.max(before.all(), now.all()),
                model.startedAt());
    }

    private Mono<Counts> counts(Viewer viewer, EmbeddingModel model) {
        return database.sql(COUNTS)
                .bind("model", model.id())
                .bind("account", viewer.accountId().value())
                .map(row -> Counts.of(new Columns(row)))
                .one();
    }

    @Override
    public Mono<Void> rebuild(Viewer administrator) {
        return Mono.fromRunnable(administrator::requireAdministrator)
                .then(Mono.defer(() -> embedders.areOff() ? Mono.empty() : models.rebuild(embedders.wanted())));
    }

    private record Counts(long embedded, long waiting, long failed) {
        static Counts of(Columns columns) {
            return new Counts(
                    columns.longNumber("embedded"), columns.longNumber("waiting"), columns.longNumber("failed"));
        }

        long all() {
            return embedded + waiting + failed;
        }
    }
}

package io.parley.store.search;

import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.embedding.DocumentTexts;
import io.parley.store.embedding.NewDocuments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes what differs from what is written: new documents, other words, and what is gone. A handful of statements for
 * any number, in the caller's transaction; what comes again writes nothing.
 */
@Component
class WriteDocuments {

    private static final String WRITTEN = """
            SELECT id, %1$s AS source_id, chunk::int AS chunk, kind, digest FROM search_documents WHERE %1$s = ANY (:ids)
            """;

    /** What was deleted meanwhile is left out, and what is found is not deleted before the documents are there. */
    private static final String WRITE = """
            INSERT INTO search_documents AS d (account_id, inbox_id, kind, %1$s, chunk, digest, words)
            SELECT g.account_id, g.inbox_id, g.kind, s.id, g.chunk, g.digest,
                   CASE WHEN g.words IS NOT NULL THEN search_words(g.words) END
              FROM unnest(:accounts::int[], :inboxes::int[], :kinds::text[], :sources::int[], :chunks::int[],
                          :digests::bigint[], :words::text[])
                   AS g (account_id, inbox_id, kind, source_id, chunk, digest, words)
              JOIN %2$s AS s ON s.id = g.source_id
             ORDER BY s.id, g.chunk
               FOR KEY SHARE OF s
                ON CONFLICT (%1$s, chunk) WHERE %1$s IS NOT NULL
                DO UPDATE SET kind = excluded.kind, digest = excluded.digest, words = excluded.words
            RETURNING d.id, d.%1$s AS source_id, d.chunk::int AS chunk
            """;

    private static final String DELETE = "DELETE FROM search_documents WHERE id = ANY (:ids)";

    private final DatabaseClient database;
    private final NewDocuments newDocuments;

    WriteDocuments(DatabaseClient database, NewDocuments newDocuments) {
        this.database = database;
        this.newDocuments = newDocuments;
    }

    /**
     * @param sources of one table, each once
     * @param urgent their vectors are made before those of what is there from long ago
     */
    Mono<Void> write(Source.Table table, Collection<Source> sources, boolean urgent) {
        if (sources.isEmpty()) {
            return Mono.empty();
        }
        return newDocuments
                .begin()
                .thenMany(Flux.defer(() -> database.sql(table.in(WRITTEN))
                        .bind("ids", ColumnArrays.numbers(sources, Source::id))
                        .map(row -> Written.of(new Columns(row)))
                        .all()))
                .collectMap(Written::place)
                .flatMap(written -> apply(table, Difference.between(sources, written), urgent));
    }

    private Mono<Void> apply(Source.Table table, Difference difference, boolean urgent) {
        return delete(difference.gone())
                .then(Mono.defer(() -> write(table, difference.changed())))
                .flatMap(ids -> newDocuments.queue(ids, urgent));
    }

    private Mono<Void> delete(List<Long> ids) {
        return ids.isEmpty()
                ? Mono.empty()
                : database.sql(DELETE).bind("ids", ids.toArray(Long[]::new)).then();
    }

    /** Answers with the documents that want another vector. */
    private Mono<Long[]> write(Source.Table table, List<Given> given) {
        if (given.isEmpty()) {
            return Mono.just(new Long[0]);
        }
        Map<Place, Boolean> revised = given.stream().collect(Collectors.toMap(Given::place, Given::saysSomethingElse));
        return database.sql(table.in(WRITE))
                .bind("accounts", ColumnArrays.numbers(given, it -> it.source().accountId()))
                .bind("inboxes", ColumnArrays.numbers(given, it -> it.source().inboxId()))
                .bind("kinds", ColumnArrays.texts(given, it -> it.source().kind()))
                .bind("sources", ColumnArrays.numbers(given, it -> it.source().id()))
                .bind("chunks", ColumnArrays.numbers(given, it -> it.place().chunk()))
                .bind("digests", ColumnArrays.longs(given, Given::digest))
                .bind("words", ColumnArrays.texts(given, Given::words))
                .map(row -> Map.entry(
                        new Place(new Columns(row).number("source_id"), new Columns(row).number("chunk")),
                        new Columns(row).longNumber("id")))
                .all()
                .filter(row -> revised.getOrDefault(row.getKey(), false))
                .map(Map.Entry::getValue)
                .collectList()
                .map(ids -> ids.toArray(Long[]::new));
    }

    private record Place(int source, int chunk) {}

    private record Written(long id, Place place, String kind, long digest) {
        static Written of(Columns columns) {
            return new Written(
                    columns.longNumber("id"),
                    new Place(columns.number("source_id"), columns.number("chunk")),
                    columns.text("kind"),
                    columns.longNumber("digest"));
        }
    }

    /** @param saysSomethingElse false for a first chunk that is written again for the words of later ones */
    private record Given(Source source, Place place, long digest, boolean saysSomethingElse) {
        @Nullable
        String words() {
            return place.chunk() == 0 ? source.words() : null;
        }
    }

    private record Difference(List<Given> changed, List<Long> gone) {

        static Difference between(Collection<Source> sources, Map<Place, Written> written) {
            Map<Place, Written> left = new HashMap<>(written);
            List<Given> changed = new ArrayList<>();
            for (Source source : sources) {
                List<Given> differing = new ArrayList<>();
                for (int chunk = 0; chunk < source.texts().size(); chunk++) {
                    Place place = new Place(source.id(), chunk);
                    long digest = DocumentTexts.digest(source.texts().get(chunk));
                    Written before = left.remove(place);
                    if (before == null
                            || before.digest() != digest
                            || !before.kind().equals(source.kind())) {
                        differing.add(new Given(source, place, digest, true));
                    }
                }
                boolean lacksFirst =
                        differing.stream().noneMatch(it -> it.place().chunk() == 0);
                boolean lost = left.keySet().stream().anyMatch(it -> it.source() == source.id());
                if (lacksFirst && !source.texts().isEmpty() && (lost || !differing.isEmpty())) {
                    long digest = DocumentTexts.digest(source.texts().getFirst());
                    differing.add(new Given(source, new Place(source.id(), 0), digest, false));
                }
                changed.addAll(differing);
            }
            return new Difference(
                    changed, left.values().stream().map(Written::id).toList());
        }
    }
}

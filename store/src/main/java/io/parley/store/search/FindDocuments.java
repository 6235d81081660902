package io.parley.store.search;

import io.parley.contract.id.AccountId;
import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.embedding.QuestionVector;
import io.parley.store.search.Question.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Finds documents by words and by vectors, each list best first, and fuses them. An account's documents are compared
 * with that account's questions and no others.
 */
@Component
public class FindDocuments {

    /** How deep both lists are read before they are fused. */
    static final int DEPTH = 200;

    /** Words are weighed in this many of the newest documents that have any of them. */
    private static final int WEIGHED = 2_000;

    /** Vectors further away have nothing to do with the question. */
    private static final double LEAST_SIMILARITY = 0.3;

    private static final String VISIBLE = "(%1$s.inbox_id IS NULL OR %1$s.inbox_id" + Visibility.IS_VISIBLE + ")";

    /**
     * A word as it was asked for is worth more than another form of it, and more where few words stand beside it. The
     * order is nobody's index: reading the newest documents until enough have a rare word would be reading all of them.
     */
    private static final String BY_WORDS = """
            WITH term AS (
                SELECT forms::tsquery AS forms, exact::tsquery AS exact, weight
                  FROM unnest(:forms::text[], :exacts::text[], :weights::float8[]) AS t (forms, exact, weight)
            )
            SELECT hit.id, hit.message_id, hit.article_id, hit.canned_response_id, hit.chunk,
                   (SELECT sum(t.weight * CASE WHEN hit.words @@ t.exact THEN 1.0 ELSE 0.85 END)
                      FROM term AS t WHERE hit.words @@ t.forms)
                   / (1 + 0.08 * ln(1 + length(hit.words))) AS score
              FROM (SELECT d.id, d.message_id, d.article_id, d.canned_response_id, d.chunk::int AS chunk, d.words
                      FROM search_documents AS d
                     WHERE d.account_id = :account AND d.kind = ANY (:kinds) AND %1$s
                       AND d.words @@ :wanted::tsquery%2$s%3$s
                     ORDER BY d.id + 0 DESC LIMIT :weighed) AS hit
             ORDER BY score DESC, hit.id DESC
             LIMIT :depth
            """;

    private static final String WITH_OPERATORS = " AND d.words @@ search_query(:question)";

    /** The account's own vectors, so nothing is left out; the order is nobody's index. */
    private static final String EXACT = "(%s) + 0";

    private static final String BY_VECTORS = """
            SELECT near.document_id AS id, d.message_id, d.article_id, d.canned_response_id, d.chunk::int AS chunk,
                   1 - near.distance AS similarity
              FROM (SELECT e.document_id, (e.embedding::halfvec(%1$d) <=> :vector::halfvec(%1$d)) AS distance
                      FROM embeddings AS e%5$s
                     WHERE e.model_id = %2$d AND e.account_id = :account AND e.kind = ANY (:kinds) AND %3$s%4$s
                     ORDER BY %6$s
                     LIMIT :depth) AS near
              JOIN search_documents AS d ON d.id = near.document_id
             ORDER BY near.distance, near.document_id
            """;

    private static final String DISTANCE = "e.embedding::halfvec(%1$d) <=> :vector::halfvec(%1$d)";

    private static final String WITH_DOCUMENT = " JOIN search_documents AS d ON d.id = e.document_id";

    private static final String SIMILARITIES = """
            SELECT e.document_id, 1 - (e.embedding::halfvec(%1$d) <=> :vector::halfvec(%1$d)) AS similarity
              FROM embeddings AS e
             WHERE e.model_id = %2$d AND e.document_id = ANY (:ids)
            """;

    /** In this transaction: go on looking while filters leave too little. */
    private static final String TUNE = """
            SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', '100', true)
            """;

    private static final String IS_LARGE = """
            SELECT count(*) > :most AS large
              FROM (SELECT FROM embeddings WHERE model_id = %d AND account_id = :account LIMIT :most + 1) AS counted
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final SearchProperties properties;
    private final Set<AccountId> large = ConcurrentHashMap.newKeySet();

    FindDocuments(DatabaseClient database, TransactionalOperator transaction, SearchProperties properties) {
        this.database = database;
        this.transaction = transaction;
        this.properties = properties;
    }

    /** What was found, each source once, best first; at most {@value #DEPTH} of each list. */
    public Mono<List<Hit>> find(Viewer viewer, Question question, Scope scope) {
        Mono<List<Hit>> byWords = byWords(viewer, question, scope);
        QuestionVector vector = question.vector();
        if (vector == null) {
            return byWords.map(words -> Fusion.of(question, words, List.of()));
        }
        return Mono.zip(byWords, byVectors(viewer, vector, scope))
                .map(both -> Fusion.of(question, both.getT1(), both.getT2()))
                .flatMap(fused -> withSimilarities(vector, fused));
    }

    private Mono<List<Hit>> byWords(Viewer viewer, Question question, Scope scope) {
        List<Term> terms = question.terms();
        if (terms.isEmpty()) {
            return Mono.just(List.of());
        }
        String sql = BY_WORDS.formatted(
                VISIBLE.formatted("d"), question.hasOperators() ? WITH_OPERATORS : "", scope.conditions("d"));
        GenericExecuteSpec statement = scope.bind(Visibility.bind(database.sql(sql), viewer))
                .bind("forms", ColumnArrays.texts(terms, Term::forms))
                .bind(
                        "exacts",
                        ColumnArrays.texts(terms, term -> "'" + term.word().replace("'", "''") + "'"))
                .bind("weights", terms.stream().map(Term::weight).toArray(Double[]::new))
                .bind("wanted", wanted(terms))
                .bind("weighed", WEIGHED)
                .bind("depth", DEPTH);
        statement = question.hasOperators() ? statement.bind("question", question.text()) : statement;
        return statement
                .map(row -> Hit.of(new Columns(row), Hit.number(new Columns(row), "score") / question.weight(), 0))
                .all()
                .collectList();
    }

    /** Any of the words that tell much; where all are common, all of them. */
    private static String wanted(List<Term> terms) {
        boolean allCommon = terms.stream().allMatch(Term::common);
        return terms.stream()
                .filter(term -> allCommon || !term.common())
                .map(term -> "(" + term.forms() + ")")
                .collect(Collectors.joining(allCommon ? " & " : " | "));
    }

    private Mono<List<Hit>> byVectors(Viewer viewer, QuestionVector vector, Scope scope) {
        return comparesAll(viewer.accountId(), vector, scope)
                .flatMap(all -> database.sql(TUNE)
                        .fetch()
                        .first()
                        .then(Mono.defer(() -> byVectors(viewer, vector, scope, all))))
                .as(transaction::transactional);
    }

    private Mono<List<Hit>> byVectors(Viewer viewer, QuestionVector vector, Scope scope, boolean all) {
        String distance = DISTANCE.formatted(vector.dimensions());
        String sql = BY_VECTORS.formatted(
                vector.dimensions(),
                vector.model(),
                VISIBLE.formatted("e"),
                scope.conditions("e"),
                scope.asksDocument() ? WITH_DOCUMENT : "",
                all ? EXACT.formatted(distance) : distance);
        return scope.bind(Visibility.bind(database.sql(sql), viewer))
                .bind("vector", vector.vector())
                .bind("depth", DEPTH)
                .map(row -> similar(new Columns(row)))
                .all()
                .filter(hit -> hit.similarity() >= LEAST_SIMILARITY)
                .collectList();
    }

    private static Hit similar(Columns columns) {
        double similarity = Hit.clipped(Hit.number(columns, "similarity"));
        return Hit.of(columns, similarity, similarity);
    }

    private Mono<Boolean> comparesAll(AccountId account, QuestionVector vector, Scope scope) {
        if (scope.isSmall()) {
            return Mono.just(true);
        }
        if (large.contains(account)) {
            return Mono.just(false);
        }
        return database.sql(IS_LARGE.formatted(vector.model()))
                .bind("most", properties.exactUpTo())
                .bind("account", account.value())
                .map(row -> new Columns(row).flag("large"))
                .one()
                .doOnNext(isLarge -> {
                    if (isLarge) {
                        large.add(account);
                    }
                })
                .map(isLarge -> !isLarge);
    }

    /** Of what was found by words alone. */
    private Mono<List<Hit>> withSimilarities(QuestionVector vector, List<Hit> hits) {
        List<Long> ids = hits.stream()
                .filter(hit -> hit.similarity() == 0)
                .map(Hit::document)
                .toList();
        if (ids.isEmpty()) {
            return Mono.just(hits);
        }
        return database.sql(SIMILARITIES.formatted(vector.dimensions(), vector.model()))
                .bind("vector", vector.vector())
                .bind("ids", ids.toArray(Long[]::new))
                .map(row -> Map.entry(
                        new Columns(row).longNumber("document_id"),
                        Hit.clipped(Hit.number(new Columns(row), "similarity"))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(known -> {
                    List<Hit> complete = new ArrayList<>();
                    hits.forEach(hit ->
                            complete.add(hit.with(hit.score(), known.getOrDefault(hit.document(), hit.similarity()))));
                    return complete;
                });
    }
}

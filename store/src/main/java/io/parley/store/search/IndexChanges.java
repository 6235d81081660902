package io.parley.store.search;

import io.parley.store.Columns;
import io.parley.store.embedding.DocumentTexts;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Makes articles and canned responses findable that changed; triggers note them in {@code search_changes}. */
@Component
class IndexChanges {

    private static final int AT_ONCE = 50;

    /** What somebody deletes at the moment is left out: both would wait, each for what the other holds. */
    private static final String TAKE = """
            WITH of_articles AS (
                SELECT s.id FROM search_changes AS s JOIN articles AS a ON a.id = s.article_id
                 ORDER BY s.id LIMIT :size FOR UPDATE OF s SKIP LOCKED FOR KEY SHARE OF a SKIP LOCKED),
            of_canned_responses AS (
                SELECT s.id FROM search_changes AS s JOIN canned_responses AS c ON c.id = s.canned_response_id
                 ORDER BY s.id LIMIT :size FOR UPDATE OF s SKIP LOCKED FOR KEY SHARE OF c SKIP LOCKED)
            DELETE FROM search_changes
             WHERE id IN (SELECT id FROM of_articles UNION ALL SELECT id FROM of_canned_responses)
            RETURNING article_id, canned_response_id
            """;

    private static final String ARTICLES = """
            SELECT id, account_id, title, content FROM articles WHERE id = ANY (:ids) ORDER BY id
            """;

    private static final String CANNED_RESPONSES = """
            SELECT id, account_id, short_code, content FROM canned_responses WHERE id = ANY (:ids) ORDER BY id
            """;

    private final DatabaseClient database;
    private final WriteDocuments documents;
    private final TransactionalOperator transaction;

    IndexChanges(DatabaseClient database, WriteDocuments documents, TransactionalOperator transaction) {
        this.database = database;
        this.documents = documents;
        this.transaction = transaction;
    }

    /** Some of what changed; true when there may be more. Changes and documents are one transaction. */
    Mono<Boolean> indexSome() {
        return database.sql(TAKE)
                .bind("size", AT_ONCE)
                .map(row -> Changed.of(new Columns(row)))
                .all()
                .collectList()
                .flatMap(changed -> write(Source.Table.ARTICLES, ARTICLES, ids(changed, true), IndexChanges::article)
                        .then(Mono.defer(() -> write(
                                Source.Table.CANNED_RESPONSES,
                                CANNED_RESPONSES,
                                ids(changed, false),
                                IndexChanges::cannedResponse)))
                        .thenReturn(changed.size() >= AT_ONCE))
                .as(transaction::transactional);
    }

    private static Integer[] ids(List<Changed> changed, boolean articles) {
        return changed.stream()
                .filter(it -> it.article() == articles)
                .map(Changed::id)
                .distinct()
                .toArray(Integer[]::new);
    }

    private Mono<Void> write(Source.Table table, String sql, Integer[] ids, Function<Columns, Source> source) {
        return ids.length == 0
                ? Mono.empty()
                : database.sql(sql)
                        .bind("ids", ids)
                        .map(row -> source.apply(new Columns(row)))
                        .all()
                        .collectList()
                        .flatMap(sources -> documents.write(table, sources, true));
    }

    private static Source article(Columns row) {
        String title = row.text("title");
        String content = row.text("content");
        return source(Source.Table.ARTICLES, row, title + "\n" + content, DocumentTexts.ofArticle(title, content));
    }

    private static Source cannedResponse(Columns row) {
        String code = row.text("short_code");
        String content = row.text("content");
        return source(
                Source.Table.CANNED_RESPONSES,
                row,
                code + "\n" + content,
                DocumentTexts.ofCannedResponse(code, content));
    }

    private static Source source(Source.Table table, Columns row, String words, List<String> texts) {
        String kind = table == Source.Table.ARTICLES ? "article" : "canned_response";
        return new Source(table, row.number("id"), row.number("account_id"), null, kind, words, texts);
    }

    private record Changed(boolean article, int id) {
        static Changed of(Columns columns) {
            Integer article = columns.numberOrNull("article_id");
            return article == null
                    ? new Changed(false, Objects.requireNonNull(columns.numberOrNull("canned_response_id")))
                    : new Changed(true, article);
        }
    }
}

package io.parley.store.search;

import io.parley.contract.id.AccountId;
import io.parley.store.Columns;
import io.parley.store.embedding.QuestionVector;
import io.parley.store.embedding.QuestionVectors;
import io.parley.store.search.Question.Term;
import io.parley.store.search.Search.Mode;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes a question of what somebody typed or a contact wrote: its words with what they are worth, and its meaning. */
@Component
public class AskQuestion {

    /** A word that more documents have tells little, and is not counted further. */
    private static final int COMMON = 2_000;

    private static final int MOST_WORDS = 24;

    /** In characters. */
    private static final int LONGEST = 1_000;

    /** How many documents there are is known well enough from the last time statistics were made. */
    private static final String TERMS = """
            SELECT t.word, t.forms::text AS forms, known.number AS number,
                   (SELECT greatest(reltuples, 1000)::float8 FROM pg_class WHERE oid = 'search_documents'::regclass) AS documents
              FROM (SELECT word, forms FROM search_terms(:question) LIMIT :most) AS t
             CROSS JOIN LATERAL (SELECT count(*)::int AS number
                                   FROM (SELECT FROM search_documents AS d
                                          WHERE d.words @@ t.forms AND d.account_id = :account
                                          LIMIT :common) AS counted) AS known
            """;

    private final DatabaseClient database;
    private final QuestionVectors vectors;

    AskQuestion(DatabaseClient database, QuestionVectors vectors) {
        this.database = database;
        this.vectors = vectors;
    }

    public Mono<Question> ask(AccountId account, String text, Mode mode) {
        String asked = text.strip().substring(0, Math.min(text.strip().length(), LONGEST));
        Mono<List<Term>> terms = mode == Mode.MEANING ? Mono.just(List.of()) : terms(account, asked);
        Mono<Optional<QuestionVector>> vector = mode == Mode.WORDS
                ? Mono.just(Optional.empty())
                : vectors.of(asked).map(Optional::of).defaultIfEmpty(Optional.empty());
        return Mono.zip(terms, vector)
                .map(both -> Question.of(asked, both.getT1(), both.getT2().orElse(null)));
    }

    private Mono<List<Term>> terms(AccountId account, String text) {
        return database.sql(TERMS)
                .bind("question", text.replace("\0", ""))
                .bind("most", MOST_WORDS)
                .bind("account", account.value())
                .bind("common", COMMON)
                .map(row -> term(new Columns(row)))
                .all()
                .collectList();
    }

    private static Term term(Columns columns) {
        int number = columns.number("number");
        double documents = columns.row().get("documents", Double.class) instanceof Double known ? known : 1_000;
        return new Term(
                columns.text("word"),
                columns.text("forms"),
                number,
                number == COMMON,
                Math.log(1 + Math.max(documents, number) / Math.max(1, number)));
    }
}

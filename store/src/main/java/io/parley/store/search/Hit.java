package io.parley.store.search;

import io.parley.store.Columns;
import org.jspecify.annotations.Nullable;

/**
 * A document that was found.
 *
 * @param source of which table, and {@code id} there: a message, an article or a canned response
 * @param chunk the chunk that says it
 * @param score from 0 to 1, comparable within one answer
 * @param similarity cosine of question and document, from 0 to 1; 0 where no model answered
 */
public record Hit(Kind source, int id, long document, int chunk, double score, double similarity) {

    /** What it is a document of. */
    public enum Kind {
        MESSAGE,
        ARTICLE,
        CANNED_RESPONSE
    }

    static Hit of(Columns columns, double score, double similarity) {
        Integer message = columns.numberOrNull("message_id");
        Integer article = columns.numberOrNull("article_id");
        Kind kind = message != null ? Kind.MESSAGE : article != null ? Kind.ARTICLE : Kind.CANNED_RESPONSE;
        int id = message != null ? message : article != null ? article : columns.number("canned_response_id");
        return new Hit(kind, id, columns.longNumber("id"), columns.number("chunk"), score, similarity);
    }

    Hit with(double otherScore, double otherSimilarity) {
        return new Hit(source, id, document, chunk, otherScore, otherSimilarity);
    }

    Source place() {
        return new Source(source, id);
    }

    /** What was found, whichever of its chunks. */
    record Source(Kind kind, int id) {}

    static double number(Columns columns, String name) {
        Double value = columns.row().get(name, Double.class);
        return value == null || value.isNaN() ? 0 : value;
    }

    static double clipped(@Nullable Double similarity) {
        return similarity == null || similarity.isNaN() ? 0 : Math.clamp(similarity, 0, 1);
    }
}

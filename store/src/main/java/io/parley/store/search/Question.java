package io.parley.store.search;

import io.parley.store.embedding.QuestionVector;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * @param terms its words that tell something; none when it has no word that any document has
 * @param weight of all its words, those that no document has among them: what a document with every one of them is
 *     worth
 * @param vector absent when no model answered
 */
public record Question(
        String text,
        List<Term> terms,
        double weight,
        @Nullable QuestionVector vector) {

    private static final Pattern OPERATORS = Pattern.compile("\"|(?<!\\S)-\\w");

    public Question {
        terms = List.copyOf(terms);
    }

    /** @param words those that no document has among them */
    static Question of(String text, List<Term> words, @Nullable QuestionVector vector) {
        return new Question(
                text,
                words.stream().filter(Term::isKnown).toList(),
                words.stream().mapToDouble(Term::weight).sum(),
                vector);
    }

    /** Whether phrases or words to leave out are part of it. */
    boolean hasOperators() {
        return OPERATORS.matcher(text).find();
    }

    List<String> words() {
        return terms.stream().map(Term::word).toList();
    }

    /**
     * A word.
     *
     * @param forms the word in all its forms, as a {@code tsquery}
     * @param documents how many have it, counted so far as it matters
     * @param common whether so many documents have it that it tells little
     * @param weight the more, the fewer documents have it
     */
    record Term(String word, String forms, int documents, boolean common, double weight) {
        boolean isKnown() {
            return documents > 0;
        }
    }
}

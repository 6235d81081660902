package io.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What search and suggestions are measured on; the README among the resources says what the columns hold. */
final class Labelled {

    static final List<String> LANGUAGES = List.of("en", "pt", "es");

    private Labelled() {}

    enum Author {
        CONTACT,
        AGENT,
        NOTE
    }

    record Said(int id, int conversation, Author author, String text) {}

    /** @param kind {@code words}, {@code paraphrase} and so on; {@code cross} looks beyond its own language */
    record Query(String language, String kind, String text, Set<Integer> relevant) {}

    record Saved(int id, String shortCode, String text) {}

    record Answered(int id, String question, String answer) {}

    /** @param cannedResponses ids of those that may be sent as they are; so are the old answers' */
    record Question(String language, String text, Set<Integer> cannedResponses, Set<Integer> answers) {}

    /** Talk by talk, in the order in which they were said. */
    static List<Said> messages() {
        return rows("search/messages.tsv", it -> new Said(number(it[0]), number(it[1]), author(it[3]), it[4]));
    }

    static List<Query> queries() {
        return rows("search/queries.tsv", it -> new Query(it[1], it[2], it[3], numbers(it[4])));
    }

    static List<Saved> cannedResponses() {
        return rows("suggestions/canned_responses.tsv", it -> new Saved(number(it[0]), it[2], it[3]));
    }

    static List<Answered> answers() {
        return rows("suggestions/answers.tsv", it -> new Answered(number(it[0]), it[2], it[3]));
    }

    static List<Question> questions() {
        return rows("suggestions/questions.tsv", it -> new Question(it[1], it[2], numbers(it[3]), numbers(it[4])));
    }

    private static Author author(String name) {
        return Author.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Set<Integer> numbers(String list) {
        return Stream.of(list.split(","))
                .filter(it -> !it.isEmpty())
                .map(Labelled::number)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static <T> List<T> rows(String file, Function<String[], T> row) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Labelled.class.getResourceAsStream("/" + file), file),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> row.apply(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

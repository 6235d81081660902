package io.parley.bench;

import io.parley.store.search.Search.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A figure from 0 to 1 for each labelled question and each way of searching, as a table of means. */
final class Scores<Q> {

    private final List<Q> questions;
    private final Map<Mode, double[]> byMode = new EnumMap<>(Mode.class);

    Scores(List<Q> questions) {
        this.questions = questions;
    }

    void add(Mode mode, ToDoubleFunction<Q> score) {
        byMode.put(mode, questions.stream().mapToDouble(score).toArray());
    }

    double mean(Mode mode, Predicate<Q> of) {
        double[] scores = byMode.getOrDefault(mode, new double[0]);
        return IntStream.range(0, scores.length)
                .filter(at -> of.test(questions.get(at)))
                .mapToDouble(at -> scores[at])
                .average()
                .orElse(Double.NaN);
    }

    void printHead(String what) {
        System.out.printf("%-24s %9s", "", what);
        byMode.keySet().forEach(mode -> System.out.printf(" %10s", mode.name().toLowerCase(Locale.ROOT)));
        System.out.println();
    }

    void printRow(String group, Predicate<Q> of) {
        System.out.printf("%-24s %9d", group, questions.stream().filter(of).count());
        byMode.keySet().forEach(mode -> System.out.printf(" %10.3f", mean(mode, of)));
        System.out.println();
    }
}

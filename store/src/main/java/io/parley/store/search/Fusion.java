package io.parley.store.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Makes one list of two by reciprocal rank: what stands high in both comes first, whatever the two measure. A place
 * among the words is worth as much as the document has of the question's words: the best of those that share one word
 * by chance is still no answer. Of the chunks of one source the best counts.
 */
final class Fusion {

    /** The larger, the less the first places are worth more than those behind. */
    private static final double DAMPING = 60;

    private static final double WORDS = 1.0;

    /** From 0.2 to 0.5 the measured recall stays the same: {@code ./parley bench search}. */
    private static final double MEANING = 0.3;

    private Fusion() {}

    /**
     * One empty list leaves the other in its order, at what its places are worth beside a full one: what is found of
     * one kind of document by meaning alone does not outdo another kind that has the words as well.
     *
     * @param byWords scored by the share of the question's words that a document has, from 0 to 1
     */
    static List<Hit> of(Question question, List<Hit> byWords, List<Hit> byMeaning) {
        Map<Hit.Source, Hit> fused = new LinkedHashMap<>();
        double best = (question.weight() > 0 ? WORDS : 0) + (question.vector() == null ? 0 : MEANING);
        add(byMeaning, hit -> MEANING / best, fused);
        add(byWords, hit -> hit.score() * WORDS / best, fused);
        List<Hit> hits = new ArrayList<>(fused.values());
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Comparator.comparingLong(Hit::document).reversed()));
        return hits;
    }

    private static void add(List<Hit> list, ToDoubleFunction<Hit> weight, Map<Hit.Source, Hit> fused) {
        Map<Hit.Source, Hit> once = new LinkedHashMap<>();
        list.forEach(hit -> once.putIfAbsent(hit.place(), hit));
        int rank = 0;
        for (Hit hit : once.values()) {
            double score = weight.applyAsDouble(hit) * (DAMPING + 1) / (DAMPING + ++rank);
            fused.merge(
                    hit.place(),
                    hit.with(score, hit.similarity()),
                    (before, now) ->
                            before.with(before.score() + score, Math.max(before.similarity(), now.similarity())));
        }
    }
}

package io.parley.store.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one list of two by reciprocal rank: what stands high in both comes first, whatever the two measure. Of the
 * chunks of one source the best counts.
 */
final class Fusion {

    /** The larger, the less the first places are worth more than those behind. */
    private static final double DAMPING = 60;

    private static final double WORDS = 1.0;
    private static final double MEANING = 1.0;

    private Fusion() {}

    /** One empty list leaves the other in its order. */
    static List<Hit> of(List<Hit> byWords, List<Hit> byMeaning) {
        Map<Hit.Source, Hit> fused = new LinkedHashMap<>();
        double best = (byWords.isEmpty() ? 0 : WORDS) + (byMeaning.isEmpty() ? 0 : MEANING);
        add(byMeaning, MEANING / best, fused);
        add(byWords, WORDS / best, fused);
        List<Hit> hits = new ArrayList<>(fused.values());
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Comparator.comparingLong(Hit::document).reversed()));
        return hits;
    }

    private static void add(List<Hit> list, double weight, Map<Hit.Source, Hit> fused) {
        Map<Hit.Source, Hit> once = new LinkedHashMap<>();
        list.forEach(hit -> once.putIfAbsent(hit.place(), hit));
        int rank = 0;
        for (Hit hit : once.values()) {
            double score = weight * (DAMPING + 1) / (DAMPING + ++rank);
            fused.merge(
                    hit.place(),
                    hit.with(score, hit.similarity()),
                    (before, now) ->
                            before.with(before.score() + score, Math.max(before.similarity(), now.similarity())));
        }
    }
}

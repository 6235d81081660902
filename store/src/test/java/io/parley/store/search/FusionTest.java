package io.parley.store.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.store.embedding.QuestionVector;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What two lists make of each other. */
class FusionTest {

    private static final QuestionVector VECTOR = new QuestionVector(1, 3, "[1,0,0]");

    @Test
    void aDocumentWithAllWordsThatMeansTheSameScoresOne() {
        List<Hit> fused = Fusion.of(asked(VECTOR), List.of(hit(1, 1)), List.of(hit(1, 0.9)));

        assertThat(fused).singleElement().satisfies(it -> assertThat(it.score()).isCloseTo(1, within(1e-9)));
    }

    @Test
    void whatSharesOneWordByChanceStandsBehindWhatIsMeant() {
        List<Hit> fused = Fusion.of(asked(VECTOR), List.of(hit(1, 0.1)), List.of(hit(2, 0.6), hit(3, 0.5)));

        assertThat(ids(fused)).containsExactly(2, 3, 1);
    }

    @Test
    void whatHasTheWordsStandsBeforeWhatIsOnlyAlike() {
        List<Hit> fused = Fusion.of(asked(VECTOR), List.of(hit(1, 0.9)), List.of(hit(2, 0.6), hit(3, 0.5)));

        assertThat(ids(fused)).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsFoundByMeaningAloneIsWorthNoMoreWhenNothingHasTheWords() {
        double beside = Fusion.of(asked(VECTOR), List.of(hit(1, 0.9)), List.of(hit(2, 0.6)))
                .get(1)
                .score();
        double alone = Fusion.of(asked(VECTOR), List.of(), List.of(hit(2, 0.6)))
                .getFirst()
                .score();

        assertThat(alone).isEqualTo(beside);
    }

    @Test
    void wordsAloneKeepTheirOrderWhenNoModelAnswers() {
        List<Hit> byWords =
                IntStream.rangeClosed(1, 5).mapToObj(id -> hit(id, 1.0 / id)).toList();

        List<Hit> fused = Fusion.of(asked(null), byWords, List.of());

        assertThat(ids(fused)).containsExactly(1, 2, 3, 4, 5);
        assertThat(fused.getFirst().score()).isCloseTo(1, within(1e-9));
    }

    private static Question asked(@Nullable QuestionVector vector) {
        return new Question("where is it", List.of(), 2, vector);
    }

    private static Hit hit(int id, double score) {
        return new Hit(Hit.Kind.MESSAGE, id, id, 0, score, 0);
    }

    private static List<Integer> ids(List<Hit> hits) {
        return hits.stream().map(Hit::id).toList();
    }
}

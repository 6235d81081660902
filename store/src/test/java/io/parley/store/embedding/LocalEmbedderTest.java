package io.parley.store.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.parley.store.embedding.Embedder.Purpose;
import io.parley.store.embedding.EmbeddingFailure.Misconfigured;
import io.parley.store.embedding.EmbeddingProperties.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the model that is in the jar. */
class LocalEmbedderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void putsWhatMeansTheSameCloseTogetherWhateverTheBatch() {
        try (LocalEmbedder embedder = embedder(384, null)) {
            List<float[]> vectors = embedder.embed(
                            List.of(
                                    "I want my money back",
                                    "please refund me",
                                    "the weather is fine today",
                                    "a much longer text, ".repeat(40)),
                            Purpose.PASSAGE)
                    .block(LIMIT);
            float[] alone = embedder.embed(List.of("please refund me"), Purpose.QUESTION)
                    .block(LIMIT)
                    .getFirst();

            assertThat(vectors).hasSize(4).allSatisfy(it -> assertThat(it).hasSize(384));
            assertThat(cosine(vectors.get(0), vectors.get(1)))
                    .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.3);
            assertThat(cosine(alone, vectors.get(1))).isCloseTo(1, within(0.02));
        }
    }

    @Test
    void letsTheModelGoWhenNobodyAsksAndLoadsItAgain() {
        try (LocalEmbedder embedder = embedder(384, null)) {
            float[] before = embedder.embed(List.of("hello"), Purpose.PASSAGE)
                    .block(LIMIT)
                    .getFirst();

            embedder.rest(Instant.now().plusSeconds(60));

            assertThat(embedder.embed(List.of("hello"), Purpose.PASSAGE)
                            .block(LIMIT)
                            .getFirst())
                    .isEqualTo(before);
        }
    }

    @Test
    void saysWhatIsWrongWithTheSettings() {
        try (LocalEmbedder wrongLength = embedder(768, null);
                LocalEmbedder missing = embedder(384, "/no/such/model.onnx")) {
            assertThat(catchThrowable(() ->
                            wrongLength.embed(List.of("hello"), Purpose.PASSAGE).block(LIMIT)))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("384")
                    .hasMessageContaining("768");
            assertThat(catchThrowable(() ->
                            missing.embed(List.of("hello"), Purpose.PASSAGE).block(LIMIT)))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("/no/such/model.onnx");
        }
    }

    private static LocalEmbedder embedder(int dimensions, String modelFile) {
        return new LocalEmbedder(
                new ModelDescription(
                        Provider.LOCAL, "MiniLM", dimensions, "", "", modelFile, null, 256, null, false, null),
                1,
                Clock.systemUTC());
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int at = 0; at < one.length; at++) {
            sum += one[at] * other[at];
        }
        return sum;
    }
}

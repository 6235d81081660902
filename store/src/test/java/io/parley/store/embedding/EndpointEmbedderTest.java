package io.parley.store.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.parley.runtime.openai.OpenAiClient;
import io.parley.store.embedding.Embedder.Purpose;
import io.parley.store.embedding.EmbeddingFailure.Away;
import io.parley.store.embedding.EmbeddingFailure.Misconfigured;
import io.parley.store.embedding.EmbeddingFailure.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointEmbedderTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EmbeddingEndpoint endpoint = new EmbeddingEndpoint();
    private final EndpointEmbedder embedder = embedder(true);

    @AfterEach
    void stop() {
        embedder.close();
        endpoint.close();
    }

    @Test
    void asksAsTheProtocolHasItAndTakesVectorsByTheirIndex() {
        List<float[]> vectors = embed(Purpose.PASSAGE, "one", "two", "three");

        EmbeddingEndpoint.Asked asked = endpoint.asked.getFirst();
        assertThat(asked.authorization()).isEqualTo("Bearer key-1");
        assertThat(asked.request().path("model").asText()).isEqualTo("small");
        assertThat(asked.request().path("dimensions").asInt()).isEqualTo(8);
        assertThat(asked.texts()).containsExactly("passage: one", "passage: two", "passage: three");
        assertThat(vectors).hasSize(3).allSatisfy(it -> assertThat(length(it)).isCloseTo(1, within(1e-5)));
        assertThat(embed(Purpose.PASSAGE, "two").getFirst()).isEqualTo(vectors.get(1));
        embed(Purpose.QUESTION, "two");
        assertThat(endpoint.texts()).last().isEqualTo("query: two");
    }

    @Test
    void knowsWhatPassesByItself() {
        endpoint.status = 429;
        assertThat(failure())
                .isInstanceOfSatisfying(
                        Away.class, it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        endpoint.status = 503;
        assertThat(failure()).isInstanceOf(Away.class);
        endpoint.status = 200;
        endpoint.silent = true;
        assertThat(catchThrowable(() -> embed(Purpose.QUESTION, "text")))
                .isInstanceOf(Away.class)
                .hasMessageContaining("did not answer in time");
        endpoint.close();
        assertThat(failure()).isInstanceOf(Away.class);
    }

    @Test
    void refusesVectorsOfAnotherLengthAndSaysSo() {
        endpoint.dimensions = 1_536;

        assertThat(failure())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("1536")
                .hasMessageContaining("8");
    }

    @Test
    void knowsWrongSettingsFromTextsThatAreNotTaken() {
        endpoint.status = 401;
        assertThat(failure())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("401")
                .hasMessageNotContaining("key-1");
        endpoint.status = 400;
        assertThat(failure()).isInstanceOf(Refused.class).hasMessageContaining("not now");
    }

    private Throwable failure() {
        return catchThrowable(() -> embed(Purpose.PASSAGE, "text"));
    }

    private List<float[]> embed(Purpose purpose, String... texts) {
        return embedder.embed(List.of(texts), purpose).block(LIMIT);
    }

    private EndpointEmbedder embedder(boolean sendDimensions) {
        ModelDescription description = new ModelDescription(
                EmbeddingProperties.Provider.ENDPOINT,
                "small",
                8,
                "query: ",
                "passage: ",
                null,
                null,
                256,
                endpoint.url(),
                sendDimensions,
                null);
        return new EndpointEmbedder(
                description,
                new OpenAiClient(endpoint.url(), "key-1", Clock.systemUTC()),
                Duration.ofSeconds(15),
                Duration.ofSeconds(1));
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}

package io.parley.store.embedding;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which model makes vectors, and how much of the machine that may take.
 *
 * @param dimensions length of the model's vectors; an index holds at most 4,000
 * @param queryPrefix what the model wants before a question, as {@code "query: "}; most want nothing
 * @param passagePrefix what the model wants before a text that is to be found
 * @param interval how often is looked for what waits
 * @param batchSize how many texts are embedded at a time
 * @param lease how long a batch may take before another node does it again
 * @param attempts after how many tries a text is given up
 */
@Validated
@ConfigurationProperties("parley.store.embedding")
record EmbeddingProperties(
        @DefaultValue("local") Provider provider,

        @DefaultValue("384") @Min(1) @Max(4_000) int dimensions,

        @DefaultValue("") String queryPrefix,
        @DefaultValue("") String passagePrefix,
        @DefaultValue("1s") Duration interval,

        @DefaultValue("32") @Min(1) @Max(1_000) int batchSize,

        @DefaultValue("2m") Duration lease,

        @DefaultValue("5") @Min(1) int attempts,

        @DefaultValue Local local,
        @DefaultValue Endpoint endpoint) {

    /** Who makes the vectors. */
    enum Provider {
        /** An ONNX model in this process. */
        LOCAL,
        /** An OpenAI-compatible endpoint. */
        ENDPOINT,
        /** Nobody: search goes by words alone. */
        NONE
    }

    /**
     * A model in this process.
     *
     * @param modelFile a sentence model in ONNX; empty: all-MiniLM-L6-v2, quantised, which comes with the hub
     * @param tokenizerFile its {@code tokenizer.json}
     * @param maxTokens what is longer is cut; texts are split before that, so little is
     * @param threads of the machine's cores, for one batch or question
     * @param share of the time of those cores, for batches; messages under way want them too
     * @param unloadAfter how long unused the model stays in memory, about 120 MB
     */
    record Local(
            @DefaultValue("") String modelFile,
            @DefaultValue("") String tokenizerFile,

            @DefaultValue("256") @Min(8) @Max(8_192) int maxTokens,

            @DefaultValue("1") @Min(1) int threads,

            @DefaultValue("0.25") @DecimalMin("0.01") @DecimalMax("1")
            double share,

            @DefaultValue("15m") Duration unloadAfter) {}

    /**
     * An endpoint that speaks OpenAI's {@code /v1/embeddings}.
     *
     * @param url up to and with {@code /v1}
     * @param key sent as a bearer token; empty: none
     * @param sendDimensions whether to ask for the length; endpoints that cannot choose refuse the question
     * @param timeout for a batch
     * @param queryTimeout for a question, while somebody waits for search results
     */
    record Endpoint(
            @DefaultValue("") String url,
            @DefaultValue("") String model,
            @DefaultValue("") String key,
            @DefaultValue("false") boolean sendDimensions,
            @DefaultValue("60s") Duration timeout,
            @DefaultValue("3s") Duration queryTimeout) {

        @Override
        public String toString() {
            return "Endpoint[" + url + ", " + model + "]";
        }
    }
}

package io.parley.store.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.runtime.openai.OpenAiClient;
import io.parley.runtime.openai.OpenAiFailure;
import io.parley.store.embedding.EmbeddingFailure.Away;
import io.parley.store.embedding.EmbeddingFailure.Misconfigured;
import io.parley.store.embedding.EmbeddingFailure.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A model behind OpenAI's {@code /v1/embeddings}. */
final class EndpointEmbedder implements Embedder {

    private final ModelDescription description;
    private final OpenAiClient client;
    private final Duration timeout;
    private final Duration queryTimeout;

    /** @param client is closed with this */
    EndpointEmbedder(ModelDescription description, OpenAiClient client, Duration timeout, Duration queryTimeout) {
        this.description = description;
        this.client = client;
        this.timeout = timeout;
        this.queryTimeout = queryTimeout;
    }

    @Override
    public Mono<List<float[]>> embed(List<String> texts, Purpose purpose) {
        boolean question = purpose == Purpose.QUESTION;
        String prefix = question ? description.queryPrefix() : description.passagePrefix();
        return client.post("/embeddings", request(texts, prefix), question ? queryTimeout : timeout)
                .map(answer -> vectors(answer, texts.size()))
                .onErrorMap(OpenAiFailure.class, EndpointEmbedder::failure);
    }

    private ObjectNode request(List<String> texts, String prefix) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("model", description.name());
        ArrayNode input = request.putArray("input");
        texts.forEach(text -> input.add(prefix + text));
        request.put("encoding_format", "float");
        if (description.sendDimensions()) {
            request.put("dimensions", description.dimensions());
        }
        return request;
    }

    private List<float[]> vectors(JsonNode answer, int wanted) {
        JsonNode data = answer.path("data");
        if (data.size() != wanted) {
            throw new Misconfigured(
                    "The endpoint answered %d texts with %d vectors".formatted(wanted, data.size()), null);
        }
        @Nullable float[][] vectors = new float[wanted][];
        for (int at = 0; at < wanted; at++) {
            int index = data.path(at).path("index").asInt(at);
            if (index >= 0 && index < wanted) {
                vectors[index] = vector(data.path(at).path("embedding"));
            }
        }
        if (IntStream.range(0, wanted).anyMatch(at -> vectors[at] == null)) {
            throw new Misconfigured("The endpoint left out the vector of a text", null);
        }
        return IntStream.range(0, wanted)
                .mapToObj(at -> Objects.requireNonNull(vectors[at]))
                .toList();
    }

    private float[] vector(JsonNode numbers) {
        if (numbers.size() != description.dimensions()) {
            throw new Misconfigured(
                    "The endpoint's model %s makes vectors of %d dimensions, the settings say %d"
                            .formatted(description.name(), numbers.size(), description.dimensions()),
                    null);
        }
        float[] vector = new float[numbers.size()];
        for (int at = 0; at < vector.length; at++) {
            vector[at] = numbers.path(at).floatValue();
        }
        return Vectors.ofLengthOne(vector);
    }

    private static EmbeddingFailure failure(OpenAiFailure failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case AWAY, LIMITED -> new Away(message, failure.retryAfter(), failure);
            case REFUSED -> new Refused(message);
            case MISCONFIGURED -> new Misconfigured(message, failure);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}

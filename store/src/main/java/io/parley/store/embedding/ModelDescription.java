package io.parley.store.embedding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.store.embedding.EmbeddingProperties.Provider;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to ask a model again, also after the settings name another: while that one's vectors are made,
 * questions are still answered from this one's.
 *
 * @param name what people call it
 * @param modelFile absent for the model that comes with the hub
 * @param url of an endpoint
 * @param sealedKey of an endpoint; not part of what the model is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelDescription(
        Provider provider,
        String name,
        int dimensions,
        String queryPrefix,
        String passagePrefix,
        @Nullable String modelFile,
        @Nullable String tokenizerFile,
        int maxTokens,
        @Nullable String url,
        boolean sendDimensions,
        @Nullable String sealedKey) {

    /** Two descriptions with the same fingerprint make the same vectors. */
    String fingerprint() {
        return Stream.of(
                        provider.name().toLowerCase(Locale.ROOT),
                        name,
                        dimensions,
                        queryPrefix,
                        passagePrefix,
                        Objects.requireNonNullElse(modelFile, ""),
                        Objects.requireNonNullElse(tokenizerFile, ""),
                        maxTokens,
                        Objects.requireNonNullElse(url, ""))
                .map(Object::toString)
                .collect(Collectors.joining("|"));
    }
}

package io.parley.store.embedding;

import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.openai.OpenAiClient;
import io.parley.store.embedding.EmbeddingProperties.Endpoint;
import io.parley.store.embedding.EmbeddingProperties.Local;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The embedders of the models in use: one as a rule, two while one takes the other's place. */
@Component
class Embedders implements DisposableBean {

    private static final String OWN_MODEL = "all-MiniLM-L6-v2";

    private final EmbeddingProperties properties;
    private final SecretBox secrets;
    private final Clock clock;
    private final Map<String, Embedder> byFingerprint = new ConcurrentHashMap<>();

    Embedders(EmbeddingProperties properties, SecretBox secrets, Clock clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.clock = clock;
    }

    boolean areOff() {
        return properties.provider() == EmbeddingProperties.Provider.NONE;
    }

    /** The model the settings name. */
    ModelDescription wanted() {
        Local local = properties.local();
        Endpoint endpoint = properties.endpoint();
        boolean remote = properties.provider() == EmbeddingProperties.Provider.ENDPOINT;
        String file = local.modelFile();
        String localName =
                file.isEmpty() ? OWN_MODEL : String.valueOf(Path.of(file).getFileName());
        return new ModelDescription(
                properties.provider(),
                remote ? endpoint.model() : localName,
                properties.dimensions(),
                properties.queryPrefix(),
                properties.passagePrefix(),
                remote ? null : nullIfEmpty(file),
                remote ? null : nullIfEmpty(local.tokenizerFile()),
                local.maxTokens(),
                remote ? endpoint.url() : null,
                endpoint.sendDimensions(),
                remote && !endpoint.key().isEmpty() ? secrets.seal(endpoint.key()) : null);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    Embedder of(ModelDescription description) {
        return byFingerprint.computeIfAbsent(description.fingerprint(), it -> make(description));
    }

    private Embedder make(ModelDescription description) {
        if (description.provider() == EmbeddingProperties.Provider.LOCAL) {
            return new LocalEmbedder(description, properties.local().threads(), clock);
        }
        String key = description.sealedKey() == null ? "" : secrets.open(description.sealedKey());
        return new EndpointEmbedder(
                description,
                new OpenAiClient(Objects.requireNonNullElse(description.url(), ""), key, clock),
                properties.endpoint().timeout(),
                properties.endpoint().queryTimeout());
    }

    /** Closes those of models that are gone, and lets the others go to sleep. */
    void keepOnly(Set<String> fingerprints) {
        byFingerprint.forEach((fingerprint, embedder) -> {
            if (!fingerprints.contains(fingerprint) && byFingerprint.remove(fingerprint, embedder)) {
                embedder.close();
            }
        });
        byFingerprint
                .values()
                .forEach(it -> it.rest(clock.instant().minus(properties.local().unloadAfter())));
    }

    @Override
    public void destroy() {
        keepOnly(Set.of());
    }
}

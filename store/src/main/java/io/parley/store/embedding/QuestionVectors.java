package io.parley.store.embedding;

import io.parley.store.embedding.Embedder.Purpose;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks the active model what a question means, while somebody waits for the answer. */
@Component
public class QuestionVectors {

    private static final Logger log = LoggerFactory.getLogger(QuestionVectors.class);

    /** Also when the model has to be loaded first. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** In characters; models read about as much. */
    private static final int LONGEST = 2_000;

    private final EmbeddingModels models;
    private final Embedders embedders;

    QuestionVectors(EmbeddingModels models, Embedders embedders) {
        this.models = models;
        this.embedders = embedders;
    }

    /** Empty when there is no model or it does not answer: words alone have to do then. */
    public Mono<QuestionVector> of(String question) {
        if (embedders.areOff() || question.isBlank()) {
            return Mono.empty();
        }
        String asked = question.substring(0, Math.min(question.length(), LONGEST));
        return models.active()
                .flatMap(model -> embedders
                        .of(model.description())
                        .embed(List.of(asked), Purpose.QUESTION)
                        .map(vectors ->
                                new QuestionVector(model.id(), model.dimensions(), Vectors.text(vectors.getFirst()))))
                .timeout(LIMIT)
                .onErrorResume(failure -> {
                    log.debug("A question is answered by words alone: {}", failure.toString());
                    return Mono.empty();
                });
    }
}

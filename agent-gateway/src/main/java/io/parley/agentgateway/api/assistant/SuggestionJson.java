package io.parley.agentgateway.api.assistant;

import io.parley.agentgateway.api.wire.Wire;
import io.parley.store.suggestion.Suggestions.Source;
import io.parley.store.suggestion.Suggestions.Suggestion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A reply that may fit, with where it is from. */
@Wire
record SuggestionJson(String kind, String text, double similarity, SourceJson source) {

    static SuggestionJson of(Suggestion suggestion) {
        return new SuggestionJson(
                suggestion.kind().name().toLowerCase(Locale.ROOT),
                suggestion.text(),
                suggestion.similarity(),
                SourceJson.of(suggestion.source()));
    }

    /** Only the ids that lead to it are there. */
    @Wire
    record SourceJson(
            int id,
            String title,
            @Wire.Optional @Nullable String shortCode,
            @Wire.Optional @Nullable Integer conversationId,
            @Wire.Optional @Nullable Integer messageId,
            @Wire.Optional @Nullable Integer articleId) {

        static SourceJson of(Source source) {
            return new SourceJson(
                    source.id(),
                    source.title(),
                    source.shortCode(),
                    source.conversationId(),
                    source.messageId(),
                    source.articleId());
        }
    }
}

package io.parley.agentgateway.api.assistant;

import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.suggestion.Suggestions;
import io.parley.store.suggestion.Suggestions.SimilarConversation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What helped before; works with no outside service. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/conversations/{id}")
@Tag(name = "Assistant")
class SuggestionController {

    private final Suggestions suggestions;

    SuggestionController(Suggestions suggestions) {
        this.suggestions = suggestions;
    }

    @GetMapping("/similar")
    @Operation(summary = "Conversations in which a contact asked much the same, best first, at most 5")
    Mono<Payload<List<SimilarJson>>> similar(Viewer viewer, @PathVariable int id) {
        return suggestions
                .similar(viewer, id)
                .map(found -> new Payload<>(found.stream().map(SimilarJson::of).toList()));
    }

    @GetMapping("/suggestions")
    @Operation(summary = "Canned responses, articles and earlier answers that fit the contact's question, at most 6")
    Mono<Payload<List<SuggestionJson>>> suggestions(Viewer viewer, @PathVariable int id) {
        return suggestions
                .suggest(viewer, id)
                .map(found ->
                        new Payload<>(found.stream().map(SuggestionJson::of).toList()));
    }

    /** @param conversationId the conversation's number in its account */
    @Wire
    record SimilarJson(
            int conversationId,
            int inboxId,
            PersonJson contact,
            String status,
            int messageId,
            String excerpt,
            double similarity,
            long lastActivityAt) {

        static SimilarJson of(SimilarConversation it) {
            return new SimilarJson(
                    it.displayId(),
                    it.inboxId().value(),
                    new PersonJson(it.contactId().value(), it.contactName()),
                    it.status().wireName(),
                    it.messageId().value(),
                    it.excerpt(),
                    it.similarity(),
                    WireTime.seconds(it.lastActivityAt()));
        }
    }

    /** A contact where they are only named. */
    @Wire
    record PersonJson(int id, String name) {}
}

package io.parley.agentgateway.api.assistant;

import io.parley.agentgateway.api.ApiFailure.NoSuchThing;
import io.parley.agentgateway.api.assistant.SuggestionJson.SourceJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.assistant.Assistant;
import io.parley.agentgateway.assistant.Piece;
import io.parley.agentgateway.assistant.Piece.Citation;
import io.parley.store.Viewer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What a chat model writes for an agent to read; it is sent to nobody. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}")
@Tag(name = "Assistant")
class AssistantController {

    private final Assistant assistant;

    AssistantController(Assistant assistant) {
        this.assistant = assistant;
    }

    @GetMapping("/assistant")
    @Operation(summary = "Whether a chat model is there to draft answers and summarise")
    StateJson state(Viewer viewer) {
        return new StateJson(assistant.model() != null, assistant.model());
    }

    @PostMapping(path = "/conversations/{id}/draft_answer", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "A draft of the next message, grounded in the suggestions' sources",
            description =
                    "Server-sent events: delta {text}, then done {text, citations} or error {error}. 404 when there"
                            + " is no chat model, 503 with Retry-After when it is away. Nothing is sent to the contact.")
    Flux<ServerSentEvent<Object>> draft(Viewer viewer, @PathVariable int id, ServerHttpResponse response) {
        return events(assistant.draft(viewer, id), response);
    }

    @PostMapping(path = "/conversations/{id}/summary", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "A summary of the conversation for an agent",
            description = "Server-sent events as of draft_answer, without citations.")
    Flux<ServerSentEvent<Object>> summary(Viewer viewer, @PathVariable int id, ServerHttpResponse response) {
        return events(assistant.summarize(viewer, id), response);
    }

    private Flux<ServerSentEvent<Object>> events(Flux<Piece> pieces, ServerHttpResponse response) {
        if (assistant.model() == null) {
            return Flux.error(new NoSuchThing());
        }
        response.getHeaders().set("X-Accel-Buffering", "no"); // nginx would collect events
        return pieces.map(AssistantController::event);
    }

    private static ServerSentEvent<Object> event(Piece piece) {
        return switch (piece) {
            case Piece.Delta delta -> event("delta", new DeltaJson(delta.text()));
            case Piece.Done done ->
                event(
                        "done",
                        new DoneJson(
                                done.text(),
                                done.citations().stream().map(CitationJson::of).toList()));
            case Piece.Failed failed -> event("error", new ErrorJson(failed.error()));
        };
    }

    private static ServerSentEvent<Object> event(String type, Object data) {
        return ServerSentEvent.builder(data).event(type).build();
    }

    /** @param model absent when not enabled */
    @Wire
    record StateJson(boolean enabled, @Nullable String model) {}

    @Wire
    record DeltaJson(String text) {}

    @Wire
    record DoneJson(String text, List<CitationJson> citations) {}

    @Wire
    record ErrorJson(String error) {}

    /** @param number as it stands in the text, in brackets */
    @Wire
    record CitationJson(int number, SourceJson source, String quote) {
        static CitationJson of(Citation citation) {
            return new CitationJson(citation.number(), SourceJson.of(citation.source()), citation.quote());
        }
    }
}

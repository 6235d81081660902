package io.parley.agentgateway.api.cannedresponse;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.CannedResponseJson;
import io.parley.store.Viewer;
import io.parley.store.message.CannedResponses;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Replies an account saves to use again. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/canned_responses")
@Tag(name = "Canned responses")
class CannedResponseController {

    private final CannedResponses responses;

    CannedResponseController(CannedResponses responses) {
        this.responses = responses;
    }

    @GetMapping
    @Operation(summary = "All canned responses, or those a word is found in")
    @Takes("search")
    Mono<List<CannedResponseJson>> list(Viewer viewer, Parameters in) {
        return responses
                .list(viewer, in.word("search"))
                .map(CannedResponseJson::of)
                .collectList();
    }

    @PostMapping
    @Operation(summary = "Save a reply")
    @Takes({"short_code", "content"})
    Mono<CannedResponseJson> create(Viewer viewer, Parameters in) {
        return responses.create(viewer, change(in)).map(CannedResponseJson::of);
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change a saved reply")
    @Takes({"short_code", "content"})
    Mono<CannedResponseJson> update(Viewer viewer, @PathVariable int id, Parameters in) {
        return responses.update(viewer, id, change(in)).map(CannedResponseJson::of);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove a saved reply")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return responses.delete(viewer, id);
    }

    private static CannedResponseChange change(Parameters parameters) {
        Parameters in = parameters.unwrapped("canned_response");
        return new CannedResponseChange(in.text("short_code"), in.text("content"));
    }
}

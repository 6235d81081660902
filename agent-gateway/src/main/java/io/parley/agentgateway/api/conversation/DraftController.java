package io.parley.agentgateway.api.conversation;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.participation.Drafts;
import io.parley.store.participation.Drafts.Draft;
import io.parley.store.participation.Drafts.DraftChange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What I have begun to write: at Chatwoot's path and at a shorter one. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}")
@Tag(name = "Drafts")
class DraftController {

    private final Drafts drafts;

    DraftController(Drafts drafts) {
        this.drafts = drafts;
    }

    @GetMapping("/drafts")
    @Operation(summary = "My newest 100 drafts (beyond Chatwoot)")
    Mono<Payload<List<DraftJson>>> list(Viewer viewer) {
        return drafts.list(viewer).map(DraftJson::of).collectList().map(Payload::new);
    }

    @GetMapping({"/conversations/{id}/draft", "/conversations/{id}/draft_messages"})
    @Operation(summary = "My draft in a conversation")
    Mono<DraftJson> show(Viewer viewer, @PathVariable int id) {
        return drafts.find(viewer, id).map(DraftJson::of).defaultIfEmpty(DraftJson.none(id));
    }

    @UpdateMapping({"/conversations/{id}/draft", "/conversations/{id}/draft_messages"})
    @Operation(
            summary = "Keep what I have begun to write",
            description =
                    "message is for the contact; beyond Chatwoot, note is for colleagues and in_reply_to the quoted"
                            + " message. What is not named stays; once both texts are empty there is no draft.")
    @Takes({"message", "note", "in_reply_to: number"})
    Mono<DraftJson> save(Viewer viewer, @PathVariable int id, Parameters parameters) {
        Parameters in = parameters.unwrapped("draft_message");
        Integer given = in.number("in_reply_to");
        Integer replyTo = given == null && in.has("in_reply_to") ? Integer.valueOf(0) : given;
        return drafts.save(viewer, id, new DraftChange(in.clearable("message"), in.clearable("note"), replyTo))
                .map(DraftJson::of)
                .defaultIfEmpty(DraftJson.none(id));
    }

    @DeleteMapping({"/conversations/{id}/draft", "/conversations/{id}/draft_messages"})
    @Operation(summary = "Throw my draft away")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return drafts.delete(viewer, id);
    }

    /** A draft, or that there is none. */
    @Wire
    record DraftJson(
            boolean hasDraft,
            int conversationId,
            String message,
            String note,
            @Nullable Integer inReplyTo,
            @Nullable String updatedAt) {

        static DraftJson of(Draft draft) {
            return new DraftJson(
                    true,
                    draft.displayId(),
                    draft.message(),
                    draft.note(),
                    draft.replyTo() == null ? null : draft.replyTo().value(),
                    WireTime.iso(draft.updatedAt()));
        }

        static DraftJson none(int displayId) {
            return new DraftJson(false, displayId, "", "", null, null);
        }
    }
}

package io.parley.agentgateway.api.inbox;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.inbox.Inboxes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who belongs to an inbox, and so sees its conversations. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/inbox_members")
@Tag(name = "Inboxes")
class InboxMemberController {

    private final Inboxes inboxes;
    private final ChatwootJson json;

    InboxMemberController(Inboxes inboxes, ChatwootJson json) {
        this.inboxes = inboxes;
        this.json = json;
    }

    @GetMapping("/{inbox_id}")
    @Operation(summary = "Who belongs to the inbox")
    Mono<Payload<List<AgentJson>>> list(Viewer viewer, @PathVariable("inbox_id") InboxId inbox) {
        return payload(inboxes.members(viewer, inbox));
    }

    @PostMapping
    @Operation(summary = "Add members (administrators)")
    @Takes({"inbox_id: number", "user_ids: numbers"})
    Mono<Payload<List<AgentJson>>> add(Viewer viewer, Parameters in) {
        return payload(inboxes.addMembers(viewer, inbox(in), agents(in)));
    }

    @UpdateMapping
    @Operation(summary = "Say who belongs to the inbox from now on (administrators)")
    @Takes({"inbox_id: number", "user_ids: numbers"})
    Mono<Payload<List<AgentJson>>> set(Viewer viewer, Parameters in) {
        return payload(inboxes.setMembers(viewer, inbox(in), agents(in)));
    }

    @DeleteMapping
    @Operation(summary = "Take members out (administrators)")
    @Takes({"inbox_id: number", "user_ids: numbers"})
    Mono<Void> remove(Viewer viewer, Parameters in) {
        return inboxes.removeMembers(viewer, inbox(in), agents(in));
    }

    /** As a widespread client calls it. */
    @DeleteMapping("/{inbox_id}")
    @Operation(summary = "Take members out (administrators)")
    @Takes("user_ids: numbers")
    Mono<Void> removeFrom(Viewer viewer, @PathVariable("inbox_id") InboxId inbox, Parameters in) {
        return inboxes.removeMembers(viewer, inbox, agents(in));
    }

    private Mono<Payload<List<AgentJson>>> payload(Flux<AgentRow> members) {
        return members.map(json::agent).collectList().map(Payload::new);
    }

    private static InboxId inbox(Parameters in) {
        return in.requiredId("inbox_id", InboxId::new);
    }

    private static List<AgentId> agents(Parameters in) {
        return in.ids("user_ids", AgentId::new);
    }
}

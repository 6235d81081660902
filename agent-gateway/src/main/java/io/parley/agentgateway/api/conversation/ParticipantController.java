package io.parley.agentgateway.api.conversation;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.presence.Viewing;
import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.participation.Participants;
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

/** Who follows a conversation, and who has it open at this moment. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/conversations/{id}")
@Tag(name = "Participants")
class ParticipantController {

    private final Participants participants;
    private final Viewing viewing;
    private final Agents agents;
    private final ChatwootJson json;

    ParticipantController(Participants participants, Viewing viewing, Agents agents, ChatwootJson json) {
        this.participants = participants;
        this.viewing = viewing;
        this.agents = agents;
        this.json = json;
    }

    @GetMapping("/participants")
    @Operation(summary = "Who follows the conversation")
    Mono<List<AgentJson>> list(Viewer viewer, @PathVariable int id) {
        return participants.list(viewer, id).map(json::agent).collectList();
    }

    @PostMapping("/participants")
    @Operation(summary = "Have more agents follow it; answers with those")
    @Takes("user_ids: numbers")
    Mono<List<AgentJson>> add(Viewer viewer, @PathVariable int id, Parameters in) {
        return participants.add(viewer, id, agents(in)).map(json::agent).collectList();
    }

    @UpdateMapping("/participants")
    @Operation(summary = "Say who follows it from now on")
    @Takes("user_ids: numbers")
    Mono<List<AgentJson>> set(Viewer viewer, @PathVariable int id, Parameters in) {
        return participants.set(viewer, id, agents(in)).map(json::agent).collectList();
    }

    @DeleteMapping("/participants")
    @Operation(summary = "Have agents follow it no more")
    @Takes("user_ids: numbers")
    Mono<Void> remove(Viewer viewer, @PathVariable int id, Parameters in) {
        return participants.remove(viewer, id, agents(in));
    }

    @GetMapping("/viewers")
    @Operation(summary = "Who has the conversation open now (beyond Chatwoot)")
    Mono<Payload<List<AgentJson>>> viewers(Viewer viewer, @PathVariable int id) {
        return viewing.now(viewer, id).flatMap(ids -> rows(viewer, ids));
    }

    @PostMapping("/viewing")
    @Operation(
            summary =
                    "Say that I have the conversation open, or closed it; answers with all who have (beyond Chatwoot)",
            description = "Say on every 20 seconds; after 45 seconds it is forgotten. The others' streams get"
                    + " conversation.viewing_on and conversation.viewing_off.")
    @Takes("viewing_status")
    Mono<Payload<List<AgentJson>>> view(Viewer viewer, @PathVariable int id, Parameters in) {
        boolean on = switch (in.required("viewing_status")) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new BadInput("viewing_status must be on or off");
        };
        return viewing.announce(viewer, id, on).flatMap(ids -> rows(viewer, ids));
    }

    private Mono<Payload<List<AgentJson>>> rows(Viewer viewer, List<AgentId> ids) {
        return (ids.isEmpty() ? Flux.<Agents.AgentRow>empty() : agents.list(viewer))
                .filter(row -> ids.contains(row.agent().id()))
                .map(json::agent)
                .collectList()
                .map(Payload::new);
    }

    private static List<AgentId> agents(Parameters in) {
        return in.ids("user_ids", AgentId::new);
    }
}

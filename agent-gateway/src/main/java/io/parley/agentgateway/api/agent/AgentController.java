package io.parley.agentgateway.api.agent;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.Availability;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The agents of an account. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}")
@Tag(name = "Agents")
class AgentController {

    private final Agents agents;
    private final ConnectedAgents online;
    private final ChatwootJson json;

    AgentController(Agents agents, ConnectedAgents online, ChatwootJson json) {
        this.agents = agents;
        this.online = online;
        this.json = json;
    }

    @GetMapping("/agents")
    @Operation(summary = "All agents, by name")
    Mono<List<AgentJson>> list(Viewer viewer) {
        return agents.list(viewer).map(json::agent).collectList();
    }

    @PostMapping("/agents")
    @Operation(summary = "Add an agent (administrators)")
    @Takes({
        "name",
        "email",
        "role",
        "availability",
        "auto_offline: boolean",
        "password",
        "assignment_limit: number",
        "assignment_weight: number"
    })
    Mono<AgentJson> create(Viewer viewer, Parameters parameters) {
        Parameters in = parameters.unwrapped("agent");
        String email = in.required("email").strip();
        String name = in.word("name");
        NewAgent agent = new NewAgent(
                name == null ? email.replaceFirst("@.*", "") : name,
                email,
                Boolean.TRUE.equals(administrator(in)),
                availability(in),
                in.flag("auto_offline"),
                in.text("password"));
        AgentChange share =
                new AgentChange(null, null, null, null, null, assignmentLimit(in), in.number("assignment_weight"));
        return agents.create(viewer, agent)
                .flatMap(row -> share.equals(AgentChange.NONE)
                        ? Mono.just(row)
                        : agents.update(viewer, row.agent().id(), share))
                .map(json::agent);
    }

    @UpdateMapping("/agents/{id}")
    @Operation(summary = "Change an agent (administrators)")
    @Takes({
        "name",
        "role",
        "availability",
        "auto_offline: boolean",
        "password",
        "assignment_limit: number",
        "assignment_weight: number"
    })
    Mono<AgentJson> update(Viewer viewer, @PathVariable AgentId id, Parameters parameters) {
        Parameters in = parameters.unwrapped("agent");
        AgentChange change = new AgentChange(
                in.word("name"),
                administrator(in),
                availability(in),
                in.flag("auto_offline"),
                in.word("password"),
                assignmentLimit(in),
                in.number("assignment_weight"));
        return agents.update(viewer, id, change)
                .doOnNext(row -> {
                    if (change.availability() != null) {
                        online.say(viewer.accountId(), id, change.availability());
                    }
                })
                .map(json::agent);
    }

    @DeleteMapping("/agents/{id}")
    @Operation(summary = "Take an agent out of the account (administrators)")
    Mono<Void> remove(Viewer viewer, @PathVariable AgentId id) {
        return agents.remove(viewer, id);
    }

    @GetMapping("/assignable_agents")
    @Operation(summary = "Who may hold conversations of all these inboxes")
    @Takes("inbox_ids: numbers")
    Mono<Payload<List<AgentJson>>> assignable(Viewer viewer, Parameters in) {
        return agents.assignable(viewer, in.ids("inbox_ids", InboxId::new))
                .map(json::agent)
                .collectList()
                .map(Payload::new);
    }

    private static @Nullable Boolean administrator(Parameters in) {
        return switch (in.word("role")) {
            case null -> null;
            case "administrator" -> true;
            case "agent" -> false;
            default -> throw new BadInput("role must be administrator or agent");
        };
    }

    /** Nothing and 0 lift it. */
    private static @Nullable Integer assignmentLimit(Parameters in) {
        Integer limit = in.number("assignment_limit");
        return limit == null && in.has("assignment_limit") ? Integer.valueOf(0) : limit;
    }

    private static @Nullable Availability availability(Parameters in) {
        String word = in.word("availability");
        try {
            return word == null ? null : Availability.of(word);
        } catch (IllegalArgumentException e) {
            throw new BadInput("availability must be online, busy or offline");
        }
    }
}

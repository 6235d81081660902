package io.parley.agentgateway.api.team;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.TeamJson;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import io.parley.store.agent.Teams;
import io.parley.store.agent.Teams.TeamChange;
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

/** The teams of an account and their members. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/teams")
@Tag(name = "Teams")
class TeamController {

    private final Teams teams;
    private final ChatwootJson json;

    TeamController(Teams teams, ChatwootJson json) {
        this.teams = teams;
        this.json = json;
    }

    @GetMapping
    @Operation(summary = "All teams, by name")
    Mono<List<TeamJson>> list(Viewer viewer) {
        return teams.list(viewer).map(TeamJson::of).collectList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One team")
    Mono<TeamJson> show(Viewer viewer, @PathVariable TeamId id) {
        return teams.find(viewer, id).map(TeamJson::of);
    }

    @PostMapping
    @Operation(summary = "Make a team (administrators)")
    @Takes({"name", "description", "allow_auto_assign: boolean"})
    Mono<TeamJson> create(Viewer viewer, Parameters in) {
        return teams.create(viewer, change(in)).map(TeamJson::of);
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change a team (administrators)")
    @Takes({"name", "description", "allow_auto_assign: boolean"})
    Mono<TeamJson> update(Viewer viewer, @PathVariable TeamId id, Parameters in) {
        return teams.update(viewer, id, change(in)).map(TeamJson::of);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Dissolve a team (administrators)")
    Mono<Void> delete(Viewer viewer, @PathVariable TeamId id) {
        return teams.delete(viewer, id);
    }

    @GetMapping("/{id}/team_members")
    @Operation(summary = "Who belongs to the team")
    Mono<List<AgentJson>> members(Viewer viewer, @PathVariable TeamId id) {
        return teams.members(viewer, id).map(json::agent).collectList();
    }

    @PostMapping("/{id}/team_members")
    @Operation(summary = "Add members; answers with those who were none before (administrators)")
    @Takes("user_ids: numbers")
    Mono<List<AgentJson>> addMembers(Viewer viewer, @PathVariable TeamId id, Parameters in) {
        return teams.addMembers(viewer, id, in.ids("user_ids", AgentId::new))
                .map(json::agent)
                .collectList();
    }

    @UpdateMapping("/{id}/team_members")
    @Operation(summary = "Say who belongs to the team from now on (administrators)")
    @Takes("user_ids: numbers")
    Mono<List<AgentJson>> setMembers(Viewer viewer, @PathVariable TeamId id, Parameters in) {
        return teams.setMembers(viewer, id, in.ids("user_ids", AgentId::new))
                .map(json::agent)
                .collectList();
    }

    @DeleteMapping("/{id}/team_members")
    @Operation(summary = "Take members out (administrators)")
    @Takes("user_ids: numbers")
    Mono<Void> removeMembers(Viewer viewer, @PathVariable TeamId id, Parameters in) {
        return teams.removeMembers(viewer, id, in.ids("user_ids", AgentId::new));
    }

    private static TeamChange change(Parameters parameters) {
        Parameters in = parameters.unwrapped("team");
        return new TeamChange(in.text("name"), in.clearable("description"), in.flag("allow_auto_assign"));
    }
}

package io.parley.store.agent;

import io.parley.contract.conversation.TeamView;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Teams of agents. Names are stored in lower case. */
public interface Teams {

    /** By name; {@code member} says whether the viewer belongs to it. */
    Flux<TeamRow> list(Viewer viewer);

    Mono<TeamRow> find(Viewer viewer, TeamId id);

    Mono<TeamRow> create(Viewer administrator, TeamChange team);

    Mono<TeamRow> update(Viewer administrator, TeamId id, TeamChange change);

    Mono<Void> delete(Viewer administrator, TeamId id);

    Flux<Agents.AgentRow> members(Viewer viewer, TeamId id);

    /** Returns those who were not members before. */
    Flux<Agents.AgentRow> addMembers(Viewer administrator, TeamId id, List<AgentId> agents);

    /** Replaces the set. */
    Flux<Agents.AgentRow> setMembers(Viewer administrator, TeamId id, List<AgentId> agents);

    Mono<Void> removeMembers(Viewer administrator, TeamId id, List<AgentId> agents);

    record TeamRow(TeamView team, boolean member) {}

    /** Absent fields stay; a new team must have a name. */
    record TeamChange(
            @Nullable String name,
            @Nullable String description,
            @Nullable Boolean allowAutoAssign) {}
}

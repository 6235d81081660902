package io.parley.store.participation;

import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents.AgentRow;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Agents who follow a conversation without holding it: those who were added, and those whom a note named. Only members
 * of its inbox and administrators can; who leaves the inbox sees it no more, whatever stands here.
 */
public interface Participants {

    /** By name. */
    Flux<AgentRow> list(Viewer viewer, int displayId);

    /** @throws io.parley.store.StoreFailure.Invalid when one of them may not see the conversation */
    Flux<AgentRow> add(Viewer viewer, int displayId, List<AgentId> agents);

    /** Replaces the set. */
    Flux<AgentRow> set(Viewer viewer, int displayId, List<AgentId> agents);

    Mono<Void> remove(Viewer viewer, int displayId, List<AgentId> agents);
}

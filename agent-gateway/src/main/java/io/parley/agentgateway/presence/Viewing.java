package io.parley.agentgateway.presence;

import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import java.util.List;
import reactor.core.publisher.Mono;

/** Who has a conversation before their eyes: told to the others, and forgotten when it is not said again. */
public interface Viewing {

    /**
     * Completes when it is told; that nobody could be told is no error.
     *
     * @param on false when the agent looks elsewhere
     * @return everybody who is looking now, the viewer included; nobody when that cannot be known
     */
    Mono<List<AgentId>> announce(Viewer viewer, int displayId, boolean on);

    /** Everybody who is looking now. */
    Mono<List<AgentId>> now(Viewer viewer, int displayId);
}

package io.parley.agentgateway.stream;

import io.parley.agentgateway.security.SignedIn;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity.Membership;
import io.parley.store.agent.Availability;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the agents' stream.
 *
 * @param said what the agent says of themselves
 * @param after its cursor; absent when it has none
 */
record StreamRequest(
        Viewer viewer, Availability said, @Nullable String after) {

    static StreamRequest of(SignedIn agent, Viewer viewer, @Nullable String after) {
        Availability said = agent.agent().memberships().stream()
                .filter(it -> it.accountId().equals(viewer.accountId()))
                .map(Membership::availability)
                .findFirst()
                .orElse(Availability.ONLINE);
        return new StreamRequest(viewer, said, after);
    }
}

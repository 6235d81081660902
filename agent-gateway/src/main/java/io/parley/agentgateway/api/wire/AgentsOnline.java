package io.parley.agentgateway.api.wire;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.agent.Availability;
import java.util.Optional;

/** What is known of the agents whose browsers are connected, from memory: it never waits for a server. */
@FunctionalInterface
public interface AgentsOnline {

    /** Empty while no browser of the agent is connected, as far as this node knows. */
    Optional<Availability> of(AccountId account, AgentId agent);
}

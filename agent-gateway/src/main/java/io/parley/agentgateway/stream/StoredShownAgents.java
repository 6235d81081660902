package io.parley.agentgateway.stream;

import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Availability;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The same availability that the list of agents answers with. */
@Component
final class StoredShownAgents implements ShownAgents {

    private final Agents agents;
    private final ChatwootJson chatwoot;

    StoredShownAgents(Agents agents, ChatwootJson chatwoot) {
        this.agents = agents;
        this.chatwoot = chatwoot;
    }

    @Override
    public Mono<Map<Integer, String>> to(Viewer viewer) {
        return agents.list(viewer)
                .map(chatwoot::agent)
                .filter(agent -> !agent.availabilityStatus().equals(Availability.OFFLINE.wireName()))
                .collectMap(AgentJson::id, AgentJson::availabilityStatus);
    }
}

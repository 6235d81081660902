package io.parley.agentgateway.presence;

import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.agent.Availability;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose streams are open on this node, and what they said of themselves last. */
@Component
public final class ConnectedAgents implements AgentsOnline {

    private final Map<Place, Presence> present = new ConcurrentHashMap<>();

    /** One more stream of the agent is open. */
    public void arrive(AccountId account, AgentId agent, Availability said) {
        present.merge(
                new Place(account, agent), new Presence(1, said), (now, next) -> new Presence(now.streams() + 1, said));
    }

    /** One of their streams has ended. */
    public void leave(AccountId account, AgentId agent) {
        present.computeIfPresent(new Place(account, agent), (place, now) -> now.withoutOne());
    }

    /** They changed what they say of themselves. */
    public void say(AccountId account, AgentId agent, Availability said) {
        present.computeIfPresent(new Place(account, agent), (place, now) -> new Presence(now.streams(), said));
    }

    @Override
    public Optional<Availability> of(AccountId account, AgentId agent) {
        return Optional.ofNullable(present.get(new Place(account, agent))).map(Presence::said);
    }

    /** An agent in one of their accounts. */
    private record Place(AccountId account, AgentId agent) {}

    /** How many streams are open, never none, and what the agent says. */
    private record Presence(int streams, Availability said) {
        @Nullable
        Presence withoutOne() {
            return streams == 1 ? null : new Presence(streams - 1, said);
        }
    }
}

package io.parley.agentgateway.presence;

import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.agent.Availability;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose streams are open on this node, what they said of themselves last, and who else is connected to the hub. */
@Component
public final class ConnectedAgents implements AgentsOnline {

    private final Map<Place, Presence> present = new ConcurrentHashMap<>();
    private volatile Map<Place, Availability> everywhere = Map.of();
    private volatile Runnable onChange = () -> {};

    /** One more stream of the agent is open. */
    public void arrive(AccountId account, AgentId agent, Availability said) {
        present.merge(
                new Place(account, agent), new Presence(1, said), (now, next) -> new Presence(now.streams() + 1, said));
        onChange.run();
    }

    /** One of their streams has ended. */
    public void leave(AccountId account, AgentId agent) {
        present.computeIfPresent(new Place(account, agent), (place, now) -> now.withoutOne());
    }

    /** They changed what they say of themselves. */
    public void say(AccountId account, AgentId agent, Availability said) {
        present.computeIfPresent(new Place(account, agent), (place, now) -> new Presence(now.streams(), said));
        onChange.run();
    }

    @Override
    public Optional<Availability> of(AccountId account, AgentId agent) {
        Place place = new Place(account, agent);
        Presence here = present.get(place);
        return Optional.ofNullable(here == null ? everywhere.get(place) : here.said());
    }

    /** Who is connected to this node. */
    Map<Place, Availability> here() {
        Map<Place, Availability> here = new HashMap<>();
        present.forEach((place, presence) -> here.put(place, presence.said()));
        return here;
    }

    /** What the nodes know together. */
    void learn(Map<Place, Availability> all) {
        everywhere = Map.copyOf(all);
    }

    /** Called when somebody comes or says something, not when they go: they may come back. */
    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** How many streams are open, never none, and what the agent says. */
    private record Presence(int streams, Availability said) {
        @Nullable
        Presence withoutOne() {
            return streams == 1 ? null : new Presence(streams - 1, said);
        }
    }
}

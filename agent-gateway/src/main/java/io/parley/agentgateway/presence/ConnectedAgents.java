package io.parley.agentgateway.presence;

import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.agent.Availability;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Whose streams are open on this node, what they said of themselves last, and who else is connected to the hub. */
@Component
public final class ConnectedAgents implements AgentsOnline {

    /** Other threads tell their change meanwhile, which takes no time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Map<Place, Presence> present = new ConcurrentHashMap<>();
    /** What was said here and the other nodes do not know yet. */
    private final Map<Place, Availability> untold = new ConcurrentHashMap<>();

    private final Sinks.Many<AccountId> changed = Sinks.many().multicast().directBestEffort();
    private volatile Map<Place, Availability> everywhere = Map.of();
    private volatile Runnable onChange = () -> {};

    /** One more stream of the agent is open. */
    public void arrive(AccountId account, AgentId agent, Availability said) {
        Place place = new Place(account, agent);
        untold.put(place, said);
        present.merge(place, new Presence(1, said), (now, next) -> new Presence(now.streams() + 1, said));
        changed(account);
        onChange.run();
    }

    /** One of their streams has ended. */
    public void leave(AccountId account, AgentId agent) {
        present.computeIfPresent(new Place(account, agent), (place, now) -> now.withoutOne());
        changed(account);
    }

    /** They changed what they say of themselves, wherever their streams are. */
    public void say(AccountId account, AgentId agent, Availability said) {
        Place place = new Place(account, agent);
        untold.put(place, said);
        present.computeIfPresent(place, (it, now) -> new Presence(now.streams(), said));
        changed(account);
        onChange.run();
    }

    @Override
    public Optional<Availability> of(AccountId account, AgentId agent) {
        Place place = new Place(account, agent);
        Presence here = present.get(place);
        Availability known = here == null ? everywhere.get(place) : here.said();
        return Optional.ofNullable(known).map(said -> untold.getOrDefault(place, said));
    }

    /**
     * The account, whenever somebody may have come, gone or said something else, on whichever node. Without end;
     * subscribers must ask for as much as comes.
     */
    public Flux<AccountId> changes(AccountId account) {
        return changed.asFlux().filter(account::equals);
    }

    /** Who is connected to this node. */
    Map<Place, Availability> here() {
        Map<Place, Availability> here = new HashMap<>();
        present.forEach((place, presence) -> here.put(place, presence.said()));
        return here;
    }

    Map<Place, Availability> untold() {
        return Map.copyOf(untold);
    }

    /** The other nodes can know it now. */
    void told(Map<Place, Availability> said) {
        said.forEach(untold::remove);
    }

    /** What the nodes know together. True when this one did not. */
    boolean learn(Map<Place, Availability> all) {
        Map<Place, Availability> before = everywhere;
        everywhere = Map.copyOf(all);
        all.forEach((place, said) -> present.computeIfPresent(
                place, (it, now) -> untold.containsKey(it) ? now : new Presence(now.streams(), said)));
        Set<Place> either = new HashSet<>(before.keySet());
        either.addAll(all.keySet());
        Set<AccountId> news = either.stream()
                .filter(place -> !Objects.equals(before.get(place), all.get(place)))
                .map(Place::account)
                .collect(Collectors.toSet());
        news.forEach(this::changed);
        return !news.isEmpty();
    }

    private void changed(AccountId account) {
        changed.emitNext(account, Sinks.EmitFailureHandler.busyLooping(PATIENCE));
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

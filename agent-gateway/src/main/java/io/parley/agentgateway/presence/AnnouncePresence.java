package io.parley.agentgateway.presence;

import io.parley.contract.Topics;
import io.parley.contract.assignment.AssignmentFact.Presence;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.store.agent.Availability;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Renews the leases of who is connected here, takes back those that ran out wherever they were, and tells the router of
 * both. A lease is what makes an agent's short absence none, and a killed node's agents go.
 */
@Component
class AnnouncePresence {

    private final ConnectedAgents connected;
    private final PresenceLeases leases;
    private final RecordPublisher publisher;
    private final Topics topics;
    private final PresenceProperties properties;
    private final Clock clock;
    /** When somebody who is connected here was announced last. */
    private final Map<Place, Instant> announced = new HashMap<>();
    /** When the leases end that were renewed here. */
    private final Map<Place, Instant> ends = new HashMap<>();
    /** The same of who is no longer connected here, until it has passed. */
    private final Map<Place, Instant> left = new HashMap<>();

    AnnouncePresence(
            ConnectedAgents connected,
            PresenceLeases leases,
            RecordPublisher publisher,
            Topics topics,
            PresenceProperties properties,
            Clock clock) {
        this.connected = connected;
        this.leases = leases;
        this.publisher = publisher;
        this.topics = topics;
        this.properties = properties;
        this.clock = clock;
    }

    /** One round; never two at once. Announced before the lease is renewed: whoever dies between says too much. */
    Mono<Void> beat() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Map<Place, Availability> here = connected.here();
            noteLeft(here.keySet(), now);
            return announceComing(here.keySet(), now)
                    .then(renew(here, now))
                    .then(leases.linger(left))
                    .then(announceGoing(now))
                    .then(leases.present(now))
                    .filter(connected::learn)
                    .flatMap(news -> leases.tellChange())
                    .doOnSuccess(done -> left.values().removeIf(end -> !end.isAfter(now)));
        });
    }

    /** Should Redis lose the leases, those who have left meanwhile must not be believed to be there for long. */
    private void noteLeft(Set<Place> here, Instant now) {
        announced.keySet().stream()
                .filter(place -> !here.contains(place))
                .forEach(place -> left.put(place, ends.getOrDefault(place, now.plus(properties.lease()))));
        announced.keySet().retainAll(here);
        ends.keySet().retainAll(here);
        left.keySet().removeAll(here);
    }

    /** Whose lease had run out may have been told to have gone, by another node. */
    private Mono<Void> renew(Map<Place, Availability> here, Instant now) {
        Map<Place, Availability> untold = connected.untold();
        Instant end = now.plus(properties.lease());
        return leases.renew(here, untold, now, end).flatMap(begun -> {
            connected.told(untold);
            here.keySet().forEach(place -> ends.put(place, end));
            announced.keySet().removeIf(place -> begun.contains(place) && !now.equals(announced.get(place)));
            return announceComing(here.keySet(), now);
        });
    }

    private Mono<Void> announceComing(Set<Place> here, Instant now) {
        Instant tooOld = now.minus(properties.announceAgain());
        Set<Place> due = here.stream()
                .filter(place -> announced.getOrDefault(place, Instant.MIN).isBefore(tooOld))
                .collect(Collectors.toSet());
        return publish(due, place -> came(place, now)).doOnSuccess(done -> due.forEach(it -> announced.put(it, now)));
    }

    /** Who came back while they were told to have gone is announced again. */
    private Mono<Void> announceGoing(Instant now) {
        return leases.runOut(now)
                .filter(runOut -> !runOut.isEmpty())
                .flatMap(runOut -> publish(runOut, this::went).then(leases.takeBack(runOut, now)))
                .flatMap(stay -> publish(stay, place -> came(place, now)));
    }

    private Mono<Void> publish(Collection<Place> places, Function<Place, OutgoingRecord> record) {
        return places.isEmpty()
                ? Mono.empty()
                : publisher.publish(places.stream().map(record).toList());
    }

    private OutgoingRecord came(Place place, Instant now) {
        Presence presence = new Presence(place.account(), place.agent(), now);
        return OutgoingRecord.of(
                topics.assignment(), presence.key(), presence, UUID.randomUUID().toString());
    }

    private OutgoingRecord went(Place place) {
        return OutgoingRecord.tombstone(
                topics.assignment(),
                Presence.keyOf(place.account(), place.agent()),
                UUID.randomUUID().toString());
    }
}

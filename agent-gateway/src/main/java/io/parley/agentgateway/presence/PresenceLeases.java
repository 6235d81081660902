package io.parley.agentgateway.presence;

import io.parley.store.agent.Availability;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who is connected to any node of the hub, and until when that holds without another sign. */
interface PresenceLeases {

    /**
     * Renews, or begins; never shortens. Answers with those that had none, or one that had run out.
     *
     * @param present and what they said of themselves, for leases that begin
     * @param said what is to be known of those who have a lease, also on another node
     */
    Mono<Set<Place>> renew(Map<Place, Availability> present, Map<Place, Availability> said, Instant now, Instant until);

    /** Gives those who left a lease to run out, should theirs have been lost. */
    Mono<Void> linger(Map<Place, Instant> left);

    /** Everybody whose lease still runs, and what they said of themselves. */
    Mono<Map<Place, Availability>> present(Instant now);

    /** Whose lease ran out and was not taken back yet. */
    Mono<Set<Place>> runOut(Instant now);

    /** Takes leases back that ran out; answers with those that were renewed meanwhile and so stay. */
    Mono<Set<Place>> takeBack(Set<Place> runOut, Instant now);

    /** Has every node look. */
    Mono<Void> tellChange();

    /** Whenever a node saw a change, without end. */
    Flux<Boolean> changes();
}

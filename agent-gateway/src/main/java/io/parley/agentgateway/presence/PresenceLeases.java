package io.parley.agentgateway.presence;

import io.parley.store.agent.Availability;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Who is connected to any node of the hub, and until when that holds without another sign. */
interface PresenceLeases {

    /** Renews, or begins; never shortens. Answers with those that had none, or one that had run out. */
    Mono<Set<Place>> renew(Map<Place, Availability> present, Instant now, Instant until);

    /** Everybody whose lease still runs, and what they said of themselves. */
    Mono<Map<Place, Availability>> present(Instant now);

    /** Whose lease ran out and was not taken back yet. */
    Mono<Set<Place>> runOut(Instant now);

    /** Takes leases back that ran out; answers with those that were renewed meanwhile and so stay. */
    Mono<Set<Place>> takeBack(Set<Place> runOut, Instant now);
}

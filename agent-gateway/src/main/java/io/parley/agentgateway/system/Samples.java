package io.parley.agentgateway.system;

import java.util.List;
import reactor.core.publisher.Mono;

/** What the nodes did in the last hour. */
interface Samples {

    Mono<Void> keep(Sample sample);

    /** Oldest first, of all nodes; none while they cannot be read. */
    Mono<List<Sample>> lastHour();
}

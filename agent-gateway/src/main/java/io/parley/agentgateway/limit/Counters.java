package io.parley.agentgateway.limit;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Counts what somebody does within a minute. */
interface Counters {

    /**
     * Counts one more.
     *
     * @return how long to wait until it is allowed; empty when it is allowed now, or nobody can say
     */
    Mono<Duration> count(String what, int perMinute);
}

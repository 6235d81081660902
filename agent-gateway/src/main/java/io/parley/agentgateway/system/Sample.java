package io.parley.agentgateway.system;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What one node did in a few seconds.
 *
 * @param node whose it is
 * @param at end of it, in Unix seconds
 * @param seconds how long it was
 * @param received messages that were stored
 * @param sent messages that left
 * @param events that reached the agents' streams
 * @param sessions agents' streams that were open at the end
 * @param latencyMillis from a webhook's acceptance to agents' sockets, on average; absent when nothing came
 * @param latencyP95Millis below which 95 of 100 were; absent when nothing came
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Sample(
        String node,
        long at,
        double seconds,
        long received,
        long sent,
        long events,
        long sessions,
        @Nullable Double latencyMillis,
        @Nullable Double latencyP95Millis) {}

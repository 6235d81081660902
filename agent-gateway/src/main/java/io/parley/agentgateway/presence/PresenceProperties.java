package io.parley.agentgateway.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When an agent counts as connected.
 *
 * @param keyPrefix what every Redis key of this hub begins with
 * @param lease how long an agent counts as connected after the last sign of a browser of theirs: the time to come back
 *     in, and how long a node that was killed is believed
 * @param announceAgain how often what did not change is announced; the router forgets after 5 minutes
 */
@Validated
@ConfigurationProperties("parley.gateway.presence")
record PresenceProperties(
        @DefaultValue("parley:") String keyPrefix,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("2m") Duration announceAgain) {

    /** How often leases are renewed and run-out ones looked for. */
    Duration beat() {
        return lease.dividedBy(5);
    }
}

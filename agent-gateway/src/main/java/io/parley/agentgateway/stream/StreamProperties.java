package io.parley.agentgateway.stream;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param queue how many frames may wait for a session that does not read; one more and it is closed
 * @param pingInterval how often every connection is pinged
 * @param pongTimeout how long after that a client may be silent
 * @param longest about how long a connection lasts: who comes back is asked anew who they are and what they may see
 */
@Validated
@ConfigurationProperties("parley.gateway.stream")
record StreamProperties(
        @DefaultValue("512") @Min(16) int queue,
        @DefaultValue("25s") Duration pingInterval,
        @DefaultValue("10s") Duration pongTimeout,
        @DefaultValue("15m") Duration longest) {}

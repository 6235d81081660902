package io.parley.agentgateway.stream;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param queue how many frames may wait for a session that does not read; one more and it is closed
 * @param pingInterval how often a quiet connection is pinged
 * @param pollTimeout how long one blocking read of Redis lasts
 */
@Validated
@ConfigurationProperties("parley.gateway.stream")
record StreamProperties(
        @DefaultValue("512") @Min(16) int queue,
        @DefaultValue("25s") Duration pingInterval,
        @DefaultValue("2s") Duration pollTimeout) {}

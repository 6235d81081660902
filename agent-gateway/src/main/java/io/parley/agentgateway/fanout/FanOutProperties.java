package io.parley.agentgateway.fanout;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param keyPrefix what every Redis key of this hub begins with
 * @param length about how many entries an account's stream keeps: how far back a cursor reaches
 * @param remembered how long an event's id is remembered, so that announcing it again adds nothing
 * @param pollTimeout how long one blocking read of Redis lasts; below the limit for a command
 * @param batchTimeout limit for one batch of events; below Kafka's {@code max.poll.interval.ms}
 */
@Validated
@ConfigurationProperties("parley.gateway.fan-out")
public record FanOutProperties(
        @DefaultValue("parley:") String keyPrefix,
        @DefaultValue("10000") @Min(1_000) int length,
        @DefaultValue("1h") Duration remembered,
        @DefaultValue("2s") Duration pollTimeout,
        @DefaultValue("30s") Duration batchTimeout) {}

package io.parley.outbound.limit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits that each inbox has for itself, in each process.
 *
 * @param concurrentCalls calls of one inbox under way at the same time; more are put off
 * @param rateWait how long a call may wait for its turn when the inbox sends as fast as it may; longer is put off
 * @param callTimeout limit for one call, above the channel's own limits, which know better what their expiry means
 * @param breakerWindow how many of the last calls the circuit breaker looks at
 * @param breakerMinimum how many it must have seen before it judges
 * @param breakerFailurePercent at which share of failures it opens
 * @param breakerOpen how long it stays open the first time; twice as long each further time
 * @param breakerOpenAtMost the longest it stays open
 * @param breakerTrials calls let through to see whether it may close
 */
@Validated
@ConfigurationProperties("parley.outbound.limits")
public record LimitProperties(
        @DefaultValue("16") @Min(1) int concurrentCalls,
        @DefaultValue("1s") Duration rateWait,
        @DefaultValue("65s") Duration callTimeout,
        @DefaultValue("20") @Min(1) int breakerWindow,
        @DefaultValue("5") @Min(1) int breakerMinimum,
        @DefaultValue("50") @Min(1) @Max(100) int breakerFailurePercent,
        @DefaultValue("15s") Duration breakerOpen,
        @DefaultValue("5m") Duration breakerOpenAtMost,
        @DefaultValue("2") @Min(1) int breakerTrials) {}

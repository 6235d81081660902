package io.parley.router.assignment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How agents are given conversations.
 *
 * @param enabled whether this process takes part; of those that do, one decides
 * @param presenceAge how old the last word of an agent's presence may be; longer than twice what the gateways take to
 *     say it again
 * @param answerWithin how long a decision may stay without an answer before another is made
 * @param retryAfter how long a conversation rests after a second decision about it was refused
 * @param publishTimeout limit for publishing what was decided
 */
@Validated
@ConfigurationProperties("parley.router.assignment")
record AssignmentProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5m") Duration presenceAge,
        @DefaultValue("30s") Duration answerWithin,
        @DefaultValue("2s") Duration retryAfter,
        @DefaultValue("20s") Duration publishTimeout) {}

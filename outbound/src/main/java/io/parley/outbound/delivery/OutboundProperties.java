package io.parley.outbound.delivery;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How outbound works through a batch.
 *
 * @param keyPrefix what every Redis key of this hub begins with
 * @param batchTimeout limit for a batch; above {@code startWithin} plus the longest call, far below Kafka's
 *     {@code max.poll.interval.ms}
 * @param startWithin what could not be started so long after its batch came is put off, so that one inbox does not hold
 *     the others up
 * @param linesPerInbox how many contacts of one inbox are served at the same time in a batch
 * @param lookAgainAfter how long to wait before the provider's history is asked about a message that may have left
 * @param lookTimeout limit for that question
 * @param clockSkew how far the provider's clock may be behind ours
 * @param waitForInbox how long a message waits for an inbox nobody has heard of yet
 * @param sideTimeout limit for deletions and read marks, all tries together
 * @param sideRetries how often these are repeated
 * @param keepMarks how long an attempt is remembered; above any time in which a record may come again
 * @param redisTimeout limit for one question to Redis
 */
@Validated
@ConfigurationProperties("parley.outbound")
record OutboundProperties(
        @DefaultValue("parley:") String keyPrefix,
        @DefaultValue("120s") Duration batchTimeout,
        @DefaultValue("10s") Duration startWithin,
        @DefaultValue("8") @Min(1) int linesPerInbox,
        @DefaultValue("2s") Duration lookAgainAfter,
        @DefaultValue("10s") Duration lookTimeout,
        @DefaultValue("15s") Duration clockSkew,
        @DefaultValue("10s") Duration waitForInbox,
        @DefaultValue("15s") Duration sideTimeout,
        @DefaultValue("2") int sideRetries,
        @DefaultValue("7d") Duration keepMarks,
        @DefaultValue("2s") Duration redisTimeout) {}

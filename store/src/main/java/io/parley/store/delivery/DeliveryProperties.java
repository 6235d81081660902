package io.parley.store.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages leave and what is made of the answers.
 *
 * @param batchTimeout limit for one try of a batch of answers
 * @param unknownGrace how long a message that may have been sent waits for a word before it counts as failed
 * @param answerWithin how long a released message may go without any answer before that is in doubt
 */
@ConfigurationProperties("parley.store.delivery")
public record DeliveryProperties(
        @DefaultValue("30s") Duration batchTimeout,
        @DefaultValue("2m") Duration unknownGrace,
        @DefaultValue("10m") Duration answerWithin) {}

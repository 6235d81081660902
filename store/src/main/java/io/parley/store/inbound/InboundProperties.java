package io.parley.store.inbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How routed messages are stored.
 *
 * @param batchTimeout limit for one try of a batch
 * @param awayInterval how long a conversation is not told again that nobody is there
 * @param sameSubjectWithin how recent a conversation must be for a mail without thread headers to join it by its
 *     subject
 */
@ConfigurationProperties("parley.store.inbound")
record InboundProperties(
        @DefaultValue("30s") Duration batchTimeout,
        @DefaultValue("12h") Duration awayInterval,
        @DefaultValue("7d") Duration sameSubjectWithin) {}

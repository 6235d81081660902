package io.parley.router;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How what came in is routed.
 *
 * @param batchTimeout limit for one try of a batch; longer than {@code inboxGrace}, shorter than a consumer's shutdown
 *     may take
 * @param inboxGrace how long after it was received a record may wait for its inbox: the table's news of a new inbox may
 *     be later than the inbox's first message
 * @param autoReplyMaxAge messages that were older than this when they were received, such as a history or the backlog
 *     of a reconnect, are not greeted
 */
@Validated
@ConfigurationProperties("parley.router")
public record RouterProperties(
        @DefaultValue("30s") Duration batchTimeout,
        @DefaultValue("10s") Duration inboxGrace,
        @DefaultValue("1h") Duration autoReplyMaxAge) {}

package io.parley.store.search;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How documents are written and found.
 *
 * @param batchTimeout limit for one try of a batch of events
 * @param interval how often is looked for changed articles and canned responses, and for messages from before
 * @param backfillSize how many messages from before are written at a time
 * @param exactUpTo how many vectors an account may have for all of them to be compared, which leaves nothing out;
 *     beyond, the index is asked
 */
@Validated
@ConfigurationProperties("parley.store.search")
record SearchProperties(
        @DefaultValue("30s") Duration batchTimeout,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("500") @Min(1) int backfillSize,

        @DefaultValue("20000") @Min(0) int exactUpTo) {}

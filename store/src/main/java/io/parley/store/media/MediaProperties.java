package io.parley.store.media;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How attachments are fetched.
 *
 * @param interval how often is looked for due ones
 * @param parallel how many are fetched at the same time
 * @param maxSize of one file asked of a provider; what comes by URL is limited by {@code parley.fetch.max-size}
 * @param lease how long a fetch may take before another node tries
 * @param retries the waits between tries; after the last the attachment has failed
 */
@Validated
@ConfigurationProperties("parley.store.media")
record MediaProperties(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("4") @Min(1) int parallel,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue("5m") Duration lease,

        @DefaultValue({"10s", "1m", "10m", "1h"}) @NotEmpty List<Duration> retries) {}

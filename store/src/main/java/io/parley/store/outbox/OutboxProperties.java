package io.parley.store.outbox;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How what was committed gets published.
 *
 * @param interval how often the relay looks by itself; it is called after every commit of its own process
 * @param batchSize rows published and awaited at a time
 */
@Validated
@ConfigurationProperties("parley.store.outbox")
record OutboxProperties(
        @DefaultValue("500ms") Duration interval,
        @DefaultValue("1000") @Min(1) int batchSize) {}

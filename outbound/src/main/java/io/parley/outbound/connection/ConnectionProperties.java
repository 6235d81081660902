package io.parley.outbound.connection;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How inboxes' connections are watched.
 *
 * @param interval how often each inbox's provider is asked, give or take a fifth; zero never asks
 * @param parallel how many are asked at the same time
 * @param keyPrefix what the keys in Redis start with
 */
@Validated
@ConfigurationProperties("parley.outbound.connections")
public record ConnectionProperties(
        @DefaultValue("1m") Duration interval,
        @DefaultValue("4") @Min(1) int parallel,
        @DefaultValue("parley:") String keyPrefix) {}

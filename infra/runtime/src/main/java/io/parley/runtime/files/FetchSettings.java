package io.parley.runtime.files;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What may be fetched from addresses others give us.
 *
 * @param allow internal hosts that may be called all the same: host names, addresses or CIDR blocks
 * @param maxSize the largest answer
 * @param timeout for the whole answer, redirects included
 */
@ConfigurationProperties("parley.fetch")
public record FetchSettings(
        @DefaultValue List<String> allow,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration readTimeout,
        @DefaultValue("2m") Duration timeout) {}

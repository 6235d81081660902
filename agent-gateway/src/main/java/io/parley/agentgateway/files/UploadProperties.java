package io.parley.agentgateway.files;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What agents may send.
 *
 * @param maxSize the largest file
 * @param perMessage how many files one message may have
 */
@Validated
@ConfigurationProperties("parley.gateway.uploads")
public record UploadProperties(
        @DefaultValue("40MB") DataSize maxSize,
        @DefaultValue("15") @Min(1) int perMessage) {}

package io.parley.ingress.channel.webchat;

import io.parley.runtime.limit.Rate;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What visitors may do.
 *
 * @param messageLength the longest message in UTF-16 units
 * @param maxUpload the largest file
 * @param uploadTypes media types that are taken; {@code image/*} for all of a kind
 * @param messagesPerMinute from one visitor
 * @param requestsPerMinute of any kind from one visitor
 * @param sessionsPerMinute new visitors from one IP address
 * @param requestsPerMinutePerAddress of any kind from one IP address
 * @param uploadsPerHour from one visitor
 * @param helloWithin how long a WebSocket may be silent before it says who it is
 * @param pingInterval how often every connection is pinged
 * @param pongTimeout how long after that it may be silent
 */
@Validated
@ConfigurationProperties("parley.ingress.webchat")
record WebchatProperties(
        @DefaultValue("10000") @Min(1) int messageLength,
        @DefaultValue("40MB") DataSize maxUpload,

        @DefaultValue({
            "image/*",
            "audio/*",
            "video/*",
            "text/plain",
            "text/csv",
            "application/pdf",
            "application/zip",
            "application/msword",
            "application/rtf",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        })
        List<String> uploadTypes,

        @DefaultValue("60") @Min(1) int messagesPerMinute,
        @DefaultValue("240") @Min(1) int requestsPerMinute,
        @DefaultValue("60") @Min(1) int sessionsPerMinute,
        @DefaultValue("1200") @Min(1) int requestsPerMinutePerAddress,
        @DefaultValue("60") @Min(1) int uploadsPerHour,
        @DefaultValue("10s") Duration helloWithin,
        @DefaultValue("25s") Duration pingInterval,
        @DefaultValue("10s") Duration pongTimeout) {

    Rate messages() {
        return new Rate(messagesPerMinute, Duration.ofMinutes(1));
    }

    Rate requests() {
        return new Rate(requestsPerMinute, Duration.ofMinutes(1));
    }

    Rate sessions() {
        return new Rate(sessionsPerMinute, Duration.ofMinutes(1));
    }

    Rate address() {
        return new Rate(requestsPerMinutePerAddress, Duration.ofMinutes(1));
    }

    Rate uploads() {
        return new Rate(uploadsPerHour, Duration.ofHours(1));
    }
}

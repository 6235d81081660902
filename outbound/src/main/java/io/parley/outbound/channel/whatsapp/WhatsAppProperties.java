package io.parley.outbound.channel.whatsapp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How WhatsApp is sent through Evolution API.
 *
 * @param connectTimeout limit for a connection, and again for a free place in the pool
 * @param sendTimeout limit for the answer to a send
 * @param queryTimeout limit for the answer to a question
 * @param maxRetryAfter the longest wait a server's {@code Retry-After} can impose
 * @param pauseWhenDisconnected how long an inbox rests whose number has lost its connection
 * @param pauseWhenLockedOut how long an inbox rests whose key is not accepted
 * @param waitWhenUnreachable how long a message waits when Evolution cannot be reached
 * @param waitWhenBusy how long a message waits when there are too many and nobody says how long
 * @param files how files are handed over
 * @param maxInlineFile the largest file handed over inside a request; it takes some four times that in memory
 * @param fileTimeout limit for reading a file from the store
 * @param versionTimeout limit for the question which version answers
 */
@Validated
@ConfigurationProperties("parley.outbound.whatsapp")
public record WhatsAppProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("40s") Duration sendTimeout,
        @DefaultValue("8s") Duration queryTimeout,
        @DefaultValue("15m") Duration maxRetryAfter,
        @DefaultValue("1m") Duration pauseWhenDisconnected,
        @DefaultValue("5m") Duration pauseWhenLockedOut,
        @DefaultValue("10s") Duration waitWhenUnreachable,
        @DefaultValue("30s") Duration waitWhenBusy,
        @DefaultValue("auto") Files files,
        @DefaultValue("25MB") DataSize maxInlineFile,
        @DefaultValue("8s") Duration fileTimeout,
        @DefaultValue("3s") Duration versionTimeout) {

    /** The ways a file can take to Evolution. */
    public enum Files {
        /** As a link when {@code FRONTEND_URL} is an address that others may reach, else inside the request. */
        AUTO,
        /** As a link, which Evolution follows. */
        LINK,
        /** Inside the request, when nobody but agents reaches {@code FRONTEND_URL}. */
        INLINE
    }
}

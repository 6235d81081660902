package io.parley.evolution;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Limits of every call to Evolution API.
 *
 * @param connectTimeout how long to wait for a connection, and again for a free place in the pool
 * @param queryTimeout limit for the answer to a question
 * @param sendTimeout limit for the answer to a send, on top of the delay the send itself asks for
 * @param mediaTimeout limit for a media download, which Evolution may try twice
 * @param maxAnswer largest answer that is read, except for media
 * @param maxMedia largest answer to a media download; base64 makes it a third larger than the file
 * @param maxConnections connections to one Evolution server at the same time
 * @param maxRetryAfter longest wait that a server's {@code Retry-After} can impose
 */
public record EvolutionClientSettings(
        Duration connectTimeout,
        Duration queryTimeout,
        Duration sendTimeout,
        Duration mediaTimeout,
        DataSize maxAnswer,
        DataSize maxMedia,
        int maxConnections,
        Duration maxRetryAfter) {

    /** What suits production. */
    public static final EvolutionClientSettings DEFAULTS = new EvolutionClientSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            DataSize.ofMegabytes(16),
            DataSize.ofMegabytes(64),
            100,
            Duration.ofHours(1));

    public EvolutionClientSettings {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("queryTimeout", queryTimeout);
        requirePositive("sendTimeout", sendTimeout);
        requirePositive("mediaTimeout", mediaTimeout);
        requirePositive("maxRetryAfter", maxRetryAfter);
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1");
        }
        if (maxAnswer.toBytes() < 1
                || maxMedia.toBytes() < 1
                || Math.max(maxAnswer.toBytes(), maxMedia.toBytes()) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxAnswer and maxMedia must be 1 byte to 2 GiB");
        }
    }

    public EvolutionClientSettings withSendTimeout(Duration timeout) {
        return new EvolutionClientSettings(
                connectTimeout,
                queryTimeout,
                timeout,
                mediaTimeout,
                maxAnswer,
                maxMedia,
                maxConnections,
                maxRetryAfter);
    }

    public EvolutionClientSettings withQueryTimeout(Duration timeout) {
        return new EvolutionClientSettings(
                connectTimeout, timeout, sendTimeout, mediaTimeout, maxAnswer, maxMedia, maxConnections, maxRetryAfter);
    }

    public EvolutionClientSettings withMaxMedia(DataSize size) {
        return new EvolutionClientSettings(
                connectTimeout,
                queryTimeout,
                sendTimeout,
                mediaTimeout,
                maxAnswer,
                size,
                maxConnections,
                maxRetryAfter);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}

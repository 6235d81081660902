package io.parley.ingress;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How webhooks are taken.
 *
 * @param maxBody the largest body; a video that comes inside one is a third larger than its file
 * @param inMemoryBody bodies up to this size are held in memory, larger ones in a file in {@code spool}
 * @param spool directory for large bodies and the files found in bodies, for as long as a request takes
 * @param inboxGrace how long an inbox that is not known yet is waited for: a provider may post before the news of a new
 *     inbox arrived here, and would drop the event for good if it were told 404
 * @param publishTimeout how long Kafka may take to acknowledge; the provider gives up after 30 seconds
 * @param retryAfter when a provider that is told 503 is asked to come again
 * @param tokenLeeway how long after its expiry a token is still taken: Evolution signs once and repeats for 20 minutes
 */
@Validated
@ConfigurationProperties("parley.ingress")
public record IngressProperties(
        @DefaultValue("160MB") DataSize maxBody,
        @DefaultValue("1MB") DataSize inMemoryBody,
        @Nullable Path spool,
        @DefaultValue("2s") Duration inboxGrace,
        @DefaultValue("5s") Duration publishTimeout,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("25m") Duration tokenLeeway) {

    /** Absent: the system's temporary directory. */
    @Override
    public Path spool() {
        return spool == null ? Path.of(System.getProperty("java.io.tmpdir")) : spool;
    }
}

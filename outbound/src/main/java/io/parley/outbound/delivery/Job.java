package io.parley.outbound.delivery;

import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.runtime.kafka.RecordHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * One record with all that is needed to do what it asks.
 *
 * @param startBy nothing new is begun after it
 */
record Job(ReceivedRecord<Outbound> cause, InboxConfig inbox, ChannelSender sender, Instant startBy) {

    /** Whether the record was written so long ago, as when a group's offsets are lost; no when it does not say. */
    boolean isOlderThan(Duration age, Instant now) {
        return cause.header(RecordHeaders.TIME)
                .map(Job::parse)
                .filter(written -> written.isBefore(now.minus(age)))
                .isPresent();
    }

    private static @Nullable Instant parse(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}

package io.parley.agentgateway.fanout;

import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry before the stream gave it an id; the parts are those of {@link StreamEntry}.
 *
 * @param eventId the event's own id: the same one is appended once
 */
public record NewEntry(
        String eventId,
        String type,
        @Nullable InboxId inbox,
        String data,
        @Nullable Instant acceptedAt,
        @Nullable AgentId agent) {

    /** For everybody who may see the inbox. */
    public NewEntry(String eventId, String type, @Nullable InboxId inbox, String data, @Nullable Instant acceptedAt) {
        this(eventId, type, inbox, data, acceptedAt, null);
    }
}

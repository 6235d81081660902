package io.parley.agentgateway.fanout;

import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something for agents to know, as it lies in an account's stream.
 *
 * @param id the stream's id of it: the agents' cursor
 * @param type of the frame, such as {@code message.created}; empty on an entry that only holds a place
 * @param inbox whose members may see it; absent for all agents of the account
 * @param data JSON
 * @param acceptedAt when ingress accepted the message it tells of
 * @param agent who alone may see it; absent: everybody who may see the inbox
 */
public record StreamEntry(
        String id,
        String type,
        @Nullable InboxId inbox,
        String data,
        @Nullable Instant acceptedAt,
        @Nullable AgentId agent) {

    /** For everybody who may see the inbox. */
    public StreamEntry(String id, String type, @Nullable InboxId inbox, String data, @Nullable Instant acceptedAt) {
        this(id, type, inbox, data, acceptedAt, null);
    }

    /** An entry that only holds a place. */
    public static StreamEntry place(String id) {
        return new StreamEntry(id, "", null, "null", null);
    }

    public boolean saysNothing() {
        return type.isEmpty();
    }
}

package io.parley.agentgateway.fanout;

import io.parley.contract.id.InboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something for agents to know, as it lies in an account's stream.
 *
 * @param id the stream's id of it: the agents' cursor
 * @param type of the frame, such as {@code message.created}
 * @param inbox whose members may see it; absent for all agents of the account
 * @param data JSON
 * @param acceptedAt when ingress accepted the message it tells of
 */
public record StreamEntry(
        String id,
        String type,
        @Nullable InboxId inbox,
        String data,
        @Nullable Instant acceptedAt) {}

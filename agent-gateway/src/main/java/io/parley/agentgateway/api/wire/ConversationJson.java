package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in REST form.
 *
 * @param id the conversation's number in its account
 * @param messages the newest message of any kind, or nothing
 */
@Wire
public record ConversationJson(
        MetaJson meta,
        int id,
        List<PushMessageJson> messages,
        int accountId,
        String uuid,
        JsonNode additionalAttributes,
        long agentLastSeenAt,
        long assigneeLastSeenAt,
        boolean canReply,
        long contactLastSeenAt,
        JsonNode customAttributes,
        int inboxId,
        List<String> labels,
        boolean muted,
        @Nullable String snoozedUntil,
        String status,
        long createdAt,
        BigDecimal updatedAt,
        long timestamp,
        long firstReplyCreatedAt,
        int unreadCount,
        @Nullable PushMessageJson lastNonActivityMessage,
        long lastActivityAt,
        @Nullable String priority,
        long waitingSince,
        @Nullable Integer slaPolicyId) {

    /** Whose conversation it is; assignee and team are absent while there is none. */
    @Wire
    public record MetaJson(
            ContactJson sender,
            String channel,
            @Wire.Optional @Nullable AgentJson assignee,
            @Wire.Optional @Nullable String assigneeType,
            @Wire.Optional @Nullable TeamJson team,
            boolean hmacVerified) {}
}

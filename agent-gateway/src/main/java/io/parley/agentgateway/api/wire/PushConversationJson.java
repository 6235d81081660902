package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation in push form: in streams. Unlike in REST form, nothing is absent. */
@Wire
public record PushConversationJson(
        JsonNode additionalAttributes,
        boolean canReply,
        String channel,
        ContactInboxRowJson contactInbox,
        int id,
        int inboxId,
        List<PushMessageJson> messages,
        List<String> labels,
        PushMetaJson meta,
        String status,
        JsonNode customAttributes,
        @Nullable String snoozedUntil,
        int unreadCount,
        @Nullable String firstReplyCreatedAt,
        @Nullable String priority,
        long waitingSince,
        long agentLastSeenAt,
        long contactLastSeenAt,
        long lastActivityAt,
        long timestamp,
        long createdAt,
        BigDecimal updatedAt,
        int accountId) {

    /** Whose conversation it is. */
    @Wire
    public record PushMetaJson(
            SenderJson.ContactSender sender,
            SenderJson.@Nullable AgentSender assignee,
            @Nullable String assigneeType,
            @Nullable TeamNameJson team,
            boolean hmacVerified) {}

    /** A team where it is only named. */
    @Wire
    public record TeamNameJson(int id, String name) {}

    /** The contact in its inbox. The token is a live credential in Chatwoot and is never told here. */
    @Wire
    public record ContactInboxRowJson(
            int contactId,
            int inboxId,
            String sourceId,
            boolean hmacVerified,
            @Nullable String pubsubToken) {}
}

package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in push form: in streams, and inside conversations. The last three keys are as in {@link MessageJson}. */
@Wire
public record PushMessageJson(
        int id,
        @Nullable String content,
        int accountId,
        int inboxId,
        int conversationId,
        int messageType,
        long createdAt,
        String updatedAt,
        @JsonProperty("private") boolean privateNote,
        String status,
        @Nullable String sourceId,
        String contentType,
        JsonNode contentAttributes,
        @Nullable String senderType,
        @Nullable Integer senderId,
        Map<String, Object> externalSourceIds,
        Map<String, Object> additionalAttributes,
        @Nullable String processedMessageContent,
        Map<String, Object> sentiment,
        InConversationJson conversation,
        @Wire.Optional @Nullable SenderJson sender,
        @Wire.Optional @Nullable List<AttachmentJson> attachments,
        @Wire.Optional @Nullable String echoId,
        String deliveryStatus,
        @Wire.Optional @Nullable String author,
        @Wire.Optional @Nullable List<MessageJson.ReactionJson> reactions) {

    /** What a message tells of its conversation. */
    @Wire
    public record InConversationJson(
            @Nullable Integer assigneeId,
            int unreadCount,
            long lastActivityAt,
            long waitingSince,
            SourceJson contactInbox) {}

    /** The contact's id in the inbox. */
    @Wire
    public record SourceJson(String sourceId) {}
}

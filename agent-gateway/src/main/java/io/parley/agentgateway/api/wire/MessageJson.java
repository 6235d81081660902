package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in REST form.
 *
 * @param deliveryStatus beyond Chatwoot: as {@code status}, but {@code accepted} until the provider took it
 * @param author beyond Chatwoot: who wrote it in a group
 * @param reactions beyond Chatwoot: emojis put on it
 */
@Wire
public record MessageJson(
        int id,
        @Nullable String content,
        int inboxId,
        @Wire.Optional @Nullable String echoId,
        int conversationId,
        int messageType,
        String contentType,
        String status,
        JsonNode contentAttributes,
        long createdAt,
        @JsonProperty("private") boolean privateNote,
        @Nullable String sourceId,
        @Wire.Optional @Nullable SenderJson sender,
        @Wire.Optional @Nullable List<AttachmentJson> attachments,
        String deliveryStatus,
        @Wire.Optional @Nullable String author,
        @Wire.Optional @Nullable List<ReactionJson> reactions) {

    /** An emoji on a message; {@code fromContact} is false for the inbox's own. */
    @Wire
    public record ReactionJson(
            String emoji, boolean fromContact, @Nullable String author) {}
}

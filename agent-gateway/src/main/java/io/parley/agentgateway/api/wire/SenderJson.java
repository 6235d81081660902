package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** Who wrote a message or acts on a conversation, in push form. */
public sealed interface SenderJson {

    /** A contact. */
    @Wire
    record ContactSender(
            JsonNode additionalAttributes,
            JsonNode customAttributes,
            @Nullable String email,
            int id,
            @Nullable String identifier,
            String name,
            @Nullable String phoneNumber,
            String thumbnail,
            boolean blocked,
            String type)
            implements SenderJson {

        /** What a message alone tells of its contact. */
        static ContactSender named(int id, String name, @Nullable String thumbnail) {
            return new ContactSender(
                    JsonNodeFactory.instance.objectNode(),
                    JsonNodeFactory.instance.objectNode(),
                    null,
                    id,
                    null,
                    name,
                    null,
                    thumbnail == null ? "" : thumbnail,
                    false,
                    "contact");
        }
    }

    /** An agent. */
    @Wire
    record AgentSender(
            int id,
            String name,
            String availableName,
            String avatarUrl,
            String type,
            String availabilityStatus,
            String thumbnail)
            implements SenderJson {}
}

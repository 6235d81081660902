package io.parley.agentgateway.api.search;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.wire.AgentJson;
import io.parley.agentgateway.api.wire.ContactJson;
import io.parley.agentgateway.api.wire.MessageJson;
import io.parley.agentgateway.api.wire.SlimInboxJson;
import io.parley.agentgateway.api.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found; only the lists that were asked for are there. */
@Wire
record FoundJson(
        @Wire.Optional @Nullable List<FoundConversationJson> conversations,
        @Wire.Optional @Nullable List<FoundContactJson> contacts,
        @Wire.Optional @Nullable List<FoundMessageJson> messages,
        @Wire.Optional @Nullable List<FoundArticleJson> articles) {

    /**
     * @param id the conversation's number in its account
     * @param message what was said that was looked for, else the newest message
     * @param highlight beyond Chatwoot: HTML with marks; null when it was found by number or contact
     */
    @Wire
    record FoundConversationJson(
            int id,
            int accountId,
            long createdAt,
            @Nullable MessageJson message,
            ContactJson contact,
            SlimInboxJson inbox,
            @Nullable AgentJson agent,
            JsonNode additionalAttributes,
            String status,
            @Nullable String highlight,
            double score) {}

    /** @param score beyond Chatwoot */
    @Wire
    record FoundContactJson(
            @Nullable String email,
            int id,
            String name,
            @Nullable String phoneNumber,
            @Nullable String identifier,
            JsonNode additionalAttributes,
            @Nullable Long lastActivityAt,
            double score) {}

    /** @param highlight beyond Chatwoot: about 200 characters of HTML, the words in {@code <mark>} */
    @Wire
    record FoundMessageJson(
            @JsonUnwrapped MessageJson message,
            SlimInboxJson inbox,
            ContactJson contact,
            String highlight,
            double score) {}

    /** An article with the part that was looked for. */
    @Wire
    record FoundArticleJson(
            int id, String title, String slug, String status, String locale, String highlight, double score) {}
}

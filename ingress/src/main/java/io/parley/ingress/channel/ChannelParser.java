package io.parley.ingress.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.inbox.InboxConfig;
import java.time.Instant;

/** Turns what a provider posts into the hub's own words. */
public interface ChannelParser {

    /**
     * Takes every body that is JSON: what it does not know, it ignores and says so.
     *
     * @param body bytes that were embedded in it stand as nodes holding an {@link EmbeddedFile}
     */
    ParsedWebhook parse(InboxConfig inbox, JsonNode body, Instant receivedAt);
}

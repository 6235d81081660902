package io.parley.ingress.channel;

import io.parley.contract.inbound.Inbound;
import org.jspecify.annotations.Nullable;

/**
 * One thing a provider told us, not yet published.
 *
 * @param eventId made from what the provider says alone, so that a webhook delivered twice has the same one
 * @param file the bytes of its media, where the webhook brought them along
 */
public record ParsedInbound(
        String eventId, Inbound inbound, @Nullable EmbeddedFile file) {

    public ParsedInbound(String eventId, Inbound inbound) {
        this(eventId, inbound, null);
    }
}

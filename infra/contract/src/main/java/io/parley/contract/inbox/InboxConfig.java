package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import org.jspecify.annotations.Nullable;

/**
 * An inbox as ingress, router and outbound need it; the value of the compacted topic.
 *
 * @param webhookSecretHash SHA-256, in hex, of the secret in the inbox's webhook path
 * @param evolution present on WhatsApp inboxes that go through Evolution API
 * @param webchat present on web-chat inboxes
 * @param email present on e-mail inboxes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InboxConfig(
        InboxId id,
        AccountId accountId,
        Channel channel,
        String name,
        boolean enabled,
        String webhookSecretHash,
        InboxRules rules,
        @Nullable EvolutionChannel evolution,
        @Nullable WebchatChannel webchat,
        @Nullable EmailChannel email) {

    /** An inbox of a channel that needs no more than this. */
    public InboxConfig(
            InboxId id,
            AccountId accountId,
            Channel channel,
            String name,
            boolean enabled,
            String webhookSecretHash,
            InboxRules rules,
            @Nullable EvolutionChannel evolution) {
        this(id, accountId, channel, name, enabled, webhookSecretHash, rules, evolution, null, null);
    }
}

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
        @Nullable EvolutionChannel evolution) {}

package io.parley.agentgateway.whatsapp;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * @param url Evolution API for inboxes that name none; blank: they must
 * @param key its key
 * @param webhookUrl where Evolution reaches the hub's webhooks; blank: where browsers reach the hub
 */
@ConfigurationProperties("parley.gateway.evolution")
record EvolutionProperties(
        @Nullable String url,
        @Nullable String key,
        @Nullable String webhookUrl) {

    @Nullable
    URI baseUrl() {
        return StringUtils.hasText(url) ? URI.create(url.strip()) : null;
    }

    @Nullable
    String apiKey() {
        return StringUtils.hasText(key) ? key.strip() : null;
    }

    @Override
    public String toString() {
        return "EvolutionProperties[url=" + url + "]";
    }
}

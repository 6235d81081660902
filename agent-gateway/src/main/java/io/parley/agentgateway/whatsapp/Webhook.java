package io.parley.agentgateway.whatsapp;

import io.parley.contract.Channel;
import io.parley.evolution.WebhookSettings;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Where an inbox's webhook must point, and what may be wrong with the one an instance has. */
@Component
public final class Webhook {

    private final String base;

    Webhook(EvolutionProperties properties, @Value("${parley.frontend-url}") URI frontendUrl) {
        String given = properties.webhookUrl();
        String url = StringUtils.hasText(given) ? given.strip() : frontendUrl.toString();
        this.base = url.replaceAll("/+$", "");
    }

    /** With its secret: for administrators and for the provider, never for logs. */
    public URI urlOf(InboxDetails inbox) {
        String path = inbox.inbox().channel() == Channel.EMAIL ? "/webhooks/email/" : "/webhooks/evolution/";
        return URI.create(base + path + inbox.webhookSecret());
    }

    /**
     * What to set.
     *
     * @param headerSecret in clear, when the inbox asks for one
     * @param jwtKey in clear, when the inbox asks for a signature
     */
    WebhookSettings settingsFor(InboxDetails inbox, @Nullable String headerSecret, @Nullable String jwtKey) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (headerSecret != null) {
            headers.put("X-Hub-Token", headerSecret);
        }
        if (jwtKey != null) {
            headers.put("jwt_key", jwtKey);
        }
        return WebhookSettings.to(urlOf(inbox).toString(), headers);
    }

    /** What is wrong with a webhook, in words; empty when nothing is. */
    List<String> faultsOf(WebhookSettings found, InboxDetails inbox) {
        List<String> faults = new ArrayList<>();
        String wanted = urlOf(inbox).toString();
        if (!found.enabled()) {
            faults.add("it is switched off");
        }
        if (!found.url().equals(wanted)) {
            faults.add("it points to " + withoutSecret(found.url()) + " instead of " + withoutSecret(wanted)
                    + (withoutSecret(found.url()).equals(withoutSecret(wanted)) ? " with another secret" : ""));
        }
        List<String> missing = new ArrayList<>(WebhookSettings.EVENTS);
        missing.removeAll(found.events());
        if (!found.events().isEmpty() && !missing.isEmpty()) {
            faults.add("it leaves out " + String.join(", ", missing));
        }
        return faults;
    }

    private static String withoutSecret(String url) {
        return url.replaceFirst("(/webhooks/evolution/)[^/?]+", "$1…");
    }
}

package io.parley.evolution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An instance to create on the Baileys channel, under the name of the {@link EvolutionInstance}.
 *
 * @param number digits of the number to connect, for a pairing code beside the QR code; null when not known yet
 * @param groupsIgnore whether Evolution drops messages of groups
 * @param webhook where its events go; null leaves it without
 */
public record NewInstance(
        @Nullable String number,
        boolean groupsIgnore,
        @Nullable WebhookSettings webhook) {

    ObjectNode toJson(String name) {
        ObjectNode body = Json.object()
                .put("instanceName", name)
                .put("integration", "WHATSAPP-BAILEYS")
                .put("qrcode", true);
        if (number != null) {
            body.put("number", number);
        }
        body.put("rejectCall", false)
                .put("groupsIgnore", groupsIgnore)
                .put("alwaysOnline", false)
                .put("readMessages", false)
                .put("readStatus", false)
                .put("syncFullHistory", false);
        if (webhook != null) {
            body.set("webhook", webhook.toJson());
        }
        return body;
    }
}

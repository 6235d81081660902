package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.firstText;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a message came; matched by WhatsApp's id alone. {@code messageId} is Evolution's own and is not looked at.
 *
 * <p>{@code fromMe} says nothing: the Cloud API's receipts for our messages carry {@code false}.
 */
final class ReceiptEvents {

    private ReceiptEvents() {}

    static void updated(JsonNode update, Findings findings) {
        JsonNode key = update.path("key").isObject() ? update.path("key") : update;
        String sourceId = firstText(update.path("keyId"), key.path("id"));
        String remoteJid = text(key.path("remoteJid"));
        Optional<Party> chat = Parties.chatOf(key, null, null);
        if (sourceId == null) {
            findings.ignore("no_id");
        } else if (remoteJid != null && Parties.isBroadcast(remoteJid)) {
            findings.ignore("broadcast");
        } else if (chat.isEmpty()) {
            findings.ignore("no_contact");
        } else {
            updated(update, sourceId, chat.get(), findings);
        }
    }

    private static void updated(JsonNode update, String sourceId, Party chat, Findings findings) {
        if (update.path("message").isObject()) {
            MessageEvents.updated(update, sourceId, chat, findings);
        }
        DeliveryStatus status = status(update.path("status"));
        if (status == null) {
            findings.ignore("status");
        } else {
            findings.receipt(sourceId, status, chat);
        }
    }

    private static @Nullable DeliveryStatus status(JsonNode status) {
        return switch (status.asText("").toUpperCase(Locale.ROOT)) {
            case "0", "ERROR", "FAILED" -> DeliveryStatus.FAILED;
            case "1", "PENDING" -> DeliveryStatus.ACCEPTED;
            case "2", "SERVER_ACK", "SENT" -> DeliveryStatus.SENT;
            case "3", "DELIVERY_ACK", "DELIVERED" -> DeliveryStatus.DELIVERED;
            case "4", "5", "READ", "PLAYED" -> DeliveryStatus.READ;
            default -> null;
        };
    }
}

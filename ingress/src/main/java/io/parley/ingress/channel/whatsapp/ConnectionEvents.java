package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.count;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.inbound.ConnectionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of an instance: connecting with a QR code, open, logged out, removed. */
final class ConnectionEvents {

    private static final String DATA_URL = "data:";

    private ConnectionEvents() {}

    static void connection(JsonNode data, Findings findings) {
        String reason = reason(data.path("statusReason"));
        switch (data.path("state").asText("")) {
            case "connecting" -> findings.connection(ConnectionState.CONNECTING, null, null, null, null);
            case "open" -> findings.connection(ConnectionState.OPEN, null, null, ownAddress(data, findings), null);
            case "close", "refused" -> findings.connection(ConnectionState.CLOSED, null, null, null, reason);
            default -> findings.ignore("state");
        }
    }

    /** A code to scan, or the word that there will be no more of them. */
    static void qrCode(JsonNode data, Findings findings) {
        JsonNode code = data.path("qrcode");
        String picture = text(code.path("base64"));
        String pairingCode = text(code.path("pairingCode"));
        if (picture != null || pairingCode != null) {
            findings.connection(ConnectionState.CONNECTING, asDataUrl(picture), pairingCode, null, null);
        } else if (text(data.path("message")) != null) {
            findings.connection(ConnectionState.CLOSED, null, null, null, text(data.path("message")));
        } else {
            findings.ignore("no_content");
        }
    }

    static void status(JsonNode data, Findings findings) {
        if (data.path("status").asText("").equals("closed")) {
            closed(reason(data.path("disconnectionReasonCode")), findings);
        } else {
            findings.ignore("state");
        }
    }

    static void closed(@Nullable String reason, Findings findings) {
        findings.connection(ConnectionState.CLOSED, null, null, null, reason);
    }

    private static @Nullable String ownAddress(JsonNode data, Findings findings) {
        String wuid = text(data.path("wuid"));
        String jid = wuid == null ? findings.envelope().ownJid() : wuid;
        return Optional.ofNullable(jid)
                .flatMap(WhatsAppAddress::ofJid)
                .map(ContactAddress::value)
                .orElse(null);
    }

    private static @Nullable String reason(JsonNode node) {
        Integer code = count(node);
        if (code == null) {
            return null;
        }
        String words = switch (code) {
            case 401 -> "logged out";
            case 403 -> "banned by WhatsApp";
            case 428 -> "no QR code was scanned";
            default -> "closed by WhatsApp";
        };
        return "%s (%d)".formatted(words, code);
    }

    private static @Nullable String asDataUrl(@Nullable String picture) {
        return picture == null || picture.startsWith(DATA_URL) ? picture : "data:image/png;base64," + picture;
    }
}

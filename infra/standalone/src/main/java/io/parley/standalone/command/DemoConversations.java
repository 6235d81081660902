package io.parley.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A few customers who write to the demo inbox, as Evolution's webhooks. Source ids are fixed, so that sending them
 * again adds nothing.
 */
final class DemoConversations {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Line> LINES = List.of(
            new Line("5511988887777", "Maria Souza", 240, "Oi, bom dia! Meu pedido 10432 ainda não chegou."),
            new Line("5511988887777", "Maria Souza", 239, "O prazo era ontem. Conseguem ver para mim?"),
            new Line("5521977776666", "João Pereira", 200, "Vocês abrem no sábado?"),
            new Line("447700900123", "Emily Clark", 185, "Hello! Do you ship to the UK?"),
            new Line("447700900123", "Emily Clark", 184, "I'd like two of the blue backpacks."),
            new Line("34600111222", "Lucía Romero", 150, "Hola, quiero cambiar la talla de mi compra."),
            new Line("5531966665555", "Carlos Lima", 95, "Recebi o produto errado 😕 Pedi o modelo M."),
            new Line(
                    "15550100200",
                    "Dana Reyes",
                    60,
                    "Hi, my invoice shows the wrong company name. Can you reissue it?"),
            new Line("5541955554444", "Beatriz Rocha", 30, "Quais são as formas de pagamento?"),
            new Line("5541955554444", "Beatriz Rocha", 29, "Aceitam Pix?"),
            new Line("34600333444", "Pablo Ortega", 12, "¿Tienen stock del modelo negro?"),
            new Line("5511944443333", "Ana Martins", 4, "Obrigada pelo atendimento de ontem, resolveu tudo!"));

    private final HubClient hub;

    DemoConversations(HubClient hub) {
        this.hub = hub;
    }

    /** Returns how many were sent. */
    int send() {
        String webhook = demoWebhook();
        Instant now = Instant.now();
        int sent = 0;
        for (Line line : LINES) {
            int status = hub.postRaw(webhook, line.webhook(sent, now));
            if (status / 100 != 2) {
                throw new CommandFailure("The demo inbox's webhook answered " + status);
            }
            sent++;
        }
        return sent;
    }

    private String demoWebhook() {
        for (JsonNode inbox : hub.get("/inboxes").path("payload")) {
            if (inbox.path("name").asText().equals("Demo WhatsApp") && inbox.hasNonNull("callback_webhook_url")) {
                return URI.create(inbox.path("callback_webhook_url").asText()).getPath();
            }
        }
        throw new CommandFailure("There is no demo inbox. ./parley up makes one, unless PARLEY_DEMO is false.");
    }

    /** @param minutesAgo when the customer wrote it */
    private record Line(String digits, String name, int minutesAgo, String text) {

        ObjectNode webhook(int number, Instant now) {
            ObjectNode envelope =
                    JSON.createObjectNode().put("event", "messages.upsert").put("instance", "demo");
            ObjectNode data = envelope.putObject("data");
            data.putObject("key")
                    .put("remoteJid", digits + "@s.whatsapp.net")
                    .put("fromMe", false)
                    .put("id", "PARLEYDEMO%010d".formatted(number))
                    .put("participant", "")
                    .put("addressingMode", "pn");
            data.put("pushName", name).put("status", "DELIVERY_ACK");
            data.putObject("message").put("conversation", text);
            data.put("messageType", "conversation")
                    .put("messageTimestamp", now.getEpochSecond() - minutesAgo * 60L)
                    .put("source", "android");
            return envelope;
        }
    }
}

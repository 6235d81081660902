package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A readable line for each kind of message the hub does not show. */
final class Placeholders {

    /** @param words where the kind keeps words worth showing, as a JSON pointer; empty when it has none */
    private record Line(String label, String words) {}

    private static final Map<String, Line> LINES = Map.ofEntries(
            Map.entry("placeholderMessage", new Line("Message that only the phone can show", "")),
            Map.entry("orderMessage", new Line("Order", "/orderTitle")),
            Map.entry("productMessage", new Line("Product", "/product/title")),
            Map.entry("templateMessage", new Line("Template", "/hydratedTemplate/hydratedContentText")),
            Map.entry("listMessage", new Line("List", "/title")),
            Map.entry("buttonsMessage", new Line("Buttons", "/contentText")),
            Map.entry("interactiveMessage", new Line("Interactive message", "/body/text")),
            Map.entry("groupInviteMessage", new Line("Group invitation", "/groupName")),
            Map.entry("eventMessage", new Line("Event", "/name")),
            Map.entry("pollUpdateMessage", new Line("Vote in a poll", "")),
            Map.entry("pinInChatMessage", new Line("Pinned a message", "")),
            Map.entry("keepInChatMessage", new Line("Kept a message", "")),
            Map.entry("requestPhoneNumberMessage", new Line("Asks for your phone number", "")),
            Map.entry("requestPaymentMessage", new Line("Asks for a payment", "")),
            Map.entry("sendPaymentMessage", new Line("Payment", "")),
            Map.entry("callLogMesssage", new Line("Call", "")),
            Map.entry("conversation", new Line("Empty message", "")),
            Map.entry("extendedTextMessage", new Line("Empty message", "")));

    private Placeholders() {}

    static String of(String kind, JsonNode body) {
        Line line = LINES.get(kind);
        if (line == null) {
            return "Unsupported message (%s)".formatted(kind);
        }
        String words = wordsOf(line, body);
        return words == null ? line.label() : line.label() + ": " + words;
    }

    private static @Nullable String wordsOf(Line line, JsonNode body) {
        return line.words().isEmpty() ? null : text(body.at(line.words()));
    }
}

package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.Card;
import io.parley.evolution.simulator.Incoming.GroupName;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Settings.Addressing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what somebody does on a phone from flat JSON: {@code {"from":…,"name":…,"kind":"text","text":…}}. */
final class IncomingJson {

    private IncomingJson() {}

    static Incoming read(JsonNode json) {
        String from = Json.text(json.path("from"));
        if (from == null) {
            throw ApiError.badRequest("from is missing: the digits of the person who writes");
        }
        JsonNode group = json.path("group");
        String addressing = Json.text(json.path("addressing"));
        try {
            return Incoming.of(from.replaceAll("\\D", ""), Json.text(json.path("name")), act(json))
                    .quoting(Json.text(json.path("quoted")))
                    .inGroup(
                            group.isObject()
                                    ? new GroupName(
                                            group.path("jid").asText(),
                                            group.path("subject").asText())
                                    : null)
                    .addressed(
                            addressing == null
                                    ? null
                                    : Addressing.valueOf(
                                            addressing.toUpperCase(Locale.ROOT).replace('-', '_')))
                    .withId(Json.text(json.path("id")))
                    .at(
                            json.path("at").isNumber()
                                    ? Instant.ofEpochSecond(json.path("at").longValue())
                                    : null)
                    .fromMe(json.path("fromMe").asBoolean());
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private static Act act(JsonNode json) {
        String kind = Json.text(json.path("kind"), "text");
        return switch (kind) {
            case "text" -> new Act.Text(required(json, "text"));
            case "image", "video", "audio", "voice", "document", "sticker" ->
                new Act.Media(
                        MediaKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        Json.text(json.path("base64")),
                        Json.text(json.path("mimetype")),
                        Json.text(json.path("fileName")),
                        Json.text(json.path("caption")),
                        json.path("seconds").asInt(3));
            case "location" ->
                new Act.Location(
                        json.path("latitude").asDouble(),
                        json.path("longitude").asDouble(),
                        Json.text(json.path("placeName")),
                        Json.text(json.path("address")));
            case "contact" -> new Act.Contacts(cards(json.path("contacts")));
            case "reaction" ->
                new Act.Reaction(required(json, "messageId"), json.path("emoji").asText());
            case "edit" -> new Act.Edit(required(json, "messageId"), required(json, "text"));
            case "delete" -> new Act.Delete(required(json, "messageId"));
            case "raw" -> {
                if (!(json.path("message") instanceof ObjectNode message)) {
                    throw ApiError.badRequest("message is missing: an object as WhatsApp has it");
                }
                yield new Act.Raw(required(json, "messageType"), message);
            }
            default ->
                throw ApiError.badRequest(
                        "kind is text, image, video, audio, voice, document, sticker, location, contact, reaction, edit,"
                                + " delete or raw");
        };
    }

    private static List<Card> cards(JsonNode list) {
        List<Card> cards = new ArrayList<>();
        list.forEach(card -> cards.add(new Card(
                required(card, "name"),
                required(card, "phone"),
                Json.text(card.path("waid")),
                Json.text(card.path("organization")))));
        if (cards.isEmpty()) {
            throw ApiError.badRequest("contacts is missing: a list of name and phone");
        }
        return cards;
    }

    private static String required(JsonNode json, String property) {
        String text = Json.text(json.path(property));
        if (text == null) {
            throw ApiError.badRequest(property + " is missing");
        }
        return text;
    }
}

package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an instance sends its events. The URL and the headers may hold secrets, so the text form shows neither.
 *
 * @param headers sent with every event as they are; {@code jwt_key} makes Evolution sign instead
 * @param byEvents whether the event's name is appended to the URL
 * @param base64 whether media come inside the event; heeded only when the instance connects the next time
 * @param events names in the spelling of the configuration; empty means all of them
 */
public record WebhookSettings(
        boolean enabled,
        String url,
        Map<String, String> headers,
        boolean byEvents,
        boolean base64,
        List<String> events) {

    /** What a hub needs to know. */
    public static final List<String> EVENTS = List.of(
            "MESSAGES_UPSERT",
            "MESSAGES_EDITED",
            "MESSAGES_UPDATE",
            "MESSAGES_DELETE",
            "SEND_MESSAGE",
            "SEND_MESSAGE_UPDATE",
            "CONNECTION_UPDATE",
            "QRCODE_UPDATED",
            "CONTACTS_UPSERT",
            "CONTACTS_UPDATE",
            "CALL",
            "LOGOUT_INSTANCE",
            "REMOVE_INSTANCE",
            "STATUS_INSTANCE");

    public WebhookSettings {
        headers = Map.copyOf(headers);
        events = List.copyOf(events);
    }

    /** Everything a hub needs, to one URL, media not included. */
    public static WebhookSettings to(String url, Map<String, String> headers) {
        return new WebhookSettings(true, url, headers, false, false, EVENTS);
    }

    /** What Evolution asks for inside {@code webhook}; without {@code events} it would fail. */
    ObjectNode toJson() {
        ObjectNode json = Json.object().put("enabled", enabled).put("url", url);
        ObjectNode pairs = json.putObject("headers");
        headers.forEach(pairs::put);
        json.put("byEvents", byEvents).put("base64", base64);
        events.forEach(json.putArray("events")::add);
        return json;
    }

    /** Reads Evolution's row, whose names differ from those of the request. */
    static WebhookSettings of(JsonNode row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.path("headers")
                .fields()
                .forEachRemaining(
                        pair -> headers.put(pair.getKey(), pair.getValue().asText()));
        List<String> events = new ArrayList<>();
        row.path("events").forEach(event -> events.add(event.asText()));
        return new WebhookSettings(
                row.path("enabled").asBoolean(),
                Json.text(row.path("url"), ""),
                headers,
                row.path("webhookByEvents").asBoolean(row.path("byEvents").asBoolean()),
                row.path("webhookBase64").asBoolean(row.path("base64").asBoolean()),
                events);
    }

    @Override
    public String toString() {
        return "WebhookSettings[enabled=" + enabled + ", byEvents=" + byEvents + ", base64=" + base64 + ", events="
                + events + "]";
    }
}

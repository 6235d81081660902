package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where an instance sends what, as its row in Evolution's database has it. */
record WebhookConfig(
        String id,
        String url,
        Map<String, String> headers,
        boolean enabled,
        List<String> events,
        boolean byEvents,
        boolean base64,
        String createdAt,
        String updatedAt) {

    /** The names the configuration knows; {@code GROUP_UPDATE} is one that no event ever matches. */
    static final List<String> ALL = List.of(
            "APPLICATION_STARTUP",
            "INSTANCE_CREATE",
            "INSTANCE_DELETE",
            "QRCODE_UPDATED",
            "MESSAGES_SET",
            "MESSAGES_UPSERT",
            "MESSAGES_EDITED",
            "MESSAGES_UPDATE",
            "MESSAGES_DELETE",
            "SEND_MESSAGE",
            "SEND_MESSAGE_UPDATE",
            "CONTACTS_SET",
            "CONTACTS_UPSERT",
            "CONTACTS_UPDATE",
            "PRESENCE_UPDATE",
            "CHATS_SET",
            "CHATS_UPSERT",
            "CHATS_UPDATE",
            "CHATS_DELETE",
            "GROUPS_UPSERT",
            "GROUP_UPDATE",
            "GROUP_PARTICIPANTS_UPDATE",
            "CONNECTION_UPDATE",
            "LABELS_EDIT",
            "LABELS_ASSOCIATION",
            "CALL",
            "TYPEBOT_START",
            "TYPEBOT_CHANGE_STATUS",
            "REMOVE_INSTANCE",
            "LOGOUT_INSTANCE",
            "STATUS_INSTANCE");

    boolean wants(String event) {
        return enabled
                && events.contains(
                        event.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }

    ObjectNode toJson(String instanceId) {
        ObjectNode row = Json.object().put("id", id).put("url", url);
        ObjectNode pairs = row.putObject("headers");
        headers.forEach(pairs::put);
        row.put("enabled", enabled);
        events.forEach(row.putArray("events")::add);
        return row.put("webhookByEvents", byEvents)
                .put("webhookBase64", base64)
                .put("createdAt", createdAt)
                .put("updatedAt", updatedAt)
                .put("instanceId", instanceId);
    }
}

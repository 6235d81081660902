package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.objects;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.channel.ChannelParser;
import io.parley.ingress.channel.ParsedWebhook;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Reads the webhooks of Evolution API, every event of every version: {@code evolution-api.md} §1 and §2. */
@Component
final class EvolutionParser implements ChannelParser {

    /** Events that carry nothing the hub keeps; named so that the metrics tell them from what is new. */
    private static final Set<String> OF_NO_USE = Set.of(
            "APPLICATION_STARTUP",
            "INSTANCE_CREATE",
            "INSTANCE_DELETE",
            "PRESENCE_UPDATE",
            "CHATS_SET",
            "CHATS_UPSERT",
            "CHATS_UPDATE",
            "CHATS_DELETE",
            "GROUPS_UPDATE",
            "GROUP_UPDATE",
            "GROUP_PARTICIPANTS_UPDATE",
            "MESSAGING_HISTORY_SET",
            "LABELS_EDIT",
            "LABELS_ASSOCIATION",
            "TYPEBOT_START",
            "TYPEBOT_CHANGE_STATUS",
            "ERROR");

    private static final String UNKNOWN = "UNKNOWN";

    @Override
    public ParsedWebhook parse(InboxConfig inbox, JsonNode body, Instant receivedAt) {
        Envelope envelope = Envelope.of(inbox, body, receivedAt);
        Findings findings = new Findings(envelope);
        read(envelope, findings);
        return findings.result(isForeign(inbox, body));
    }

    private static void read(Envelope envelope, Findings findings) {
        JsonNode data = envelope.data();
        switch (envelope.event()) {
            case "MESSAGES_UPSERT", "MESSAGES_SET" -> each(data, findings, MessageEvents::received);
            case "SEND_MESSAGE" -> each(data, findings, MessageEvents::sent);
            case "MESSAGES_EDITED", "SEND_MESSAGE_UPDATE" -> each(data, findings, MessageEvents::edited);
            case "MESSAGES_UPDATE" -> each(data, findings, ReceiptEvents::updated);
            case "MESSAGES_DELETE" -> each(data, findings, MessageEvents::deleted);
            case "CONTACTS_SET", "CONTACTS_UPSERT", "CONTACTS_UPDATE" -> each(data, findings, ContactEvents::contact);
            case "GROUPS_UPSERT" -> each(data, findings, ContactEvents::group);
            case "CALL" -> each(data, findings, CallEvents::call);
            case "CONNECTION_UPDATE" -> ConnectionEvents.connection(data, findings);
            case "QRCODE_UPDATED" -> ConnectionEvents.qrCode(data, findings);
            case "STATUS_INSTANCE" -> ConnectionEvents.status(data, findings);
            case "LOGOUT_INSTANCE" -> ConnectionEvents.closed("logged out", findings);
            case "REMOVE_INSTANCE" -> ConnectionEvents.closed("the instance was removed", findings);
            default -> findings.ignore(OF_NO_USE.contains(envelope.event()) ? envelope.event() : UNKNOWN, "event");
        }
    }

    private static void each(JsonNode data, Findings findings, BiConsumer<JsonNode, Findings> reader) {
        List<JsonNode> elements = objects(data);
        if (elements.isEmpty()) {
            findings.ignore("no_content");
        }
        elements.forEach(element -> reader.accept(element, findings));
    }

    private static boolean isForeign(InboxConfig inbox, JsonNode body) {
        String instance = text(body.path("instance"));
        return instance != null
                && inbox.evolution() != null
                && !inbox.evolution().instance().equals(instance);
    }
}

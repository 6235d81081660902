package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Instance.Group;
import io.parley.evolution.simulator.StoredMessage.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat as a phone's screen shows it. */
final class ChatView {

    private final Phones phones;
    private final WhatsApp whatsApp;

    ChatView(Phones phones, WhatsApp whatsApp) {
        this.phones = phones;
        this.whatsApp = whatsApp;
    }

    ObjectNode of(Instance instance, String chat) {
        synchronized (whatsApp) {
            ObjectNode view = Json.object().put("typing", whatsApp.isTyping(instance, chat));
            Group group = instance.groups.get(chat);
            view.put("subject", group == null ? null : group.subject());
            ArrayNode messages = view.putArray("messages");
            for (StoredMessage message : arrived(instance, chat)) {
                messages.add(message(instance, message));
            }
            return view;
        }
    }

    /** Messages from the hub that arrived and were not read. */
    int unread(Instance instance, String chat) {
        return (int) instance.chat(chat).stream()
                .filter(message -> message.fromMe && message.ack == Ack.DELIVERY_ACK)
                .count();
    }

    /** Messages from the hub that wait for the phone to come back. */
    int waiting(Instance instance, String chat) {
        return (int) instance.chat(chat).stream()
                .filter(message -> message.fromMe && message.ack == Ack.SERVER_ACK)
                .count();
    }

    /** The last message as one line; null in an empty chat. */
    @Nullable
    String preview(Instance instance, String chat) {
        List<StoredMessage> messages = arrived(instance, chat);
        if (messages.isEmpty()) {
            return null;
        }
        StoredMessage last = messages.getLast();
        if (last.deleted) {
            return "Deleted message";
        }
        String text = Content.textOf(last.content);
        return text == null ? kind(last) : text;
    }

    /** What has not reached the phone is not on its screen. */
    private static List<StoredMessage> arrived(Instance instance, String chat) {
        return instance.chat(chat).stream()
                .filter(message -> !message.fromMe || message.ack.compareTo(Ack.DELIVERY_ACK) >= 0)
                .filter(message -> !"reactionMessage".equals(message.messageType))
                .toList();
    }

    private ObjectNode message(Instance instance, StoredMessage message) {
        JsonNode body = message.content.path(message.messageType);
        ObjectNode view = Json.object()
                .put("id", message.id)
                .put("ours", message.fromMe)
                .put("author", name(message))
                .put("authorNumber", Jids.user(message.author))
                .put("kind", kind(message))
                .put("text", message.deleted ? null : Content.textOf(message.content))
                .put("at", message.timestamp)
                .put("ack", message.ack.name())
                .put("readByHub", message.readByUs)
                .put("edited", message.edited)
                .put("deleted", message.deleted);
        if (message.deleted) {
            return view;
        }
        File file = message.file;
        if (file != null) {
            view.put("fileUrl", Frames.mediaPath(instance, message, file))
                    .put("fileName", file.name())
                    .put("mimetype", file.mimetype());
        }
        if ("locationMessage".equals(message.messageType)) {
            view.putObject("location")
                    .put("latitude", body.path("degreesLatitude").asDouble())
                    .put("longitude", body.path("degreesLongitude").asDouble())
                    .put("name", Json.text(body.path("name")))
                    .put("address", Json.text(body.path("address")));
        }
        if (body.has("vcard")) {
            view.put("card", body.path("displayName").asText());
        }
        if (body.has("contacts")) {
            view.put("card", body.path("displayName").asText());
        }
        if (body.has("options")) {
            view.put("text", body.path("name").asText());
            ArrayNode options = view.putArray("options");
            body.path("options").forEach(option -> options.add(option.path("optionName")));
        }
        if (message.contextInfo != null) {
            JsonNode quoted = message.contextInfo.path("quotedMessage");
            view.putObject("quoted")
                    .put("id", message.contextInfo.path("stanzaId").asText())
                    .put("text", Content.textOf(quoted))
                    .put(
                            "kind",
                            quoted.isEmpty() ? "" : kind(quoted.fieldNames().next()));
        }
        ObjectNode reactions = view.putObject("reactions");
        message.reactions.forEach(reactions::put);
        return view;
    }

    private String name(StoredMessage message) {
        Phone phone = message.fromMe ? null : phones.find(Jids.user(message.author));
        return phone == null ? message.pushName : phone.name();
    }

    private static String kind(StoredMessage message) {
        boolean voice = message.content.path("audioMessage").path("ptt").asBoolean();
        return voice ? "voice" : kind(message.messageType);
    }

    /** {@code imageMessage} is an image; everything without a name of its own is text. */
    private static String kind(String messageType) {
        return switch (messageType) {
            case "conversation", "extendedTextMessage" -> "text";
            case "contactsArrayMessage" -> "contact";
            case "ptvMessage" -> "video";
            case "pollCreationMessageV3" -> "poll";
            default -> messageType.replaceFirst("Message$", "");
        };
    }
}

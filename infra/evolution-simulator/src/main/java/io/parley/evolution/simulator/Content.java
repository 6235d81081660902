package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming.Card;
import io.parley.evolution.simulator.StoredMessage.File;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, in WhatsApp's JSON.
 *
 * @param type the content's key in {@code message}
 * @param message the whole of {@code message}
 */
record Content(String type, ObjectNode message, @Nullable File file) {

    static Content text(String text) {
        return new Content("conversation", Json.object().put("conversation", text), null);
    }

    static Content image(File file, @Nullable String caption) {
        ObjectNode body = media(file).put("height", 1280).put("width", 960);
        body.set("jpegThumbnail", Json.bytes(255, 216));
        return of("imageMessage", caption(body, caption), file);
    }

    static Content video(File file, @Nullable String caption, int seconds) {
        ObjectNode body = media(file)
                .put("seconds", seconds)
                .put("gifPlayback", false)
                .put("height", 848)
                .put("width", 480);
        body.set("jpegThumbnail", Json.bytes(255, 216));
        return of("videoMessage", caption(body, caption), file);
    }

    /** @param voiceNote whether it was spoken into the phone */
    static Content audio(File file, int seconds, boolean voiceNote) {
        ObjectNode body = media(file).put("seconds", seconds).put("ptt", voiceNote);
        body.set("waveform", Json.bytes(0, 12, 40, 22));
        return of("audioMessage", body, file);
    }

    static Content document(File file, @Nullable String caption) {
        ObjectNode body = media(file)
                .put("title", file.name())
                .put("fileName", file.name())
                .put("pageCount", 1)
                .put("contactVcard", false);
        return of("documentMessage", caption(body, caption), file);
    }

    static Content sticker(File file) {
        ObjectNode body = media(file)
                .put("height", 64)
                .put("width", 64)
                .put("isAnimated", false)
                .put("isAvatar", false)
                .put("isAiSticker", false)
                .put("isLottie", false);
        body.set("stickerSentTs", Json.halves(System.currentTimeMillis(), false));
        return of("stickerMessage", body, file);
    }

    static Content location(double latitude, double longitude, @Nullable String name, @Nullable String address) {
        ObjectNode body = Json.object().put("degreesLatitude", latitude).put("degreesLongitude", longitude);
        if (name != null) {
            body.put("name", name);
        }
        if (address != null) {
            body.put("address", address);
        }
        return of("locationMessage", body, null);
    }

    static Content contacts(List<Card> cards) {
        if (cards.size() == 1) {
            return of("contactMessage", card(cards.getFirst()), null);
        }
        ObjectNode body = Json.object().put("displayName", cards.size() + " contatos");
        ArrayNode contacts = body.putArray("contacts");
        cards.forEach(card -> contacts.add(card(card)));
        return of("contactsArrayMessage", body, null);
    }

    static Content reaction(JsonNode key, String emoji) {
        ObjectNode body = Json.object();
        body.set("key", key);
        body.put("text", emoji);
        body.set("senderTimestampMs", Json.halves(System.currentTimeMillis(), false));
        return of("reactionMessage", body, null);
    }

    static Content poll(String name, int selectable, JsonNode values) {
        ObjectNode body = Json.object();
        ArrayNode options = body.putArray("options");
        values.forEach(value -> options.addObject().put("optionName", value.asText()));
        body.put("name", name).put("selectableOptionsCount", selectable);
        Content poll = of("pollCreationMessageV3", body, null);
        poll.message.putObject("messageContextInfo").set("messageSecret", Json.bytes(9, 8));
        return poll;
    }

    /** Anything else WhatsApp knows, as it is given. */
    static Content raw(String type, ObjectNode message) {
        return new Content(type, message, null);
    }

    /** The text that people see; null when there is none. */
    static @Nullable String textOf(JsonNode message) {
        String text = Json.text(message.path("conversation"));
        if (text == null) {
            text = Json.text(message.path("extendedTextMessage").path("text"));
        }
        if (text == null) {
            text = Json.text(message.path("reactionMessage").path("text"));
        }
        for (JsonNode body : message) {
            if (text == null) {
                text = Json.text(body.path("caption"));
            }
        }
        return text;
    }

    private static ObjectNode card(Card card) {
        String digits = card.waid() == null ? card.phone().replaceAll("\\D", "") : card.waid();
        StringBuilder vcard = new StringBuilder("BEGIN:VCARD\nVERSION:3.0\nN:")
                .append(card.name())
                .append("\nFN:")
                .append(card.name());
        if (card.organization() != null) {
            vcard.append("\nORG:").append(card.organization()).append(';');
        }
        vcard.append("\nitem1.TEL;waid=").append(digits).append(':').append(card.phone());
        vcard.append("\nitem1.X-ABLabel:Celular\nEND:VCARD");
        return Json.object().put("displayName", card.name()).put("vcard", vcard.toString());
    }

    private static Content of(String type, ObjectNode body, @Nullable File file) {
        ObjectNode message = Json.object();
        message.set(type, body);
        return new Content(type, message, file);
    }

    /** What every file has: an address of encrypted bytes that nobody can use, and what would decrypt them. */
    private static ObjectNode media(File file) {
        String path = "/v/" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".enc";
        byte[] hash = sha256(file.bytes());
        ObjectNode body =
                Json.object().put("url", "https://mmg.whatsapp.net" + path).put("mimetype", file.mimetype());
        body.set("fileSha256", Json.bytes(hash[0] & 0xFF, hash[1] & 0xFF));
        body.set("fileLength", Json.halves(file.bytes().length, true));
        body.set("mediaKey", Json.bytes(51, 68));
        body.set("fileEncSha256", Json.bytes(85, 102));
        body.put("directPath", path);
        body.set("mediaKeyTimestamp", Json.halves(System.currentTimeMillis() / 1000, false));
        return body;
    }

    private static ObjectNode caption(ObjectNode body, @Nullable String caption) {
        return caption == null ? body : body.put("caption", caption);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

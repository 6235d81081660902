package io.parley.evolution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of Evolution's sends, named after its endpoint.
 *
 * <p>A {@code number} is digits with the country code, or a JID. Media are a URL with a dotted host, which Evolution
 * fetches, or plain base64 without {@code data:} prefix.
 */
public sealed interface SendRequest {

    SendOptions options();

    private static ObjectNode to(String number) {
        return Json.object().put("number", number);
    }

    /** The endpoint below {@code /message/}. */
    default String endpoint() {
        return switch (this) {
            case SendText text -> "sendText";
            case SendMedia media -> "sendMedia";
            case SendWhatsAppAudio audio -> "sendWhatsAppAudio";
            case SendSticker sticker -> "sendSticker";
            case SendLocation location -> "sendLocation";
            case SendContact contact -> "sendContact";
            case SendReaction reaction -> "sendReaction";
        };
    }

    /** The request's JSON, options included. */
    default ObjectNode toJson() {
        ObjectNode body = switch (this) {
            case SendText text -> to(text.number).put("text", text.text);
            case SendMedia media -> media.content();
            case SendWhatsAppAudio audio ->
                to(audio.number).put("audio", audio.audio).put("encoding", audio.encoding);
            case SendSticker sticker -> to(sticker.number).put("sticker", sticker.sticker);
            case SendLocation location -> location.content();
            case SendContact contact -> contact.content();
            case SendReaction reaction -> reaction.content();
        };
        options().writeTo(body);
        return body;
    }

    /** Text, in WhatsApp's own markup. */
    record SendText(String number, String text, SendOptions options) implements SendRequest {}

    /**
     * An image, video, document or audio file.
     *
     * @param mimetype guessed by Evolution from the name or URL when null; give it
     * @param fileName required with a document in base64
     */
    record SendMedia(
            String number,
            MediaType mediatype,
            String media,
            @Nullable String mimetype,
            @Nullable String caption,
            @Nullable String fileName,
            SendOptions options)
            implements SendRequest {

        private ObjectNode content() {
            ObjectNode body = to(number).put("mediatype", mediatype.name().toLowerCase(Locale.ROOT));
            body.put("media", media);
            putUnlessNull(body, "mimetype", mimetype);
            putUnlessNull(body, "caption", caption);
            putUnlessNull(body, "fileName", fileName);
            return body;
        }
    }

    /** How WhatsApp shows a file. */
    enum MediaType {
        IMAGE,
        VIDEO,
        DOCUMENT,
        AUDIO
    }

    /**
     * A voice note. Quotes are ignored by Evolution here.
     *
     * @param encoding whether Evolution converts it to Ogg/Opus, without which iPhones may not play it
     */
    record SendWhatsAppAudio(String number, String audio, boolean encoding, SendOptions options)
            implements SendRequest {}

    /** A picture that Evolution converts to a sticker. */
    record SendSticker(String number, String sticker, SendOptions options) implements SendRequest {}

    /** A place on the map. */
    record SendLocation(
            String number, double latitude, double longitude, String name, String address, SendOptions options)
            implements SendRequest {

        private ObjectNode content() {
            return to(number)
                    .put("latitude", latitude)
                    .put("longitude", longitude)
                    .put("name", name)
                    .put("address", address);
        }
    }

    /** One or more contact cards. */
    record SendContact(String number, List<ContactCard> contacts, SendOptions options) implements SendRequest {

        public SendContact {
            contacts = List.copyOf(contacts);
        }

        private ObjectNode content() {
            ObjectNode body = to(number);
            ArrayNode cards = body.putArray("contact");
            for (ContactCard card : contacts) {
                ObjectNode json =
                        cards.addObject().put("fullName", card.fullName).put("phoneNumber", card.phoneNumber);
                putUnlessNull(json, "wuid", card.wuid);
                putUnlessNull(json, "organization", card.organization);
                putUnlessNull(json, "email", card.email);
                putUnlessNull(json, "url", card.url);
            }
            return body;
        }
    }

    /**
     * A person or firm to share.
     *
     * @param phoneNumber as people write it, at least ten characters
     * @param wuid its digits on WhatsApp, which makes the card open a chat
     */
    record ContactCard(
            String fullName,
            String phoneNumber,
            @Nullable String wuid,
            @Nullable String organization,
            @Nullable String email,
            @Nullable String url) {}

    /** @param reaction one emoji, or empty to take the reaction back */
    record SendReaction(MessageKey key, String reaction) implements SendRequest {

        @Override
        public SendOptions options() {
            return SendOptions.NONE;
        }

        private ObjectNode content() {
            ObjectNode body = Json.object();
            body.set("key", key.toJson());
            return body.put("reaction", reaction);
        }
    }

    private static void putUnlessNull(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}

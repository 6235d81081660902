package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.count;
import static io.parley.ingress.channel.whatsapp.Dialect.firstText;
import static io.parley.ingress.channel.whatsapp.Dialect.number;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads pictures, videos, sound, documents and stickers, in WhatsApp's shape and in the Cloud API's.
 *
 * <p>{@code url} of such a message points at encrypted bytes and is never handed on as a place to fetch from.
 */
final class MediaReader {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(;[\\x20-\\x7E]*)?");

    private MediaReader() {}

    static Media image(JsonNode frame, Content content) {
        return media(frame, content, MediaKind.IMAGE, "image/jpeg");
    }

    static Media video(JsonNode frame, Content content) {
        return media(frame, content, MediaKind.VIDEO, "video/mp4");
    }

    static Media audio(JsonNode frame, Content content) {
        boolean voice = content.body().path("ptt").booleanValue();
        return media(frame, content, voice ? MediaKind.VOICE : MediaKind.AUDIO, "audio/ogg");
    }

    static Media document(JsonNode frame, Content content) {
        return media(frame, content, MediaKind.DOCUMENT, "application/octet-stream");
    }

    static Media sticker(JsonNode frame, Content content) {
        return media(frame, content, MediaKind.STICKER, "image/webp");
    }

    private static Media media(JsonNode frame, Content content, MediaKind kind, String usualType) {
        JsonNode body = content.body();
        Long size = number(body.path("fileLength"));
        return new Media(
                kind,
                null,
                text(content.outer().path("mediaUrl")),
                reference(frame, content),
                mediaType(firstText(body.path("mimetype"), body.path("mime_type")), usualType),
                size == null || size < 0 ? null : size,
                firstText(body.path("fileName"), body.path("filename"), body.path("title")),
                firstText(body.path("caption"), content.outer().path("speechToText")),
                count(body.path("seconds")));
    }

    /** What the provider says, unless it would make no header. */
    private static String mediaType(@Nullable String said, String usual) {
        return said != null && MEDIA_TYPE.matcher(said).matches() ? said : usual;
    }

    /** The body of a later {@code getBase64FromMediaMessage}: works without Evolution's database, too. */
    private static String reference(JsonNode frame, Content content) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.set("key", frame.path("key"));
        reference.put(
                "messageType", firstText(frame.path("messageType"), JsonNodeFactory.instance.textNode(content.kind())));
        reference.set("message", Redaction.withoutBulk(content.outer()));
        return reference.toString();
    }
}

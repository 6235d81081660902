package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.firstText;
import static io.parley.ingress.channel.whatsapp.Dialect.is;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Edit;
import io.parley.contract.message.MessageContent.InteractiveReply;
import io.parley.contract.message.MessageContent.Location;
import io.parley.contract.message.MessageContent.Poll;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.message.MessageContent.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a message says: every kind of {@code evolution-api.md} §2.4. What cannot be shown, for whichever reason,
 * becomes {@link Unsupported} with a readable line and its raw JSON, so that no message is lost.
 */
final class ContentReader {

    /** Types of messages in which the Cloud API's channel hides the choice of a button or a list. */
    private static final Set<String> CHOICES = Set.of("interactiveMessage", "buttonMessage");

    private static final int MESSAGE_EDIT = 14;

    private ContentReader() {}

    /** @param frame the message with its key; absent when it is the phones' own book-keeping and says nothing */
    static @Nullable MessageContent read(JsonNode frame, @Nullable Content content) {
        if (content == null) {
            return withoutContent(frame);
        }
        if (content.kind().equals("albumMessage")) {
            return null; // a count; its pictures follow as messages of their own
        }
        if (content.kind().equals("protocolMessage")) {
            return edit(content.body());
        }
        try {
            MessageContent known = known(frame, content);
            return known == null ? unsupported(content) : known;
        } catch (RuntimeException e) { // whatever it is that the provider sent, the message was sent
            return unsupported(content);
        }
    }

    /** The edit in a protocol message. All other kinds are for phones only, and some carry keys. */
    static @Nullable Edit edit(JsonNode protocol) {
        String target = text(protocol.path("key").path("id"));
        return target != null && is(protocol.path("type"), MESSAGE_EDIT, "MESSAGE_EDIT")
                ? edit(target, protocol.path("editedMessage"))
                : null;
    }

    /** The new words of a message: its text or its caption. Absent when it has none. */
    static @Nullable Edit edit(String target, JsonNode edited) {
        Content content = Content.of(edited);
        String words = content == null
                ? null
                : firstText(
                        content.body(),
                        content.body().path("text"),
                        content.body().path("caption"));
        return words == null ? null : new Edit(target, cut(words));
    }

    private static @Nullable MessageContent known(JsonNode frame, Content content) {
        JsonNode body = content.body();
        return switch (content.kind()) {
            case "conversation" -> words(frame, text(body));
            case "extendedTextMessage" -> words(frame, text(body.path("text")));
            case "imageMessage" -> MediaReader.image(frame, content);
            case "videoMessage", "ptvMessage" -> MediaReader.video(frame, content);
            case "audioMessage" -> MediaReader.audio(frame, content);
            case "documentMessage" -> MediaReader.document(frame, content);
            case "stickerMessage" -> MediaReader.sticker(frame, content);
            case "locationMessage" -> location(body, text(body.path("name")), false);
            case "liveLocationMessage" -> location(body, text(body.path("caption")), true);
            case "contactMessage" -> AddressCards.of(body);
            case "contactsArrayMessage" -> AddressCards.of(body.path("contacts"));
            case "reactionMessage" -> reaction(body);
            case "pollCreationMessage", "pollCreationMessageV2", "pollCreationMessageV3" -> poll(body);
            case "pollUpdateMessage" -> ReplyReader.vote(body);
            case "listResponseMessage" -> ReplyReader.list(body);
            case "buttonsResponseMessage", "templateButtonReplyMessage" -> ReplyReader.button(body);
            case "interactiveResponseMessage" -> ReplyReader.nativeFlow(body);
            default -> null;
        };
    }

    private static @Nullable MessageContent words(JsonNode frame, @Nullable String words) {
        if (words == null) {
            return null;
        }
        String type = frame.path("messageType").asText("");
        return CHOICES.contains(type) ? new InteractiveReply(cut(words), null, null) : new Text(cut(words));
    }

    private static Location location(JsonNode body, @Nullable String name, boolean live) {
        return new Location(
                body.path("degreesLatitude").asDouble(Double.NaN),
                body.path("degreesLongitude").asDouble(Double.NaN),
                name,
                text(body.path("address")),
                live);
    }

    private static @Nullable Reaction reaction(JsonNode body) {
        String target = text(body.path("key").path("id"));
        return target == null ? null : new Reaction(target, body.path("text").asText(""));
    }

    private static Poll poll(JsonNode body) {
        List<String> options = new ArrayList<>();
        body.path("options")
                .forEach(option -> options.add(option.path("optionName").asText("")));
        return new Poll(
                body.path("name").asText(""),
                options,
                body.path("selectableOptionsCount").intValue());
    }

    /** Nothing in it that anybody sent, or nothing that this version of the provider passed on. */
    private static @Nullable MessageContent withoutContent(JsonNode frame) {
        JsonNode message = frame.path("message");
        if (message.has("senderKeyDistributionMessage") || message.has("fastRatchetKeySenderKeyDistributionMessage")) {
            return null;
        }
        String kind = frame.path("messageType").asText("unknown");
        return new Unsupported(kind, Placeholders.of(kind, message), Redaction.raw(frame));
    }

    private static Unsupported unsupported(Content content) {
        return new Unsupported(content.kind(), Placeholders.of(content.kind(), content.body()), content.raw());
    }

    private static String cut(String words) {
        if (words.length() <= MessageContent.MAX_TEXT) {
            return words;
        }
        boolean splitsPair = Character.isHighSurrogate(words.charAt(MessageContent.MAX_TEXT - 1));
        return words.substring(0, splitsPair ? MessageContent.MAX_TEXT - 1 : MessageContent.MAX_TEXT);
    }
}

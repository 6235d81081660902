package io.parley.outbound.channel.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Contacts;
import io.parley.contract.message.MessageContent.Location;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.FoundMessage;
import io.parley.evolution.MessageSearch;
import io.parley.evolution.SendRequest.MediaType;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Looks in Evolution's database for a message that may have been sent. */
final class SentHistory {

    private static final int AT_MOST = 50;
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final double SAME_PLACE = 1e-5;

    private static final Map<MediaType, List<String>> NAMES = Map.of(
            MediaType.IMAGE, List.of("imageMessage"),
            MediaType.VIDEO, List.of("videoMessage", "ptvMessage"),
            MediaType.AUDIO, List.of("audioMessage"),
            MediaType.DOCUMENT, List.of("documentMessage"));

    private final Clock clock;

    SentHistory(Clock clock) {
        this.clock = clock;
    }

    /** What was sent under the id we chose. */
    Flux<SendOutcome.Sent> byId(EvolutionClient client, String messageId, Instant since) {
        return find(client, new MessageSearch(null, messageId, true, since, until(), 1))
                .filter(found -> found.key().id().equals(messageId))
                .map(SentHistory::sent);
    }

    /** What was sent to the same chat and says the same, the oldest first. */
    Flux<SendOutcome.Sent> alike(EvolutionClient client, OutgoingPart part, Instant since) {
        return Flux.fromIterable(Recipient.of(part.message().address()).chats())
                .concatMap(chat -> find(client, MessageSearch.ownIn(chat, since, until(), AT_MOST)))
                .filter(found -> !found.at().isBefore(since) && isAlike(part.content(), unwrap(found.message())))
                .sort(Comparator.comparing(FoundMessage::at))
                .map(SentHistory::sent);
    }

    private static Flux<FoundMessage> find(EvolutionClient client, MessageSearch search) {
        return client.findMessages(search).flatMapIterable(found -> found);
    }

    private Instant until() {
        return clock.instant().plus(AHEAD);
    }

    private static SendOutcome.Sent sent(FoundMessage found) {
        String chat = found.key().remoteJid();
        return new SendOutcome.Sent(found.key().id(), chat.isEmpty() ? null : chat);
    }

    private static boolean isAlike(MessageContent ours, JsonNode theirs) {
        return switch (ours) {
            case Text text -> saysTheSame(text.body(), textOf(theirs));
            case Media media -> isAlike(media, theirs);
            case Location location -> isAlike(location, theirs.path("locationMessage"));
            case Contacts contacts -> theirs.has("contactMessage") || theirs.has("contactsArrayMessage");
            case Reaction reaction -> isAlike(reaction, theirs.path("reactionMessage"));
            case MessageContent.Poll poll -> false;
            case MessageContent.InteractiveReply reply -> false;
            case MessageContent.Edit edit -> false;
            case MessageContent.Delete delete -> false;
            case MessageContent.Unsupported unsupported -> false;
        };
    }

    private static boolean isAlike(Media media, JsonNode theirs) {
        if (media.kind() == MessageContent.MediaKind.STICKER) {
            return theirs.has("stickerMessage");
        }
        for (String name : Objects.requireNonNull(NAMES.get(MediaFiles.typeOf(media)))) {
            JsonNode content = theirs.path(name);
            if (content.isObject()) {
                boolean sameName = !content.hasNonNull("fileName")
                        || content.path("fileName").asText().equals(MediaFiles.nameOf(media));
                return sameName
                        && saysTheSame(media.caption(), content.path("caption").asText(""));
            }
        }
        return false;
    }

    private static boolean isAlike(Location location, JsonNode theirs) {
        return theirs.isObject()
                && Math.abs(theirs.path("degreesLatitude").asDouble() - location.latitude()) < SAME_PLACE
                && Math.abs(theirs.path("degreesLongitude").asDouble() - location.longitude()) < SAME_PLACE;
    }

    private static boolean isAlike(Reaction reaction, JsonNode theirs) {
        return theirs.at("/key/id").asText().equals(reaction.targetSourceId())
                && theirs.path("text").asText("").equals(reaction.emoji());
    }

    private static boolean saysTheSame(@Nullable String ours, String theirs) {
        return (ours == null ? "" : WhatsAppMarkup.of(ours)).strip().equals(theirs.strip());
    }

    private static String textOf(JsonNode message) {
        String text = message.path("conversation").asText("");
        return text.isEmpty() ? message.at("/extendedTextMessage/text").asText("") : text;
    }

    /** A content that has a message inside is a wrapper, such as that of disappearing messages. */
    private static JsonNode unwrap(JsonNode message) {
        for (JsonNode content : message) {
            if (content.path("message").isObject()) {
                return unwrap(content.path("message"));
            }
        }
        return message;
    }
}

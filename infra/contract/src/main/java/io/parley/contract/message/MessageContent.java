package io.parley.contract.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.contract.InvalidContent;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a message says, whichever channel carried it. Names are the wire format: classes may be renamed, names not. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = MessageContent.Unsupported.class)
@JsonSubTypes({
    @Type(name = "text", value = MessageContent.Text.class),
    @Type(name = "media", value = MessageContent.Media.class),
    @Type(name = "location", value = MessageContent.Location.class),
    @Type(name = "contacts", value = MessageContent.Contacts.class),
    @Type(name = "reaction", value = MessageContent.Reaction.class),
    @Type(name = "poll", value = MessageContent.Poll.class),
    @Type(name = "interactive_reply", value = MessageContent.InteractiveReply.class),
    @Type(name = "edit", value = MessageContent.Edit.class),
    @Type(name = "delete", value = MessageContent.Delete.class),
    @Type(name = "unsupported", value = MessageContent.Unsupported.class)
})
public sealed interface MessageContent {

    /** The longest text in UTF-16 units, that of Chatwoot's API; longer ones are cut by whoever makes them. */
    int MAX_TEXT = 150_000;

    /** Plain text: not blank. Markup is the channel's affair. */
    record Text(String body) implements MessageContent {
        public Text {
            requireText(body, "text");
        }
    }

    /**
     * A file. Its bytes are found in this order: {@code fileKey}, {@code url}, the provider asked with
     * {@code providerReference}.
     *
     * @param fileKey key in the hub's file store once the bytes are there
     * @param url where the provider keeps the plain bytes for a while
     * @param providerReference what the provider wants to be asked with for the bytes: JSON, opaque to all but the
     *     channel
     * @param sizeBytes as the provider says; the true size is known once stored
     * @param seconds length of audio or video
     */
    record Media(
            MediaKind kind,
            @Nullable String fileKey,
            @Nullable String url,
            @Nullable String providerReference,
            String mediaType,
            @Nullable Long sizeBytes,
            @Nullable String fileName,
            @Nullable String caption,
            @Nullable Integer seconds)
            implements MessageContent {
        public Media {
            if (mediaType.isBlank()) {
                throw new InvalidContent("media must have a type");
            }
            if (caption != null && caption.isBlank()) {
                caption = null;
            }
        }

        /** The same file, its bytes now in the hub's file store. */
        public Media withFileKey(String key) {
            return new Media(kind, key, url, providerReference, mediaType, sizeBytes, fileName, caption, seconds);
        }
    }

    /** What kind of file it is to a person. */
    enum MediaKind {
        IMAGE,
        VIDEO,
        AUDIO,
        VOICE,
        DOCUMENT,
        STICKER;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static MediaKind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** A place. {@code live} when the sender was moving: the first position only. */
    record Location(
            double latitude,
            double longitude,
            @Nullable String name,
            @Nullable String address,
            boolean live) implements MessageContent {
        public Location {
            if (Double.isNaN(latitude)
                    || Math.abs(latitude) > 90
                    || Double.isNaN(longitude)
                    || Math.abs(longitude) > 180) {
                throw new InvalidContent("a location must lie on the globe");
            }
        }
    }

    /** Address-book cards; at least one. */
    record Contacts(List<Card> cards) implements MessageContent {
        public Contacts {
            cards = List.copyOf(cards);
            if (cards.isEmpty()) {
                throw new InvalidContent("contacts must hold a card");
            }
        }

        /** One person of an address book; phones as written on the card. */
        public record Card(
                String name, List<String> phones, @Nullable String vcard) {
            public Card {
                phones = List.copyOf(phones);
            }
        }
    }

    /** An emoji put on a message, or taken back when {@code emoji} is empty. */
    record Reaction(String targetSourceId, String emoji) implements MessageContent {}

    /** A poll as it was asked. */
    record Poll(String question, List<String> options, int selectable) implements MessageContent {
        public Poll {
            options = List.copyOf(options);
        }
    }

    /** A choice from a list, a button or a poll. {@code id} is the choice's own id where it has one. */
    record InteractiveReply(
            String title, @Nullable String id, @Nullable String description) implements MessageContent {
        public InteractiveReply {
            requireText(title, "title");
        }
    }

    /** New words for an earlier message; who wrote that one says the direction. */
    record Edit(String targetSourceId, String body) implements MessageContent {
        public Edit {
            requireText(body, "text");
        }
    }

    /** An earlier message was taken back for everyone. */
    record Delete(String targetSourceId) implements MessageContent {}

    /**
     * Content this version does not show, and what an older reader sees of a newer writer.
     *
     * @param kind the provider's name for it
     * @param placeholder a readable line to show instead
     * @param raw the provider's JSON, kept for later
     */
    record Unsupported(
            @Nullable String kind,
            @Nullable String placeholder,
            @Nullable String raw) implements MessageContent {}

    private static void requireText(String value, String what) {
        if (value.isBlank() || value.length() > MAX_TEXT) {
            throw new InvalidContent("%s must hold 1 to %d characters".formatted(what, MAX_TEXT));
        }
    }
}

package io.parley.store.inbound;

import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.MediaKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a provider reports to have sent is what we gave it: providers change white space, markup and file types.
 */
final class EchoMatch {

    private static final double ABOUT_TEN_METRES = 1e-4;

    private EchoMatch() {}

    /** The first of the parts that the echo repeats. */
    static @Nullable MessageContent find(List<MessageContent> parts, MessageContent echo) {
        return parts.stream()
                .filter(part -> saysTheSame(part, echo))
                .findFirst()
                .orElse(null);
    }

    static boolean saysTheSame(MessageContent ours, MessageContent echo) {
        return switch (ours) {
            case MessageContent.Text text ->
                echo instanceof MessageContent.Text other && sameWords(text.body(), other.body());
            case MessageContent.Media media ->
                echo instanceof MessageContent.Media other
                        && sameKind(media.kind(), other.kind())
                        && sameWords(words(media.caption()), words(other.caption()));
            case MessageContent.Location place ->
                echo instanceof MessageContent.Location other
                        && Math.abs(place.latitude() - other.latitude()) < ABOUT_TEN_METRES
                        && Math.abs(place.longitude() - other.longitude()) < ABOUT_TEN_METRES;
            case MessageContent.Contacts contacts ->
                echo instanceof MessageContent.Contacts other
                        && sameWords(
                                contacts.cards().get(0).name(),
                                other.cards().get(0).name());
            case MessageContent.Poll poll ->
                echo instanceof MessageContent.Poll other && sameWords(poll.question(), other.question());
            case MessageContent.Reaction reaction -> reaction.equals(echo);
            case MessageContent.InteractiveReply reply ->
                echo instanceof MessageContent.InteractiveReply other && sameWords(reply.title(), other.title());
            case MessageContent.Edit edit -> false;
            case MessageContent.Delete delete -> false;
            case MessageContent.Unsupported unsupported -> false;
        };
    }

    /** A signature may have been put before our words on the way. */
    private static boolean sameWords(String ours, String echo) {
        String expected = plain(ours);
        String actual = plain(echo);
        return actual.equals(expected) || (!expected.isEmpty() && actual.endsWith(" " + expected));
    }

    /** Letters and digits alone: stars, underscores and line ends are the channel's affair. */
    private static String plain(String words) {
        String letters = words.replaceAll("[^\\p{L}\\p{N}]+", " ").strip().toLowerCase(Locale.ROOT);
        return letters.isEmpty() ? words.strip() : letters;
    }

    private static String words(@Nullable String caption) {
        return caption == null ? "" : caption;
    }

    /** Sound is sound: what left as a voice message may come back as audio. */
    private static boolean sameKind(MediaKind ours, MediaKind echo) {
        return ours == echo || (isSound(ours) && isSound(echo));
    }

    private static boolean isSound(MediaKind kind) {
        return kind == MediaKind.AUDIO || kind == MediaKind.VOICE;
    }
}

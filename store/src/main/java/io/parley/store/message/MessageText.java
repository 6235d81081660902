package io.parley.store.message;

import io.parley.contract.message.MessageContent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words to show of a message, whatever it is; what lists, search and previews read. */
public final class MessageText {

    private MessageText() {}

    /** Absent when there are none: a file without caption, a change of another message. */
    public static @Nullable String of(MessageContent content) {
        return switch (content) {
            case MessageContent.Text text -> text.body();
            case MessageContent.Media media -> media.caption();
            case MessageContent.Location location -> place(location);
            case MessageContent.Contacts contacts ->
                contacts.cards().stream().map(MessageText::card).collect(Collectors.joining("\n"));
            case MessageContent.Poll poll ->
                Stream.concat(
                                Stream.of(poll.question()),
                                poll.options().stream().map(option -> "- " + option))
                        .collect(Collectors.joining("\n"));
            case MessageContent.InteractiveReply reply -> reply.title();
            case MessageContent.Unsupported unsupported -> unsupported.placeholder();
            case MessageContent.Edit edit -> edit.body();
            case MessageContent.Reaction reaction -> reaction.emoji().isEmpty() ? null : reaction.emoji();
            case MessageContent.Delete delete -> null;
        };
    }

    /** What is stored beside the words: nothing of what is words and files alone. */
    public static @Nullable MessageContent structured(MessageContent content) {
        return content instanceof MessageContent.Text || content instanceof MessageContent.Media ? null : content;
    }

    private static String place(MessageContent.Location location) {
        List<String> words = Stream.of(location.name(), location.address())
                .filter(Objects::nonNull)
                .filter(it -> !it.isBlank())
                .toList();
        return words.isEmpty()
                ? String.format(Locale.ROOT, "%.6f, %.6f", location.latitude(), location.longitude())
                : String.join(", ", words);
    }

    private static String card(MessageContent.Contacts.Card card) {
        return card.phones().isEmpty() ? card.name() : card.name() + ": " + String.join(", ", card.phones());
    }
}

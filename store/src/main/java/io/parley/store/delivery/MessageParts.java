package io.parley.store.delivery;

import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts a message into what a provider takes one at a time: most channels carry one file a message. */
public final class MessageParts {

    private static final Set<MediaKind> WITH_CAPTION = Set.of(MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT);

    private MessageParts() {}

    /**
     * The words go with the first file where it can carry them, else before it. Empty when there is nothing to send.
     */
    public static List<MessageContent> of(@Nullable String text, @Nullable MessageContent content, List<Media> files) {
        if (content != null) {
            return List.of(content);
        }
        List<MessageContent> parts = new ArrayList<>(files);
        if (text == null || text.isBlank()) {
            return parts;
        }
        if (!files.isEmpty() && WITH_CAPTION.contains(files.get(0).kind())) {
            parts.set(0, captioned(files.get(0), text));
        } else {
            parts.add(0, new Text(text));
        }
        return parts;
    }

    private static Media captioned(Media file, String caption) {
        return new Media(
                file.kind(),
                file.fileKey(),
                file.url(),
                file.providerReference(),
                file.mediaType(),
                file.sizeBytes(),
                file.fileName(),
                caption,
                file.seconds());
    }
}

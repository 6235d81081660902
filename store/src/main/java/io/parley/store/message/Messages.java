package io.parley.store.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The messages of a conversation. */
public interface Messages {

    /**
     * Oldest first. No bound: the newest 20; before: the 20 below it; after: up to 100 above; both: up to 1000 between.
     *
     * @param after the number of a message, or 0 to begin with the first
     */
    Mono<MessageWindow> list(Viewer viewer, int displayId, @Nullable MessageId before, @Nullable Integer after);

    /**
     * Up to 20 below the message and, from it on, up to 30; oldest first. A message of elsewhere is {@code NotFound}.
     */
    Mono<MessageWindow> around(Viewer viewer, int displayId, MessageId message);

    /** As {@link #around} the first message of that time or later; the newest ones when there is none. */
    Mono<MessageWindow> at(Viewer viewer, int displayId, Instant time);

    /**
     * Stores an agent's message with its event, and queues it for the provider unless it is a private note. Answers
     * with the stored message.
     */
    Mono<MessageView> create(Viewer viewer, int displayId, NewMessage message);

    /** Leaves a trace without words or files; takes it back at the provider when it was sent. */
    Mono<MessageView> delete(Viewer viewer, int displayId, MessageId id);

    /**
     * Sends a failed message again. It keeps its place, and so goes before what was written after it and still waits.
     */
    Mono<MessageView> retry(Viewer viewer, int displayId, MessageId id);

    /** What it said before it was edited, oldest first. */
    Flux<Revision> revisions(Viewer viewer, int displayId, MessageId id);

    record MessageWindow(ConversationView conversation, List<MessageView> messages) {
        public MessageWindow {
            messages = List.copyOf(messages);
        }
    }

    /** @param text what it said until {@code revisedAt} */
    record Revision(@Nullable String text, Instant revisedAt) {}

    /**
     * @param direction {@code OUTGOING}; {@code INCOMING} in API inboxes only
     * @param content kinds that are more than words and files (location, contacts, reaction); absent for those
     * @param files already in the file store
     * @param replyTo the quoted message, of the same conversation; unknown ones are dropped
     * @param echoId the client's own id, given back; the same one with the same words within an hour is the same
     *     message
     * @param contentAttributes kept as they are
     */
    record NewMessage(
            Direction direction,
            @Nullable String text,
            @Nullable MessageContent content,
            boolean privateNote,
            List<NewFile> files,
            @Nullable MessageId replyTo,
            @Nullable String replyToSourceId,
            @Nullable String sourceId,
            @Nullable String echoId,
            @Nullable JsonNode contentAttributes) {

        public NewMessage {
            files = List.copyOf(files);
        }
    }

    /** A file that lies in the file store. */
    record NewFile(
            String fileKey,
            String fileName,
            String mediaType,
            long sizeBytes,
            MessageContent.MediaKind kind,
            @Nullable Integer width,
            @Nullable Integer height) {}
}

package io.parley.store.participation;

import io.parley.contract.id.MessageId;
import io.parley.store.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an agent has begun to write in a conversation and not yet sent: theirs alone, on every device of theirs. */
public interface Drafts {

    /** Empty when nothing was begun. */
    Mono<Draft> find(Viewer viewer, int displayId);

    /** Absent fields stay; when neither words nor note are left, there is no draft any more and the answer is empty. */
    Mono<Draft> save(Viewer viewer, int displayId, DraftChange change);

    Mono<Void> delete(Viewer viewer, int displayId);

    /** The viewer's newest 100 in conversations they still see. */
    Flux<Draft> list(Viewer viewer);

    /**
     * @param message for the contact
     * @param note for colleagues
     * @param replyTo the message that is quoted
     */
    record Draft(
            int displayId,
            String message,
            String note,
            @Nullable MessageId replyTo,
            Instant updatedAt) {}

    /** @param replyTo absent stays, 0 quotes nothing */
    record DraftChange(
            @Nullable String message,
            @Nullable String note,
            @Nullable Integer replyTo) {}
}

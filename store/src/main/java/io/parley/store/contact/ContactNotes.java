package io.parley.store.contact;

import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.store.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What agents keep in mind about a contact, for colleagues only. */
public interface ContactNotes {

    /** Newest first, 100 at most. */
    Flux<Note> list(Viewer viewer, ContactId contact, @Nullable Integer before);

    Mono<Note> find(Viewer viewer, ContactId contact, int id);

    Mono<Note> create(Viewer viewer, ContactId contact, String content);

    /** @throws io.parley.store.StoreFailure.NotAllowed for all but its author and administrators */
    Mono<Note> update(Viewer viewer, ContactId contact, int id, String content);

    /** @throws io.parley.store.StoreFailure.NotAllowed for all but its author and administrators */
    Mono<Void> delete(Viewer viewer, ContactId contact, int id);

    /** @param author absent once they left the hub */
    record Note(
            int id,
            ContactId contactId,
            @Nullable AgentId author,
            String content,
            Instant createdAt,
            Instant updatedAt) {}
}

package io.parley.store.message;

import io.parley.contract.id.AccountId;
import io.parley.store.Viewer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Saved replies of the account. */
public interface CannedResponses {

    /** By short code; those whose code or text holds the query, when one is given, best match first. */
    Flux<CannedResponse> list(Viewer viewer, @Nullable String query);

    Mono<CannedResponse> create(Viewer viewer, CannedResponseChange response);

    Mono<CannedResponse> update(Viewer viewer, int id, CannedResponseChange change);

    Mono<Void> delete(Viewer viewer, int id);

    record CannedResponse(
            int id, AccountId accountId, String shortCode, String content, Instant createdAt, Instant updatedAt) {}

    /** Absent fields stay; a new one needs both. */
    record CannedResponseChange(
            @Nullable String shortCode, @Nullable String content) {}
}

package io.parley.store.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What administrators changed of an account, for administrators. */
public interface AuditLog {

    /** Newest first. */
    Mono<List<Entry>> list(Viewer administrator, Query query);

    /**
     * @param before only those below this id; absent: from the newest on
     * @param agent only what this one changed
     * @param subjectType only of this kind: inbox, agent, team, label, custom_attribute
     */
    record Query(
            @Nullable Long before,
            @Nullable AgentId agent,
            @Nullable String subjectType,
            @Nullable Integer subjectId,
            @Nullable Instant since,
            @Nullable Instant until,
            int skip,
            int limit) {}

    /**
     * @param agentName absent once they left the hub
     * @param action create, update or destroy
     * @param before how it was, without secrets; absent when it was made
     * @param after how it is; absent when it is gone
     */
    record Entry(
            long id,
            AgentId agentId,
            @Nullable String agentName,
            String action,
            String subjectType,
            int subjectId,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            Instant createdAt) {}
}

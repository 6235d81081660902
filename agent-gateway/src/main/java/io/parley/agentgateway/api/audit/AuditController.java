package io.parley.agentgateway.api.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import io.parley.store.audit.AuditLog;
import io.parley.store.audit.AuditLog.Entry;
import io.parley.store.audit.AuditLog.Query;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What administrators changed. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/audit_logs")
@Tag(name = "Audit")
class AuditController {

    private static final int PAGE = 25;

    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    @GetMapping
    @Operation(
            summary = "What administrators changed, newest first, 25 a page (administrators)",
            description = "before=<id> with limit scrolls; user_id, auditable_type (inbox, agent, team, label,"
                    + " custom_attribute), auditable_id, since and until narrow it. audited_changes has how it was and how it"
                    + " is, without secrets.")
    @Takes({
        "page: number",
        "before",
        "limit: number",
        "user_id: number",
        "auditable_type",
        "auditable_id: number",
        "since",
        "until"
    })
    Mono<PageJson> list(Viewer viewer, Parameters in) {
        Integer page = in.number("page");
        Integer limit = in.number("limit");
        int size = limit == null ? PAGE : Math.clamp(limit, 1, 100);
        Query query = new Query(
                before(in),
                in.id("user_id", AgentId::new),
                in.word("auditable_type"),
                in.number("auditable_id"),
                in.time("since"),
                in.time("until"),
                page == null || page < 2 ? 0 : (page - 1) * size,
                size);
        return audit.list(viewer, query)
                .map(entries -> new PageJson(
                        size,
                        page == null ? 1 : page,
                        entries.stream().map(EntryJson::of).toList()));
    }

    private static @Nullable Long before(Parameters in) {
        String word = in.word("before");
        try {
            return word == null ? null : Long.valueOf(word);
        } catch (NumberFormatException e) {
            throw new BadInput("before must be a number");
        }
    }

    /** A page of the log. */
    @Wire
    record PageJson(int perPage, int currentPage, List<EntryJson> auditLogs) {}

    /** One change. */
    @Wire
    record EntryJson(
            long id,
            int auditableId,
            String auditableType,
            int userId,
            @Nullable String username,
            String action,
            ChangesJson auditedChanges,
            long createdAt) {

        static EntryJson of(Entry entry) {
            return new EntryJson(
                    entry.id(),
                    entry.subjectId(),
                    entry.subjectType(),
                    entry.agentId().value(),
                    entry.agentName(),
                    entry.action(),
                    new ChangesJson(entry.before(), entry.after()),
                    entry.createdAt().getEpochSecond());
        }
    }

    /** How it was and how it is. */
    @Wire
    record ChangesJson(@Nullable JsonNode before, @Nullable JsonNode after) {}
}

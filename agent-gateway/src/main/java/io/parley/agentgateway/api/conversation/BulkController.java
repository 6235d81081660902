package io.parley.agentgateway.api.conversation;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.TeamId;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.conversation.Conversations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One change to many conversations. Each is changed by itself; one that cannot be does not hold up the others. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/bulk_actions")
@Tag(name = "Conversations")
class BulkController {

    private static final int MAX = 500;
    private static final int AT_ONCE = 4;

    private final Conversations conversations;

    BulkController(Conversations conversations) {
        this.conversations = conversations;
    }

    @PostMapping
    @Operation(
            summary = "Change up to 500 conversations alike",
            description = "fields may hold status (with snoozed_until beside it), assignee_id, team_id and, beyond"
                    + " Chatwoot, priority and seen; labels hold add and remove. Answers when all is done, naming those"
                    + " that could not be changed and why.")
    @Takes({"type", "ids: numbers", "fields: object", "labels: object", "snoozed_until: number"})
    Mono<ResultJson> change(Viewer viewer, Parameters in) {
        String type = in.word("type");
        if (type != null && !type.equals("Conversation")) {
            throw new BadInput("type can only be Conversation");
        }
        List<Integer> ids = in.ids("ids", Integer::valueOf).stream().distinct().toList();
        if (ids.isEmpty() || ids.size() > MAX) {
            throw new BadInput("ids must hold 1 to %d conversations".formatted(MAX));
        }
        Bulk bulk = Bulk.of(in);
        return Flux.fromIterable(ids)
                .flatMap(id -> apply(viewer, id, bulk), AT_ONCE)
                .collectList()
                .map(failed -> new ResultJson(ids.size() - failed.size(), failed));
    }

    /** Empty when all went well. */
    private Mono<FailedJson> apply(Viewer viewer, int id, Bulk bulk) {
        return Flux.concat(
                        bulk.fields().has("assignee_id")
                                ? conversations.assign(viewer, id, bulk.assignee())
                                : Mono.empty(),
                        bulk.fields().has("team_id") ? conversations.assignTeam(viewer, id, bulk.team()) : Mono.empty(),
                        bulk.fields().has("priority")
                                ? conversations.setPriority(viewer, id, bulk.priority())
                                : Mono.empty(),
                        bulk.add().isEmpty() && bulk.remove().isEmpty()
                                ? Mono.empty()
                                : conversations.changeLabels(viewer, id, bulk.add(), bulk.remove()),
                        bulk.status() == null
                                ? Mono.empty()
                                : conversations.changeStatus(viewer, id, bulk.status(), bulk.snoozedUntil()),
                        seen(viewer, id, bulk.fields().flag("seen")))
                .then(Mono.<FailedJson>empty())
                .onErrorResume(
                        StoreFailure.class,
                        failure -> Mono.just(new FailedJson(id, String.valueOf(failure.getMessage()))));
    }

    private Mono<?> seen(Viewer viewer, int id, @Nullable Boolean seen) {
        if (seen == null) {
            return Mono.empty();
        }
        return seen ? conversations.markSeen(viewer, id) : conversations.markUnread(viewer, id);
    }

    /** What is to change, read once. */
    private record Bulk(
            Parameters fields,
            @Nullable ConversationStatus status,
            @Nullable Instant snoozedUntil,
            @Nullable AgentId assignee,
            @Nullable TeamId team,
            @Nullable Priority priority,
            List<String> add,
            List<String> remove) {

        static Bulk of(Parameters in) {
            Parameters fields = in.inside("fields");
            Parameters labels = in.inside("labels");
            String status = fields.word("status");
            Instant until = in.time("snoozed_until");
            return new Bulk(
                    fields,
                    status == null ? null : ConversationController.status(status),
                    until == null ? fields.time("snoozed_until") : until,
                    fields.id("assignee_id", AgentId::new),
                    fields.id("team_id", TeamId::new),
                    ConversationController.priority(fields),
                    labels.texts("add"),
                    labels.texts("remove"));
        }
    }

    /** What became of it. */
    @Wire
    record ResultJson(int changed, List<FailedJson> failed) {}

    /** A conversation that could not be changed, or not wholly. */
    @Wire
    record FailedJson(int id, String error) {}
}

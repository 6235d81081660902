package io.parley.agentgateway.api.conversation;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.filter.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which conversations a client wants listed. */
final class ConversationList {

    private ConversationList() {}

    /** Words are looked for in conversations of every status. */
    static ConversationFilter filter(Parameters in) {
        String query = in.word("q");
        return new ConversationFilter(
                        query == null ? status(in) : null,
                        assignee(in),
                        in.id("inbox_id", InboxId::new),
                        in.id("team_id", TeamId::new),
                        in.texts("labels"),
                        kind(in),
                        query,
                        sort(in))
                .withSourceId(in.word("source_id"))
                .withUpdatedSince(updatedSince(in));
    }

    /** Conditions alone, whatever the status. */
    static ConversationFilter filter(List<Condition> conditions, Parameters in) {
        return new ConversationFilter(null, Assignee.ALL, null, null, List.of(), Kind.ANY, null, sort(in))
                .withConditions(conditions);
    }

    private static @Nullable Instant updatedSince(Parameters in) {
        Integer seconds = in.number("updated_within");
        return seconds == null ? null : Instant.now().minusSeconds(seconds);
    }

    private static @Nullable ConversationStatus status(Parameters in) {
        String status = in.word("status");
        if (status == null) {
            return ConversationStatus.OPEN;
        }
        return status.equals("all") ? null : ConversationController.status(status);
    }

    private static Assignee assignee(Parameters in) {
        return switch (in.word("assignee_type")) {
            case null -> Assignee.ALL;
            case "all" -> Assignee.ALL;
            case "me" -> Assignee.ME;
            case "unassigned" -> Assignee.UNASSIGNED;
            case "assigned" -> Assignee.ASSIGNED;
            default -> throw new BadInput("assignee_type must be me, unassigned, assigned or all");
        };
    }

    private static Kind kind(Parameters in) {
        return switch (in.word("conversation_type")) {
            case null -> Kind.ANY;
            case "unattended" -> Kind.UNATTENDED;
            case "mention" -> Kind.MENTION;
            case "participating" -> Kind.PARTICIPATING;
            default -> throw new BadInput("conversation_type must be mention, participating or unattended");
        };
    }

    /** What the hub has no order for comes in the usual one. */
    private static Sort sort(Parameters in) {
        return switch (in.word("sort_by")) {
            case null -> Sort.LAST_ACTIVITY_DESC;
            case "last_activity_at_asc" -> Sort.LAST_ACTIVITY_ASC;
            case "created_at_asc" -> Sort.CREATED_ASC;
            case "created_at_desc" -> Sort.CREATED_DESC;
            case "priority_asc" -> Sort.PRIORITY_ASC;
            case "priority_desc", "priority_desc_created_at_asc" -> Sort.PRIORITY_DESC;
            case "waiting_since_asc" -> Sort.WAITING_SINCE_ASC;
            case "waiting_since_desc" -> Sort.WAITING_SINCE_DESC;
            default -> Sort.LAST_ACTIVITY_DESC;
        };
    }
}

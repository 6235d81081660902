package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.filter.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations to list.
 *
 * @param status absent: all
 * @param labels any of them; empty: whatever labels
 * @param kind what they are to the viewer, or whether somebody waits
 * @param query words of their messages in any form, quoted phrases and {@code -without}; absent: not asked for. Where
 *     many messages match, the newest 2,000 count
 * @param sourceId where a channel knows the contact, as a visitor's token or a number; absent: wherever
 * @param updatedSince written in after this, or changed so that their history tells of it; absent: whenever. 2,000 at
 *     most
 * @param conditions beside all else; empty: none
 */
public record ConversationFilter(
        @Nullable ConversationStatus status,
        Assignee assignee,
        @Nullable InboxId inboxId,
        @Nullable TeamId teamId,
        List<String> labels,
        Kind kind,
        @Nullable String query,
        Sort sort,
        @Nullable String sourceId,
        @Nullable Instant updatedSince,
        List<Condition> conditions) {

    public ConversationFilter {
        conditions = List.copyOf(conditions);
        labels = List.copyOf(labels);
        query = query == null || query.isBlank() ? null : query.strip();
    }

    /** By what every list has. */
    public ConversationFilter(
            @Nullable ConversationStatus status,
            Assignee assignee,
            @Nullable InboxId inboxId,
            @Nullable TeamId teamId,
            List<String> labels,
            Kind kind,
            @Nullable String query,
            Sort sort) {
        this(status, assignee, inboxId, teamId, labels, kind, query, sort, null, null, List.of());
    }

    public static ConversationFilter open() {
        return new ConversationFilter(
                ConversationStatus.OPEN, Assignee.ALL, null, null, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC);
    }

    ConversationFilter withAssignee(Assignee whose) {
        return new ConversationFilter(
                status, whose, inboxId, teamId, labels, kind, query, sort, sourceId, updatedSince, conditions);
    }

    public ConversationFilter withSourceId(@Nullable String place) {
        return new ConversationFilter(
                status, assignee, inboxId, teamId, labels, kind, query, sort, place, updatedSince, conditions);
    }

    public ConversationFilter withUpdatedSince(@Nullable Instant since) {
        return new ConversationFilter(
                status, assignee, inboxId, teamId, labels, kind, query, sort, sourceId, since, conditions);
    }

    public ConversationFilter withConditions(List<Condition> others) {
        return new ConversationFilter(
                status, assignee, inboxId, teamId, labels, kind, query, sort, sourceId, updatedSince, others);
    }

    /** Whether nothing but status, inbox and team tells which are listed. */
    boolean isPlain() {
        return labels.isEmpty()
                && query == null
                && kind == Kind.ANY
                && sourceId == null
                && updatedSince == null
                && conditions.isEmpty();
    }

    /** Mentions and participation are the viewer's own, the newest 2,000 of them. */
    public enum Kind {
        ANY,
        UNATTENDED,
        MENTION,
        PARTICIPATING
    }

    /** Whose they are. */
    public enum Assignee {
        ALL,
        ME,
        UNASSIGNED,
        ASSIGNED
    }

    /**
     * In which order; ties by id in the same direction. Without a priority is below the lowest; where nobody waits the
     * wait is the shortest.
     */
    public enum Sort {
        LAST_ACTIVITY_DESC,
        LAST_ACTIVITY_ASC,
        CREATED_DESC,
        CREATED_ASC,
        PRIORITY_DESC,
        PRIORITY_ASC,
        WAITING_SINCE_ASC,
        WAITING_SINCE_DESC
    }
}

package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations to list.
 *
 * @param status absent: all
 * @param labels any of them; empty: whatever labels
 * @param query words of their messages; absent: not asked for
 */
public record ConversationFilter(
        @Nullable ConversationStatus status,
        Assignee assignee,
        @Nullable InboxId inboxId,
        @Nullable TeamId teamId,
        List<String> labels,
        boolean unattended,
        @Nullable String query,
        Sort sort) {

    public ConversationFilter {
        labels = List.copyOf(labels);
    }

    public static ConversationFilter open() {
        return new ConversationFilter(
                ConversationStatus.OPEN, Assignee.ALL, null, null, List.of(), false, null, Sort.LAST_ACTIVITY_DESC);
    }

    /** Whose they are. */
    public enum Assignee {
        ALL,
        ME,
        UNASSIGNED,
        ASSIGNED
    }

    /** In which order; ties by id in the same direction. */
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

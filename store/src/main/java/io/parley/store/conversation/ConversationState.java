package io.parley.store.conversation;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as an action finds it.
 *
 * @param inboxDeleted its history is still there, but nothing can be sent any more
 * @param unread all incoming messages no agent has seen
 * @param address to reach the contact at the provider
 * @param viewerId who acts
 * @param viewerName what the one who acts is called
 */
public record ConversationState(
        ConversationId id,
        AccountId accountId,
        int displayId,
        InboxId inboxId,
        Channel channel,
        boolean inboxDeleted,
        ContactId contactId,
        boolean contactBlocked,
        ConversationStatus status,
        @Nullable Instant snoozedUntil,
        @Nullable AgentId assigneeId,
        @Nullable TeamId teamId,
        @Nullable Priority priority,
        int unread,
        String address,
        AgentId viewerId,
        String viewerName) {

    static ConversationState of(Columns columns) {
        Integer assigneeId = columns.numberOrNull("assignee_id");
        Integer teamId = columns.numberOrNull("team_id");
        Integer priority = columns.numberOrNull("priority");
        return new ConversationState(
                new ConversationId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                columns.number("display_id"),
                new InboxId(columns.number("inbox_id")),
                Channel.of(columns.text("channel")),
                columns.flag("inbox_deleted"),
                new ContactId(columns.number("contact_id")),
                columns.flag("contact_blocked"),
                ConversationStatus.of(columns.text("status")),
                columns.instantOrNull("snoozed_until"),
                assigneeId == null ? null : new AgentId(assigneeId),
                teamId == null ? null : new TeamId(teamId),
                priority == null ? null : Priority.values()[priority],
                columns.number("unread_count"),
                columns.text("address"),
                new AgentId(columns.number("viewer_id")),
                columns.text("viewer_name"));
    }
}

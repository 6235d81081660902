package io.parley.contract.notification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something one agent should know.
 *
 * @param agentId who should know
 * @param displayId of the conversation it is about
 * @param messageId what was written; absent where nothing was
 * @param actorId the agent who caused it; absent when it was a contact or a rule
 * @param readAt absent: not yet
 * @param snoozedUntil hidden until then; absent: not hidden
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NotificationView(
        int id,
        AccountId accountId,
        AgentId agentId,
        NotificationKind kind,
        InboxId inboxId,
        int displayId,
        String contactName,
        @Nullable MessageId messageId,
        @Nullable AgentId actorId,
        Instant createdAt,
        @Nullable Instant readAt,
        @Nullable Instant snoozedUntil) {}

package io.parley.store.inbound;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ConversationId;
import io.parley.contract.message.Direction;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A locked conversation and what a batch makes of it. */
final class ConversationRow {

    private final ConversationId id;
    private final boolean created;
    private final boolean muted;
    private final ConversationStatus statusBefore;
    private ConversationStatus status;
    private @Nullable Instant waitingSince;
    private @Nullable Instant firstReplyAt;
    private @Nullable Instant awayRepliedAt;
    private int newlyUnread;
    private @Nullable Integer lastMessageId;
    private @Nullable Instant lastActivityAt;
    private boolean greeted;

    /** @param muted whether the contact is blocked: what they write is kept, and nobody is troubled by it */
    ConversationRow(
            ConversationId id,
            boolean created,
            boolean muted,
            ConversationStatus status,
            @Nullable Instant waitingSince,
            @Nullable Instant firstReplyAt,
            @Nullable Instant awayRepliedAt) {
        this.id = id;
        this.created = created;
        this.muted = muted;
        this.statusBefore = status;
        this.status = status;
        this.waitingSince = waitingSince;
        this.firstReplyAt = firstReplyAt;
        this.awayRepliedAt = awayRepliedAt;
    }

    /** A message was stored: one from the contact opens the conversation again, one from the phone answers it. */
    void received(int messageId, Direction direction, Instant at) {
        lastMessageId = messageId;
        if (muted) {
            return;
        }
        lastActivityAt = lastActivityAt == null || at.isAfter(lastActivityAt) ? at : lastActivityAt;
        if (direction == Direction.INCOMING) {
            status = ConversationStatus.OPEN;
            newlyUnread++;
            waitingSince = waitingSince == null ? at : waitingSince;
        } else {
            waitingSince = null;
            firstReplyAt = firstReplyAt == null ? at : firstReplyAt;
        }
    }

    /** A rule's answer was stored. The contact still waits for a person. */
    void answered(int messageId) {
        lastMessageId = messageId;
    }

    /** True for the message that opened it. */
    boolean greets() {
        return created && !greeted && !muted;
    }

    /** A message of the contact was seen in it. */
    void isNoLongerNew() {
        greeted = true;
    }

    /** True when the contact has not been told for a while that nobody is there; they are told now. */
    boolean saysAway(Instant now, Duration interval) {
        if (muted || (awayRepliedAt != null && now.isBefore(awayRepliedAt.plus(interval)))) {
            return false;
        }
        awayRepliedAt = now;
        return true;
    }

    ConversationId id() {
        return id;
    }

    boolean isCreated() {
        return created;
    }

    boolean isMuted() {
        return muted;
    }

    boolean isReopened() {
        return !created && status != statusBefore;
    }

    boolean isTouched() {
        return lastMessageId != null;
    }

    ConversationStatus status() {
        return status;
    }

    @Nullable
    Instant waitingSince() {
        return waitingSince;
    }

    @Nullable
    Instant firstReplyAt() {
        return firstReplyAt;
    }

    @Nullable
    Instant awayRepliedAt() {
        return awayRepliedAt;
    }

    int newlyUnread() {
        return newlyUnread;
    }

    @Nullable
    Integer lastMessageId() {
        return lastMessageId;
    }

    @Nullable
    Instant lastActivityAt() {
        return lastActivityAt;
    }
}

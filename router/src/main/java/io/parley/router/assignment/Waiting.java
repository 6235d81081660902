package io.parley.router.assignment;

import io.parley.contract.assignment.AssignmentFact.OfConversation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Conversations for which there is nobody now.
 *
 * @param since when the one that waits longest began to; absent when none waits
 */
record Waiting(int number, @Nullable Instant since) {

    static final Waiting NONE = new Waiting(0, null);

    Waiting and(OfConversation conversation) {
        return and(new Waiting(1, conversation.waitingSince()));
    }

    Waiting and(Waiting others) {
        return new Waiting(number + others.number, earlier(since, others.since));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}

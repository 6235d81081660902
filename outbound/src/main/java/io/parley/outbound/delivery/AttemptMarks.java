package io.parley.outbound.delivery;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Remembers, longer than any redelivery takes, which attempts were begun and what became of them. Everything here fails
 * when the memory is away: then nothing may be sent.
 */
interface AttemptMarks {

    /** Marks an attempt as begun, unless it is already. */
    Mono<Mark> begin(PartAttempt attempt);

    /** Keeps what became of a begun attempt; a sent part's source id is claimed too. */
    Mono<Void> settle(PartAttempt attempt, PartResult result);

    /** The parts that this attempt is known to have sent, by their index. */
    Mono<Map<Integer, PartResult.Sent>> sentBy(MessageId messageId, int attempt, int parts);

    /** Whether no part of a message is known to have this source id. */
    Mono<Boolean> isUnclaimed(InboxId inboxId, String sourceId);

    /** What the mark says about an attempt. */
    sealed interface Mark {

        /** It was begun just now, by us: the call may be made. */
        record Fresh(Instant since) implements Mark {}

        /** It was begun before, and nobody knows how it ended: a process died, or another one is at it. */
        record InDoubt(Instant since) implements Mark {}

        /** It is over. */
        record Settled(PartResult result) implements Mark {}
    }
}

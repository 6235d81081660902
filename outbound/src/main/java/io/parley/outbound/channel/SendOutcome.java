package io.parley.outbound.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of sending one part. Reasons are plain words for an agent. */
public sealed interface SendOutcome {

    /**
     * The provider took it.
     *
     * @param sourceId the provider's id
     * @param address where it really went, in the provider's form; absent when the provider does not say
     */
    record Sent(String sourceId, @Nullable String address) implements SendOutcome {}

    /** Refused, and the same again would be refused again. */
    record Refused(String reason) implements SendOutcome {}

    /**
     * Certainly nothing left the hub, and it may work later.
     *
     * @param delay how long at least
     */
    record NotNow(Obstacle obstacle, String reason, Duration delay) implements SendOutcome {}

    /** It may have left; only the provider knows. */
    record Unknown(String reason) implements SendOutcome {}

    /** Whose trouble it is, and so what else waits. */
    enum Obstacle {
        /** This message's alone. */
        MESSAGE,
        /** The whole inbox's: nothing of it need be tried before the wait is over. */
        INBOX,
        /** The server does not answer: it counts against it. */
        SERVER
    }
}

package io.parley.evolution;

import org.jspecify.annotations.Nullable;

/** How one HTTP call ended, before anyone says what that means. */
sealed interface Outcome {

    /** The whole answer was read; never compared, so its bytes may be an array. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(int status, @Nullable String retryAfter, byte[] body) implements Outcome {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** Not a byte of the request left: no address, no connection, no handshake, no place in the pool. */
    record NeverLeft(String reason) implements Outcome {}

    /** The request left, wholly or in part, and no whole answer came back: what it caused is not known. */
    record NoAnswer(Cause cause, String reason) implements Outcome {

        enum Cause {
            TIMED_OUT,
            BROKEN_OFF,
            TOO_LARGE
        }
    }
}

package io.parley.runtime.limit;

import java.time.Duration;

/** More was asked for than is allowed. */
public final class TooMany extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public TooMany(Duration retryAfter) {
        super("too many requests", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When there is room for one more; never less than a second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}

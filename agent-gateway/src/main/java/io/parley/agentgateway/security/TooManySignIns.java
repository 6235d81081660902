package io.parley.agentgateway.security;

import java.time.Duration;

/** Somebody tried to sign in too often. */
public final class TooManySignIns extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManySignIns(Duration retryAfter) {
        super("Retry later");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}

package io.parley.agentgateway.security;

import java.time.Duration;

/** Somebody asked, or tried to sign in, too often. */
public final class TooManyRequests extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public TooManyRequests(Duration retryAfter) {
        super("Retry later");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}

package io.parley.runtime.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint did not do what it was asked. Messages name the host and what it answered, never keys or what was asked.
 */
public final class OpenAiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    OpenAiFailure(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the endpoint wants to be left alone; absent when it does not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** What can be done about it. */
    public enum Kind {
        /** Nobody answers, not in time, or with a fault of its own: it passes. */
        AWAY,
        /** Too much was asked: later it will be taken. */
        LIMITED,
        /** What was asked is not taken, whenever it is asked. */
        REFUSED,
        /** The address, the key or the model is wrong, or what answers does not speak the protocol. */
        MISCONFIGURED
    }
}

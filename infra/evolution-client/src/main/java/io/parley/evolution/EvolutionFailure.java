package io.parley.evolution;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A question to Evolution API that was not answered; its message is readable and holds no key. */
public final class EvolutionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable Integer status;
    private final @Nullable Duration retryAfter;

    EvolutionFailure(Kind kind, @Nullable Integer status, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status, or null when there was no answer. */
    public @Nullable Integer status() {
        return status;
    }

    /** How long the server asks to wait; null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether asking again later can help although nobody changes anything. */
    public boolean temporary() {
        return kind.temporary;
    }

    /** Why there is no answer. */
    public enum Kind {
        /** No address, no connection, no handshake, or no free place in the pool. */
        UNREACHABLE(true),
        /** No answer in time. */
        TIMED_OUT(true),
        /** The connection broke off, or Evolution or something before it failed. */
        SERVER_ERROR(true),
        /** The instance has no connection to WhatsApp now. */
        NOT_CONNECTED(true),
        /** Too many requests. */
        RATE_LIMITED(true),
        /** Evolution 2.4 waits for its licence to be activated. */
        LICENSE_REQUIRED(true),
        /** The key is missing or wrong. */
        UNAUTHORIZED(false),
        /** Not allowed; on creation, the name is taken. */
        FORBIDDEN(false),
        /** No such instance or message. */
        NOT_FOUND(false),
        /** Evolution does not take this request, or cannot do it for this message. */
        INVALID_REQUEST(false),
        /** What answers here does not speak like Evolution API. */
        NOT_EVOLUTION(false),
        /** The answer is larger than allowed. */
        TOO_LARGE(false);

        private final boolean temporary;

        Kind(boolean temporary) {
            this.temporary = temporary;
        }
    }
}

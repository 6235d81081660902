package io.parley.outbound.channel.whatsapp;

import org.jspecify.annotations.Nullable;

/** A part that cannot become a request, at all or for now; the message is for the agent. */
final class Unsendable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private Unsendable(String reason, boolean passing, @Nullable Throwable cause) {
        super(reason, cause, false, false);
        this.passing = passing;
    }

    Unsendable(String reason) {
        this(reason, false, null);
    }

    static Unsendable forNow(String reason, Throwable cause) {
        return new Unsendable(reason, true, cause);
    }

    boolean isPassing() {
        return passing;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

package io.parley.runtime.inbox;

import org.jspecify.annotations.Nullable;

/** Something sealed was not sealed with this hub's secret, or was changed. Says nothing of what it holds. */
public final class CannotOpen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotOpen(@Nullable Throwable cause) {
        super("cannot open what was sealed: is SECRET_KEY_BASE the one it was sealed with?", cause);
    }
}

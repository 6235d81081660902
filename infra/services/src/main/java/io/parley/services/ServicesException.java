package io.parley.services;

import org.jspecify.annotations.Nullable;

/** A server could not be found, started or reached; the message says what to do about it. */
public class ServicesException extends RuntimeException {

    public ServicesException(String message) {
        super(message);
    }

    public ServicesException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

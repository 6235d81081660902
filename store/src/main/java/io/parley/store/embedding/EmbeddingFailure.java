package io.parley.store.embedding;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a model made no vectors. Messages name no keys and quote no texts. */
abstract sealed class EmbeddingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private EmbeddingFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** It passes by itself: nobody answers, too slowly, or too much was asked. */
    static final class Away extends EmbeddingFailure {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        Away(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        /** How long the other side wants to be left alone; absent when it does not say. */
        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }

    /** These texts are not taken, other texts may be. */
    static final class Refused extends EmbeddingFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null);
        }
    }

    /** The settings are wrong: no text will get a vector until they are mended. */
    static final class Misconfigured extends EmbeddingFailure {
        private static final long serialVersionUID = 1L;

        Misconfigured(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}

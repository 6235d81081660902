package io.parley.runtime.files;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Something could not be fetched. Messages name hosts, never whole URLs: those may hold secrets. */
public abstract sealed class FetchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private FetchFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether trying again can help. */
    public abstract boolean isPassing();

    /** The address is none this hub may call: no HTTP, or an internal one that no setting allows. */
    public static final class Refused extends FetchFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null);
        }

        @Override
        public boolean isPassing() {
            return false;
        }
    }

    /** The other side answered, but not with the file. */
    public static final class Answered extends FetchFailure {
        private static final long serialVersionUID = 1L;

        private final int status;

        Answered(String host, int status) {
            super("%s answered %d".formatted(host, status), null);
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** Server errors, {@code 408}, {@code 425} and {@code 429} pass; every other refusal stays one. */
        @Override
        public boolean isPassing() {
            return status >= 500 || status == 408 || status == 425 || status == 429;
        }
    }

    /** More bytes than allowed. */
    public static final class TooLarge extends FetchFailure {
        private static final long serialVersionUID = 1L;

        TooLarge(String host, DataSize limit) {
            super("%s sends more than %d MB".formatted(host, limit.toMegabytes()), null);
        }

        @Override
        public boolean isPassing() {
            return false;
        }
    }

    /** Nobody answered, or not in time. */
    public static final class Unreachable extends FetchFailure {
        private static final long serialVersionUID = 1L;

        Unreachable(String host, Throwable cause) {
            super("%s cannot be reached: %s".formatted(host, cause.getClass().getSimpleName()), cause);
        }

        @Override
        public boolean isPassing() {
            return true;
        }
    }
}

package io.parley.evolution.simulator;

import java.time.Duration;
import java.util.Map;

/**
 * A way in which calls to Evolution go wrong.
 *
 * @param times how many calls; -1 for all until it is cleared
 * @param path the calls whose path begins so
 * @param status of {@link Kind#ANSWER}
 * @param body of {@link Kind#ANSWER}
 * @param headers of {@link Kind#ANSWER}, such as {@code Retry-After}
 * @param delay of {@link Kind#SLOW}
 */
public record Fault(
        Kind kind, int times, String path, int status, String body, Map<String, String> headers, Duration delay) {

    /** What happens instead of, or to, the call. */
    public enum Kind {
        /** The call is not looked at and answered so. */
        ANSWER,
        /** The call is not looked at and never answered. */
        HANG,
        /** The call is read, not looked at, and its connection is reset. */
        RESET,
        /** The call is done, after a while. */
        SLOW,
        /** A 201 without {@code key.id}; nothing left. */
        NO_KEY_ID,
        /** The call is done, the message leaves, and then the connection is reset instead of answered. */
        LOSE_ANSWER
    }

    public Fault {
        headers = Map.copyOf(headers);
        if (times == 0 || times < -1) {
            throw new IllegalArgumentException("a fault happens some times, or -1 for always");
        }
    }

    public static Fault answer(int status, String body) {
        return new Fault(Kind.ANSWER, 1, "/message/", status, body, Map.of(), Duration.ZERO);
    }

    public static Fault hang() {
        return of(Kind.HANG);
    }

    public static Fault reset() {
        return of(Kind.RESET);
    }

    public static Fault slow(Duration by) {
        return new Fault(Kind.SLOW, 1, "/message/", 0, "", Map.of(), by);
    }

    public static Fault withoutKeyId() {
        return of(Kind.NO_KEY_ID);
    }

    public static Fault losingTheAnswer() {
        return of(Kind.LOSE_ANSWER);
    }

    public Fault times(int count) {
        return new Fault(kind, count, path, status, body, headers, delay);
    }

    public Fault always() {
        return times(-1);
    }

    /** For calls other than sends: those whose path begins so. */
    public Fault on(String pathPrefix) {
        return new Fault(kind, times, pathPrefix, status, body, headers, delay);
    }

    public Fault withHeader(String name, String value) {
        return new Fault(kind, times, path, status, body, Map.of(name, value), delay);
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, 1, "/message/", 0, "", Map.of(), Duration.ZERO);
    }
}

package io.parley.store.delivery;

import java.util.Locale;

/** Where a message stands on its way out. */
public enum SendState {
    /** Waits for its turn. */
    QUEUED,
    /** Given to outbound; its answer is awaited. */
    RELEASED,
    /** Nothing left the hub yet; released again when its time has come. */
    DEFERRED,
    /** It may have left: an echo or an answer decides, or the time given for that runs out. */
    UNKNOWN,
    SENT,
    FAILED;

    /** While a message is unsettled, nothing behind it in its conversation is released. */
    public boolean isSettled() {
        return this == SENT || this == FAILED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SendState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

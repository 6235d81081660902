package io.parley.evolution;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether an instance is connected to WhatsApp. */
public enum ConnectionState {
    OPEN,
    CONNECTING,
    CLOSE,
    REFUSED,
    UNKNOWN;

    static ConnectionState of(@Nullable String text) {
        for (ConnectionState state : values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        return UNKNOWN;
    }
}

package io.parley.store.agent;

import java.util.Locale;

/** What an agent says of themselves. */
public enum Availability {
    ONLINE,
    BUSY,
    OFFLINE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Availability of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

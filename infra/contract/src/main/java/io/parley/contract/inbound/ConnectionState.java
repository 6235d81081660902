package io.parley.contract.inbound;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an inbox can reach its provider's network. */
public enum ConnectionState {
    /** Nobody has said yet. */
    UNKNOWN,
    /** Being connected; a QR code may be waiting to be scanned. */
    CONNECTING,
    OPEN,
    /** Logged out or banned: somebody must connect it again. */
    CLOSED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static ConnectionState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

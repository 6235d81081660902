package io.parley.contract.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a message came. It only climbs, in this order; {@code FAILED} only from {@code ACCEPTED} or {@code SENT}. */
public enum DeliveryStatus {
    ACCEPTED,
    SENT,
    DELIVERED,
    READ,
    FAILED;

    /** True when a message that stands at this status may move to the given one. */
    public boolean mayBecome(DeliveryStatus next) {
        if (next == FAILED) {
            return this == ACCEPTED || this == SENT;
        }
        if (this == FAILED) {
            return next.compareTo(ACCEPTED) > 0;
        }
        return next.compareTo(this) > 0;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static DeliveryStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

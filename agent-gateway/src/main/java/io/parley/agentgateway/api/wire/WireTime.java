package io.parley.agentgateway.api.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The three forms a time has on the wire. */
public final class WireTime {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WireTime() {}

    /** Unix seconds; 0 means never. */
    public static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }

    /** Unix seconds; absent means never. */
    public static @Nullable Long secondsOrAbsent(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }

    /** Unix seconds with milliseconds behind the point. */
    static BigDecimal fractionalSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** ISO 8601 in UTC, always with milliseconds. */
    public static String iso(Instant time) {
        return ISO.format(time);
    }

    /** As {@link #iso}; {@code null} means never. */
    public static @Nullable String isoOrNull(@Nullable Instant time) {
        return time == null ? null : iso(time);
    }
}

package io.parley.evolution;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}, in seconds or as a date, within one second and a maximum. */
final class RetryAfter {

    private static final Duration MINIMUM = Duration.ofSeconds(1);

    private RetryAfter() {}

    /** Null when the header is absent or says nothing that can be read. */
    static @Nullable Duration read(@Nullable String header, Clock clock, Duration maximum) {
        Duration asked = header == null ? null : parse(header.strip(), clock);
        if (asked == null) {
            return null;
        }
        if (asked.compareTo(MINIMUM) < 0) {
            return MINIMUM;
        }
        return asked.compareTo(maximum) > 0 ? maximum : asked;
    }

    private static @Nullable Duration parse(String header, Clock clock) {
        if (header.matches("\\d{1,12}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            return Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}

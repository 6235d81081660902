package io.parley.runtime.limit;

import java.time.Duration;

/** So many within so long, all at once if need be; they come back evenly. */
public record Rate(int number, Duration within) {

    public Rate {
        if (number < 1 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("a rate must allow something");
        }
    }

    public static Rate perMinute(int number) {
        return new Rate(number, Duration.ofMinutes(1));
    }
}

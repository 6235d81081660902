package io.parley.store;

import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;

/** What is bound where a value may be absent: the driver wants to know the type of a null. */
public final class Values {

    private Values() {}

    public static <T> Object orNull(@Nullable T value, Class<T> type) {
        return value == null ? Parameters.in(type) : value;
    }

    public static Object orNull(@Nullable String value) {
        return orNull(value, String.class);
    }

    public static Object orNull(@Nullable Integer value) {
        return orNull(value, Integer.class);
    }
}

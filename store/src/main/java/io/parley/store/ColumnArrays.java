package io.parley.store;

import io.parley.contract.ContractJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A batch's rows as one array for each column, the way {@code unnest} takes them. */
public final class ColumnArrays {

    /** Not where the backslash is itself escaped. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private ColumnArrays() {}

    public static <T> @Nullable Integer[] numbers(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    public static <T> @Nullable Long[] longs(Collection<T> rows, Function<T, @Nullable Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    public static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).map(ColumnArrays::storable).toArray(String[]::new);
    }

    /** Without NUL, which people can send and PostgreSQL cannot keep. */
    public static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Values as JSON of the contract; NUL is left out of them as well. */
    public static <T> @Nullable String[] json(Collection<T> rows, Function<T, @Nullable Object> column) {
        return rows.stream().map(column).map(ColumnArrays::json).toArray(String[]::new);
    }

    private static @Nullable String json(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String json = new String(ContractJson.write(value), StandardCharsets.UTF_8);
        return json.contains("\\u0000") ? ESCAPED_NUL.matcher(json).replaceAll("$1") : json;
    }

    public static <T> Boolean[] flags(Collection<T> rows, Function<T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    public static <T> @Nullable Instant[] instants(Collection<T> rows, Function<T, @Nullable Instant> column) {
        return rows.stream().map(column).toArray(Instant[]::new);
    }
}

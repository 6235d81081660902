package io.parley.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.ContractJson;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns by name, as the types the contract's records want; a column that must have a value and has none
 * fails.
 */
public record Columns(Readable row) {

    public int number(String name) {
        return required(name, Integer.class);
    }

    public @Nullable Integer numberOrNull(String name) {
        return row.get(name, Integer.class);
    }

    public long longNumber(String name) {
        return required(name, Long.class);
    }

    public boolean flag(String name) {
        return required(name, Boolean.class);
    }

    public String text(String name) {
        return required(name, String.class);
    }

    public @Nullable String textOrNull(String name) {
        return row.get(name, String.class);
    }

    public UUID uuid(String name) {
        return required(name, UUID.class);
    }

    public Instant instant(String name) {
        return required(name, Instant.class);
    }

    public @Nullable Instant instantOrNull(String name) {
        return row.get(name, Instant.class);
    }

    /** A text[] column. */
    public List<String> texts(String name) {
        return List.of(required(name, String[].class));
    }

    public List<Integer> numbers(String name) {
        return List.of(required(name, Integer[].class));
    }

    public JsonNode json(String name) {
        return json(name, JsonNode.class);
    }

    /** A json column that holds a value of the contract. */
    public <T> T json(String name, Class<T> type) {
        return parse(required(name, Json.class), type);
    }

    public <T> @Nullable T jsonOrNull(String name, Class<T> type) {
        Json json = row.get(name, Json.class);
        return json == null ? null : parse(json, type);
    }

    private static <T> T parse(Json json, Class<T> type) {
        try {
            return ContractJson.mapper().readValue(json.asArray(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T required(String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}

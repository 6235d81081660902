package io.parley.ingress.channel.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in both JSON dialects that Evolution speaks, sometimes side by side: 64-bit numbers as {@code {low,
 * high}} or as text, enumerations by number or by name, one element bare or in an array.
 */
final class Dialect {

    /** Seconds stay below this until the year 5138; a larger time stamp is in milliseconds. */
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private Dialect() {}

    /** Text with something in it; anything else is absent. */
    static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
    }

    /** The first of them that is text with something in it. */
    static @Nullable String firstText(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            String text = text(node);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    static @Nullable Long number(JsonNode node) {
        if (node.isNumber()) {
            return node.longValue();
        }
        if (node.isTextual()) {
            return parse(node.textValue());
        }
        if (node.path("low").isNumber()) {
            return (node.path("high").longValue() << 32) | (node.path("low").longValue() & 0xFFFF_FFFFL);
        }
        return null;
    }

    /** A number of things; what is absent, negative or beyond counting is absent. */
    static @Nullable Integer count(JsonNode node) {
        Long number = number(node);
        return number == null || number < 0 || number > Integer.MAX_VALUE ? null : number.intValue();
    }

    /** A moment given in Unix seconds or milliseconds. */
    static @Nullable Instant moment(JsonNode node) {
        Long number = number(node);
        if (number == null || number <= 0) {
            return null;
        }
        return number < FIRST_MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    /** True for an enumeration's value given by its number or by its name. */
    static boolean is(JsonNode node, int number, String name) {
        return (node.isNumber() && node.intValue() == number) || name.equals(node.textValue());
    }

    /** The objects in {@code data}, which is one, an array of them, or nothing. */
    static List<JsonNode> objects(JsonNode data) {
        if (data.isObject()) {
            return List.of(data);
        }
        List<JsonNode> objects = new ArrayList<>();
        if (data.isArray()) {
            data.forEach(element -> {
                if (element.isObject()) {
                    objects.add(element);
                }
            });
        }
        return objects;
    }

    private static @Nullable Long parse(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

package io.parley.store.filter;

import io.parley.store.StoreFailure.Invalid;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the rows of a table may be filtered by.
 *
 * @param attributes by name
 * @param custom the JSON column that holds custom attributes
 */
public record Filterable(Map<String, Attribute> attributes, String custom) {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    public Filterable {
        attributes = Map.copyOf(attributes);
    }

    Attribute attribute(String name) {
        Attribute known = attributes.get(name);
        if (known != null) {
            return known;
        }
        if (!KEY.matcher(name).matches()) {
            throw new Invalid("attribute_key", "Attribute key is not known");
        }
        // safe to write: the pattern has no quote
        return new Attribute("(%s ->> '%s')".formatted(custom, name), Type.TEXT);
    }

    /** @param sql an expression; of labels, a query for one that is equal to any of {@code %s} */
    public record Attribute(String sql, Type type) {}

    /** What an attribute holds, and so how it is compared. */
    public enum Type {
        /** Whatever the case of its letters. */
        TEXT,
        /** As it is: numbers of phones, ids of providers, words of a fixed set. */
        WORD,
        /** As {@link #WORD}, always with one plus in front. */
        PHONE,
        NUMBER,
        TIME,
        FLAG,
        LABELS
    }
}

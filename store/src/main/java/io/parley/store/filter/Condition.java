package io.parley.store.filter;

import io.parley.store.StoreFailure.Invalid;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a filter.
 *
 * @param attribute one of those a list can be filtered by, or the key of a custom attribute
 * @param values any of them; those of a custom attribute as text
 * @param or joins the condition to the next by OR instead of AND, which binds tighter
 */
public record Condition(String attribute, Operator operator, List<String> values, boolean or) {

    public Condition {
        values = List.copyOf(values);
    }

    /** How an attribute is compared. Without a value, an attribute equals nothing and holds nothing. */
    public enum Operator {
        EQUAL_TO,
        NOT_EQUAL_TO,
        CONTAINS,
        DOES_NOT_CONTAIN,
        STARTS_WITH,
        IS_PRESENT,
        IS_NOT_PRESENT,
        IS_GREATER_THAN,
        IS_LESS_THAN,
        /** Longer ago than so many days. */
        DAYS_BEFORE;

        /** @throws Invalid when there is no such operator */
        public static Operator of(@Nullable String word) {
            try {
                return valueOf(word == null ? "" : word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new Invalid("filter_operator", "Filter operator %s is not known".formatted(word));
            }
        }
    }
}

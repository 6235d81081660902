package io.parley.store;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Attributes that clients hang on things: always a JSON object. */
public final class Attributes {

    private Attributes() {}

    /** @throws StoreFailure.Invalid when it is something else; absent is an empty object */
    public static String json(@Nullable JsonNode given, String attribute) {
        if (given == null || given.isNull()) {
            return "{}";
        }
        if (!given.isObject()) {
            throw new StoreFailure.Invalid(
                    attribute, StringUtils.capitalize(attribute).replace('_', ' ') + " must be an object");
        }
        return given.toString();
    }
}

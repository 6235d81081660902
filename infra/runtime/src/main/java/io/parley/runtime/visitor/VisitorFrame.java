package io.parley.runtime.visitor;

import org.jspecify.annotations.Nullable;

/**
 * What goes to a visitor's widget.
 *
 * @param id the cursor to come back with; absent on what nobody resumes from
 * @param json the whole frame
 */
public record VisitorFrame(@Nullable String id, String type, String json) {

    /** @param data JSON */
    public static VisitorFrame of(String id, String type, String data) {
        return new VisitorFrame(id, type, "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"data\":" + data + "}");
    }

    static VisitorFrame marker(String id, String type) {
        return new VisitorFrame(id, type, "{\"id\":\"" + id + "\",\"type\":\"" + type + "\"}");
    }

    /** Something that is only true now. */
    public static VisitorFrame passing(String json) {
        return new VisitorFrame(null, "passing", json);
    }
}

package io.parley.agentgateway.api.wire;

import io.parley.store.label.Labels.Label;
import org.jspecify.annotations.Nullable;

/** A label of the account. */
@Wire
public record LabelJson(int id, String title, @Nullable String description, String color, boolean showOnSidebar) {

    public static LabelJson of(Label label) {
        return new LabelJson(label.id(), label.title(), label.description(), label.color(), label.showOnSidebar());
    }
}

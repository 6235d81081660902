package io.parley.agentgateway.api;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.store.StoreFailure;
import io.parley.store.filter.Condition;
import io.parley.store.filter.Condition.Operator;
import java.util.List;

/** The conditions of a filter, as Chatwoot's clients write them: a list in {@code payload}. */
public final class Conditions {

    private static final List<String> STATUSES = List.of("open", "pending", "snoozed", "resolved");

    private Conditions() {}

    public static List<Condition> of(Parameters in) {
        return in.each("payload").stream().map(Conditions::condition).toList();
    }

    private static Condition condition(Parameters in) {
        String attribute = in.required("attribute_key");
        List<String> values = in.texts("values");
        return new Condition(
                attribute,
                Operator.of(in.required("filter_operator")),
                attribute.equals("status") && values.contains("all") ? STATUSES : values,
                "or".equalsIgnoreCase(in.word("query_operator")));
    }

    /** A filter that makes no sense is the request's fault as a whole. */
    public static Throwable toBadInput(StoreFailure.Invalid failure) {
        return new BadInput(String.valueOf(failure.getMessage()));
    }
}

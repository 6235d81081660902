package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Evolution's JSON schema, as far as its complaints can be seen from outside: all of them at once. */
final class Check {

    private final JsonNode body;
    private final String name;
    private final List<String> complaints;

    private Check(JsonNode body, String name, List<String> complaints) {
        this.body = body;
        this.name = name;
        this.complaints = complaints;
    }

    static Check of(JsonNode body) {
        return new Check(body, "instance", new ArrayList<>());
    }

    Check requires(String... properties) {
        for (String property : properties) {
            if (!body.has(property)) {
                complaints.add("%s requires property \"%s\"".formatted(name, property));
            }
        }
        return this;
    }

    Check text(String... properties) {
        for (String property : properties) {
            is(property, JsonNode::isTextual, property + " is not of a type(s) string");
        }
        return this;
    }

    Check number(String... properties) {
        for (String property : properties) {
            is(property, JsonNode::isNumber, property + " is not of a type(s) number");
        }
        return this;
    }

    Check bool(String... properties) {
        for (String property : properties) {
            is(property, JsonNode::isBoolean, property + " is not of a type(s) boolean");
        }
        return this;
    }

    /** Whatever is there must be so. */
    Check is(String property, Predicate<JsonNode> test, String complaint) {
        if (body.has(property) && !test.test(body.path(property))) {
            complaints.add(complaint);
        }
        return this;
    }

    /** The properties inside this one; nothing when it is absent. */
    Check inside(String property, Consumer<Check> checks) {
        if (body.path(property).isObject()) {
            checks.accept(new Check(
                    body.path(property), name.equals("instance") ? property : name + "." + property, complaints));
        }
        return this;
    }

    /** The receiver and the options, which all sends share. */
    Check send() {
        return requires("number")
                .is("number", JsonNode::isTextual, "Invalid format")
                .is("delay", JsonNode::isIntegralNumber, "Enter a value in milliseconds")
                .bool("linkPreview")
                .is("mentioned", Check::areNumbers, "\"mentioned\" must be an array of numeric strings")
                .inside("quoted", quoted -> quoted.requires("key").inside("key", key -> key.requires("id")));
    }

    void done() {
        if (!complaints.isEmpty()) {
            throw ApiError.schema(complaints.toArray(String[]::new));
        }
    }

    private static boolean areNumbers(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            return false;
        }
        for (JsonNode each : list) {
            if (!each.isTextual() || !each.textValue().matches("\\d.*")) {
                return false;
            }
        }
        return true;
    }
}

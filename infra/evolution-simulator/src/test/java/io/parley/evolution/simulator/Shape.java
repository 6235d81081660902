package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Compares JSON with an example: the same fields of the same types, whatever their values. */
final class Shape {

    private Shape() {}

    static void assertLike(JsonNode actual, String example) {
        assertThat(describe("", actual))
                .as("shape of %s", actual)
                .containsExactlyElementsOf(describe("", Json.read(example)));
    }

    /** Every path with its type, sorted. Bytes by index are one type, however many there are. */
    private static List<String> describe(String path, JsonNode node) {
        List<String> lines = new ArrayList<>();
        if (node.isObject() && node.has("0")) {
            lines.add(path + " bytes");
        } else if (node.isObject()) {
            lines.add(path + " object");
            node.fields()
                    .forEachRemaining(field -> lines.addAll(describe(path + "/" + field.getKey(), field.getValue())));
        } else if (node.isArray()) {
            lines.add(path + " array");
            if (!node.isEmpty()) {
                lines.addAll(describe(path + "[]", node.get(0)));
            }
        } else {
            lines.add(path + " " + node.getNodeType());
        }
        Collections.sort(lines);
        return lines;
    }
}

package io.parley.evolution.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evolution's JSON, in the dialect of 2.3.6: bytes by index, 64-bit numbers in halves. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode array(String... texts) {
        ArrayNode array = array();
        List.of(texts).forEach(array::add);
        return array;
    }

    static JsonNode read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? object() : node;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed.getOriginalMessage(), malformed);
        }
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Null when absent, JSON's null or empty. */
    static @Nullable String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty() ? node.asText() : null;
    }

    static String text(JsonNode node, String otherwise) {
        String text = text(node);
        return text == null ? otherwise : text;
    }

    /** {@code {"0":255,"1":216}}. */
    static ObjectNode bytes(int... values) {
        ObjectNode node = object();
        for (int i = 0; i < values.length; i++) {
            node.put(Integer.toString(i), values[i]);
        }
        return node;
    }

    /** {@code {"low":48211,"high":0,"unsigned":true}}. */
    static ObjectNode halves(long value, boolean unsigned) {
        return object().put("low", (int) value).put("high", (int) (value >> 32)).put("unsigned", unsigned);
    }
}

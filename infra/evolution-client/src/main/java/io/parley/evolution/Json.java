package io.parley.evolution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads and writes Evolution's JSON, whose 64-bit numbers come as number, as decimal text, or in two halves. */
final class Json {

    /**
     * A file in base64 is one string, longer than Jackson allows by default; answers are limited before they are
     * parsed.
     */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Null when these bytes are not JSON; a missing node when there are none. */
    static @Nullable JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            return null;
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

    static @Nullable Long number(JsonNode node) {
        if (node.isNumber()) {
            return node.longValue();
        }
        if (node.has("low")) {
            return (node.path("high").longValue() << 32) | (node.path("low").longValue() & 0xFFFF_FFFFL);
        }
        try {
            return node.isTextual() ? Long.valueOf(node.textValue().strip()) : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** From Unix seconds; null when there is no number. */
    static @Nullable Instant instant(JsonNode node) {
        Long seconds = number(node);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}

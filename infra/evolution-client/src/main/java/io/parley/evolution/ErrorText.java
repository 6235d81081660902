package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Evolution says when it refuses: a text, an array of texts, an array of arrays, or an array of objects.
 *
 * @param messages every text in it, flattened
 * @param nested whether it was an array of arrays, as the JSON schema's complaints are
 * @param notOnWhatsApp whether an object in it says {@code exists:false}
 * @param error the short name of the status beside it, such as {@code Bad Request}
 * @param code the code beside it, such as {@code LICENSE_REQUIRED} or Meta's number
 */
record ErrorText(
        List<String> messages,
        boolean nested,
        boolean notOnWhatsApp,
        @Nullable String error,
        @Nullable String code) {

    private static final int READABLE = 300;

    /** An exception's own text form: {@code Error: Timed Out}, {@code TypeError: …}, {@code [object Object]}. */
    private static final Pattern THROWN =
            Pattern.compile("\\s*(\\[object .*|[\\w$.]*(Error|Exception)(:.*|\\s.*|$))", Pattern.DOTALL);

    static ErrorText of(byte[] body) {
        JsonNode json = Json.read(body);
        if (json == null || json.isMissingNode() || !json.isObject()) {
            return new ErrorText(plain(body), false, false, null, null);
        }
        JsonNode message = json.path("response").path("message");
        if (message.isMissingNode()) {
            message = json.path("message");
        }
        List<String> messages = new ArrayList<>();
        flatten(message, messages);
        String error = json.path("error").isTextual() ? Json.text(json.path("error")) : null;
        if (messages.isEmpty() && error != null) {
            messages.add(error);
        }
        return new ErrorText(
                List.copyOf(messages),
                anyOf(message, JsonNode::isArray),
                anyOf(
                        message,
                        element -> element.path("exists").isBoolean()
                                && !element.path("exists").booleanValue()),
                error,
                Json.text(json.path("code")));
    }

    boolean says(String part) {
        return messages.stream().anyMatch(message -> message.contains(part));
    }

    /** Whether this is an exception that surfaced, so that nobody knows how far the work had come. */
    boolean wasThrown() {
        return messages.stream().anyMatch(message -> THROWN.matcher(message).matches());
    }

    /** One line for people, of bounded length. */
    String readable(int status) {
        String text = String.join("; ", messages).replaceAll("\\s+", " ").strip();
        if (text.isEmpty()) {
            text = "no reason given";
        }
        return "HTTP " + status + ": " + (text.length() <= READABLE ? text : text.substring(0, READABLE) + "…");
    }

    private static List<String> plain(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * READABLE), StandardCharsets.UTF_8);
        String words =
                text.replaceAll("(?s)<(script|style).*?</\\1>|<[^>]*>", " ").strip();
        return words.isEmpty() ? List.of() : List.of(words);
    }

    private static void flatten(JsonNode node, List<String> into) {
        if (node.isArray()) {
            node.forEach(element -> flatten(element, into));
        } else if (node.isObject()) {
            into.add(node.has("exists") ? "not on WhatsApp" : node.toString());
        } else if (node.isValueNode() && !node.isNull()) {
            into.add(node.asText());
        }
    }

    private static boolean anyOf(JsonNode message, Predicate<JsonNode> test) {
        if (message.isArray()) {
            for (JsonNode element : message) {
                if (test.test(element)) {
                    return true;
                }
            }
        }
        return false;
    }
}

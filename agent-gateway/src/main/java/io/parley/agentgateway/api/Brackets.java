package io.parley.agentgateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts named texts into a tree as Rails reads names: {@code a[b]=1} is a key of an object, {@code list[]=x} an element
 * of a list, and {@code list[][k]=x} a key of the last element, or of a new one when that has the key. A plain name
 * given several times is a list.
 */
final class Brackets {

    private static final int MAX_DEPTH = 8;
    private static final Pattern SEGMENT = Pattern.compile("\\[([^\\[\\]]*)]");

    private Brackets() {}

    static void putAll(ObjectNode tree, Map<String, List<String>> named) {
        named.forEach((name, values) -> {
            boolean several = values.size() > 1 && !name.endsWith("]");
            values.forEach(value -> put(tree, several ? name + "[]" : name, value));
        });
    }

    static void put(ObjectNode tree, String name, String value) {
        Deque<String> path = path(name);
        String first = path.removeFirst();
        put(tree, first, path, value == null ? "" : value);
    }

    /** The name without the brackets at its end. */
    static String plain(String name) {
        return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    }

    private static void put(ObjectNode parent, String key, Deque<String> rest, String value) {
        if (rest.isEmpty()) {
            parent.put(key, value);
        } else if (rest.peekFirst().isEmpty()) {
            rest.removeFirst();
            ArrayNode list = parent.get(key) instanceof ArrayNode array ? array : parent.putArray(key);
            append(list, rest, value);
        } else {
            ObjectNode object = parent.get(key) instanceof ObjectNode existing ? existing : parent.putObject(key);
            put(object, rest.removeFirst(), rest, value);
        }
    }

    private static void append(ArrayNode list, Deque<String> rest, String value) {
        if (rest.isEmpty()) {
            list.add(value);
            return;
        }
        String key = rest.removeFirst();
        JsonNode last = list.isEmpty() ? JsonNodeFactory.instance.missingNode() : list.get(list.size() - 1);
        boolean fits = last instanceof ObjectNode && (!last.has(key) || !rest.isEmpty());
        put(fits ? (ObjectNode) last : list.addObject(), key, rest, value);
    }

    /** A name that is no proper one, or deeper than anybody needs, is a plain name. */
    private static Deque<String> path(String name) {
        Deque<String> path = new ArrayDeque<>();
        int bracket = name.indexOf('[');
        if (bracket <= 0 || !name.endsWith("]")) {
            path.add(name);
            return path;
        }
        path.add(name.substring(0, bracket));
        Matcher segment = SEGMENT.matcher(name).region(bracket, name.length());
        int end = bracket;
        while (segment.lookingAt()) {
            path.add(segment.group(1));
            end = segment.end();
            segment.region(end, name.length());
        }
        return end == name.length() && path.size() <= MAX_DEPTH ? path : new ArrayDeque<>(List.of(name));
    }
}

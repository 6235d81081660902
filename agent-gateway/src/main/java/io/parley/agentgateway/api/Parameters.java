package io.parley.agentgateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.contract.ContractJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.multipart.FilePart;

/**
 * What a client gave with its request, wherever it put it: query, JSON, form and multipart are one set, in which the
 * body wins. Values take the type they are asked for; what cannot be one is {@link BadInput}. A parameter that is
 * {@code null}, or of no use as the type asked for, counts as absent; {@link #has} tells the difference.
 */
public final class Parameters {

    private static final Set<String> FALSE = Set.of("false", "f", "0", "off", "no");

    private final ObjectNode tree;
    private final Map<String, List<FilePart>> files;

    Parameters(ObjectNode tree, Map<String, List<FilePart>> files) {
        this.tree = tree;
        this.files = files;
    }

    /** Whether the client named the parameter, be it with {@code null}. */
    public boolean has(String name) {
        return tree.has(name);
    }

    /** As given, blanks included. */
    public @Nullable String text(String name) {
        JsonNode value = tree.path(name);
        if (value.isContainerNode()) {
            throw new BadInput(name + " must be text");
        }
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** As given, but blank counts as absent. */
    public @Nullable String word(String name) {
        String text = text(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** What to set a text to: absent stays absent, {@code null} becomes empty, which clears. */
    public @Nullable String clearable(String name) {
        return has(name) && tree.get(name).isNull() ? "" : text(name);
    }

    /** @throws BadInput when it is absent or blank */
    public String required(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw BadInput.missing(name);
        }
        return text;
    }

    public @Nullable Integer number(String name) {
        String word = word(name);
        return word == null ? null : number(name, word);
    }

    /** Unix seconds, or ISO 8601. */
    public @Nullable Instant time(String name) {
        String word = word(name);
        try {
            return word == null
                    ? null
                    : word.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(word)) : Instant.parse(word);
        } catch (DateTimeParseException e) {
            throw new BadInput(name + " must be a time in Unix seconds");
        }
    }

    /** A positive number as an id. 0 counts as absent, as empty does: clients send both to take something away. */
    public <T> @Nullable T id(String name, IntFunction<T> type) {
        Integer number = number(name);
        return number == null || number == 0 ? null : id(name, number, type);
    }

    /** @throws BadInput when it is absent */
    public <T> T requiredId(String name, IntFunction<T> type) {
        T id = id(name, type);
        if (id == null) {
            throw BadInput.missing(name);
        }
        return id;
    }

    /** True unless it is one of the words for false. */
    public @Nullable Boolean flag(String name) {
        String word = word(name);
        return word == null ? null : !FALSE.contains(word.toLowerCase(Locale.ROOT));
    }

    public boolean flag(String name, boolean otherwise) {
        Boolean flag = flag(name);
        return flag == null ? otherwise : flag;
    }

    /** One value is a list of one; blanks are left out. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list(name)) {
            if (value.isContainerNode()) {
                throw new BadInput(name + " must be a list of words");
            }
            if (!value.isNull() && !value.asText().isBlank()) {
                texts.add(value.asText().strip());
            }
        }
        return List.copyOf(texts);
    }

    public <T> List<T> ids(String name, IntFunction<T> type) {
        return texts(name).stream()
                .map(text -> id(name, number(name, text), type))
                .toList();
    }

    /** The elements of a list of objects. */
    public List<Parameters> each(String name) {
        List<Parameters> each = new ArrayList<>();
        for (JsonNode value : list(name)) {
            if (!(value instanceof ObjectNode element)) {
                throw new BadInput(name + " must be a list of objects");
            }
            each.add(new Parameters(element, Map.of()));
        }
        return List.copyOf(each);
    }

    /** An object, or text that holds one: multipart clients send JSON in a field. */
    public @Nullable ObjectNode object(String name) {
        return switch (tree.path(name)) {
            case ObjectNode object -> object;
            case JsonNode text when text.isTextual() && parsed(text.asText()) instanceof ObjectNode object -> object;
            case JsonNode other -> null;
        };
    }

    /** The parameters of an object; none when it is absent. */
    public Parameters inside(String name) {
        ObjectNode object = object(name);
        return new Parameters(object == null ? JsonNodeFactory.instance.objectNode() : object, Map.of());
    }

    /**
     * The set with the parameters of {@code {"label":{…}}} in it, for resources whose clients wrap or do not wrap
     * theirs.
     */
    public Parameters unwrapped(String wrapper) {
        ObjectNode inner = object(wrapper);
        return inner == null ? this : new Parameters(tree.deepCopy().setAll(inner), files);
    }

    /** The set with the word {@code null} meaning null. */
    public Parameters withNullWords() {
        return new Parameters((ObjectNode) withoutNullWords(tree), files);
    }

    /** The parameters of these names, as given. */
    public ObjectNode only(Set<String> names) {
        return tree.deepCopy().retain(names);
    }

    /** Files, whether the client wrote {@code attachments[]} or {@code attachments}. */
    public List<FilePart> files(String name) {
        return files.getOrDefault(name, List.of());
    }

    private Iterable<JsonNode> list(String name) {
        JsonNode value = tree.path(name);
        return switch (value) {
            case JsonNode array when array.isArray() -> array;
            case JsonNode none when none.isMissingNode() || none.isNull() -> List.of();
            case JsonNode text when text.isTextual() && parsed(text.asText()).isArray() -> parsed(text.asText());
            case JsonNode one -> List.of(one);
        };
    }

    private static JsonNode parsed(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return NullNode.instance;
        }
        try {
            return ContractJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return NullNode.instance;
        }
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadInput(name + " must be a number");
        }
    }

    private static <T> T id(String name, int number, IntFunction<T> type) {
        if (number <= 0) {
            throw new BadInput(name + " must be a positive number");
        }
        return type.apply(number);
    }

    private static JsonNode withoutNullWords(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode plain = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(it -> plain.set(it.getKey(), withoutNullWords(it.getValue())));
                yield plain;
            }
            case JsonNode text when text.isTextual() && text.asText().equals("null") -> NullNode.instance;
            case JsonNode other -> other;
        };
    }
}

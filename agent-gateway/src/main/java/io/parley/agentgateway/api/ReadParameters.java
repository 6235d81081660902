package io.parley.agentgateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.Malformed;
import io.parley.agentgateway.api.ApiFailure.TooLarge;
import io.parley.contract.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads a request's parameters once, whatever form they come in. A body of any other type is not looked at. */
final class ReadParameters {

    /** The longest content of a message in any script, and room around it. */
    private static final int MAX_JSON_BYTES = 2 << 20;

    private ReadParameters() {}

    static Mono<Parameters> of(ServerWebExchange exchange) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        Brackets.putAll(tree, exchange.getRequest().getQueryParams());
        MediaType type = exchange.getRequest().getHeaders().getContentType();
        if (type == null) {
            return Mono.just(new Parameters(tree, Map.of()));
        }
        if (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json")) {
            return json(exchange.getRequest().getBody()).map(body -> new Parameters(tree.setAll(body), Map.of()));
        }
        if (MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type)) {
            return exchange.getFormData().map(form -> {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                Brackets.putAll(body, form);
                return new Parameters(tree.setAll(body), Map.of());
            });
        }
        if (MediaType.MULTIPART_FORM_DATA.isCompatibleWith(type)) {
            return exchange.getMultipartData()
                    .onErrorMap(ReadParameters::isUnreadable, e -> new Malformed("The body is not valid multipart"))
                    .flatMap(parts -> multipart(parts, tree));
        }
        return Mono.just(new Parameters(tree, Map.of()));
    }

    private static Mono<ObjectNode> json(Flux<DataBuffer> body) {
        return text(body)
                .map(text -> {
                    if (text.isBlank()) {
                        return JsonNodeFactory.instance.objectNode();
                    }
                    try {
                        JsonNode json = ContractJson.mapper().readTree(text);
                        return json instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
                    } catch (IOException e) {
                        throw new Malformed("The body is not valid JSON");
                    }
                })
                .defaultIfEmpty(JsonNodeFactory.instance.objectNode());
    }

    private static Mono<Parameters> multipart(MultiValueMap<String, Part> parts, ObjectNode tree) {
        Map<String, List<FilePart>> files = new LinkedHashMap<>();
        return Flux.fromIterable(parts.values())
                .concatMapIterable(named -> named)
                .concatMap(part -> switch (part) {
                    case FilePart file -> {
                        files.computeIfAbsent(Brackets.plain(part.name()), name -> new ArrayList<>())
                                .add(file);
                        yield Mono.<Field>empty();
                    }
                    case FormFieldPart field -> Mono.just(new Field(part.name(), field.value()));
                    default -> text(part.content()).map(value -> new Field(part.name(), value));
                })
                .collectMultimap(Field::name, Field::value, LinkedHashMap::new)
                .map(fields -> {
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    fields.forEach((name, values) -> Brackets.putAll(body, Map.of(name, List.copyOf(values))));
                    return new Parameters(tree.setAll(body), files);
                });
    }

    private static Mono<String> text(Flux<DataBuffer> content) {
        return DataBufferUtils.join(content, MAX_JSON_BYTES)
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .onErrorMap(DataBufferLimitException.class, e -> new TooLarge("The body is too large"));
    }

    private static boolean isUnreadable(Throwable failure) {
        return failure instanceof DecodingException || failure instanceof ServerWebInputException;
    }

    private record Field(String name, String value) {}
}

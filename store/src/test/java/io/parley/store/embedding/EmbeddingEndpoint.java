package io.parley.store.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Speaks as much of {@code /v1/embeddings} as is needed, and fails as it is told. */
final class EmbeddingEndpoint implements AutoCloseable {

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile int dimensions = 8;
    volatile boolean silent;
    volatile Predicate<String> refuses = text -> false;
    private final HttpServer server;

    EmbeddingEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/embeddings", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    List<String> texts() {
        return asked.stream().flatMap(it -> it.texts().stream()).toList();
    }

    void recover() {
        status = 200;
        dimensions = 8;
        silent = false;
        refuses = text -> false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode request = ContractJson.mapper()
                .readTree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        List<String> texts = new CopyOnWriteArrayList<>();
        request.path("input").forEach(it -> texts.add(it.asText()));
        asked.add(new Asked(exchange.getRequestHeaders().getFirst("Authorization"), request, List.copyOf(texts)));
        if (silent) {
            return; // the exchange stays open until the server stops
        }
        int answered = status == 200 && texts.stream().anyMatch(refuses) ? 400 : status;
        byte[] body = (answered == 200 ? vectors(texts).toString() : "{\"error\":{\"message\":\"not now\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (answered == 429) {
            exchange.getResponseHeaders().add("Retry-After", "1");
        }
        exchange.sendResponseHeaders(answered, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** In reverse order, as the protocol allows: the index tells. */
    private ObjectNode vectors(List<String> texts) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode data = answer.putArray("data");
        for (int index = texts.size() - 1; index >= 0; index--) {
            ArrayNode vector = data.addObject().put("index", index).putArray("embedding");
            for (int at = 0; at < dimensions; at++) {
                vector.add((float) Math.sin(texts.get(index).hashCode() + at));
            }
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Asked(String authorization, JsonNode request, List<String> texts) {}
}

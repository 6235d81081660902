package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of webhooks that keeps what it got and answers as it was told. */
final class Hub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();

    Hub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unlikely) {
            throw new UncheckedIOException(unlikely);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    /** One request. */
    record Call(String path, Headers headers, JsonNode body) {

        String event() {
            return body.path("event").asText();
        }

        JsonNode data() {
            return body.path("data");
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The next calls are answered so, all later ones with 200. */
    void answer(int... statuses) {
        synchronized (answers) {
            for (int status : statuses) {
                answers.add(status);
            }
        }
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(String event) {
        return calls.stream().filter(call -> call.event().equals(event)).toList();
    }

    /** The only event of this name, once it is there. */
    Call awaitOne(String event) {
        return awaitCalls(event, 1).getFirst();
    }

    List<Call> awaitCalls(String event, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(calls(event)).hasSize(count));
        return calls(event);
    }

    void forget() {
        calls.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), Json.read(body)));
        Integer status;
        synchronized (answers) {
            status = answers.poll();
        }
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }
}

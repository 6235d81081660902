package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Calls a simulator as any client of Evolution would. */
record Rest(URI baseUrl, String key) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Rest(EvolutionSimulator simulator) {
        this(simulator.baseUrl(), simulator.apiKey());
    }

    /** Status and JSON of an answer; a missing node when it has no body. */
    record Answer(int status, JsonNode body) {

        JsonNode message() {
            return body.path("response").path("message");
        }
    }

    Rest with(String otherKey) {
        return new Rest(baseUrl, otherKey);
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path, String body) {
        return call("POST", path, body);
    }

    Answer put(String path, String body) {
        return call("PUT", path, body);
    }

    Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** A call that is under way when this returns. */
    CompletableFuture<?> later(String path, String body) {
        return HTTP.sendAsync(request("POST", path, body), BodyHandlers.discarding());
    }

    Answer call(String method, String path, String body) {
        HttpResponse<String> response = send(request(method, path, body));
        return new Answer(response.statusCode(), Json.read(response.body().isEmpty() ? "{}" : response.body()));
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("apikey", key)
                .header("content-type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}

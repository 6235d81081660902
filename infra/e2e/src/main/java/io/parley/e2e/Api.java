package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The hub's REST API as an integrator's script calls it. */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI baseUrl;
    private final String token;

    private Api(URI baseUrl, String token) {
        this.baseUrl = baseUrl;
        this.token = token;
    }

    /** Signs in as a browser does, and goes on with the token of the profile. */
    public static Api signIn(URI baseUrl, String email, String password) {
        Answer answer = send(HttpRequest.newBuilder(baseUrl.resolve("/auth/sign_in"))
                .header("content-type", "application/json")
                .POST(body(Map.of("email", email, "password", password))));
        answer.require(200);
        Answer profile = send(HttpRequest.newBuilder(baseUrl.resolve("/api/v1/profile"))
                .header("access-token", answer.header("access-token"))
                .header("client", answer.header("client"))
                .header("uid", answer.header("uid")));
        return new Api(baseUrl, profile.require(200).path("access_token").asText());
    }

    public static Api administratorOf(Hub hub) {
        return signIn(hub.baseUrl(), Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
    }

    public String token() {
        return token;
    }

    public URI baseUrl() {
        return baseUrl;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Object json) {
        return send(request(path).header("content-type", "application/json").POST(body(json)));
    }

    public Answer patch(String path, Object json) {
        return send(request(path).header("content-type", "application/json").method("PATCH", body(json)));
    }

    /** A request of whatever method that says nothing. */
    public Answer send(String method, String path) {
        return send(request(path)
                .header("content-type", "application/json")
                .method(method.toUpperCase(Locale.ROOT), body(Map.of())));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /**
     * A new WhatsApp inbox on an Evolution API, its instance made when there is none. Nobody is assigned by themselves:
     * that would write lines between the messages a test counts.
     */
    public JsonNode createWhatsAppInbox(String name, URI evolution, String key, String instance) {
        ObjectNode inbox = JSON.createObjectNode().put("name", name).put("enable_auto_assignment", false);
        inbox.putObject("channel")
                .put("type", "whatsapp")
                .put("provider", "evolution")
                .put("base_url", evolution.toString())
                .put("api_key", key)
                .put("instance", instance)
                .put("create_instance", true);
        return post("/api/v1/accounts/1/inboxes", inbox).require(200);
    }

    /** All conversations of whatever status, page after page. */
    public List<JsonNode> conversations() {
        List<JsonNode> all = new ArrayList<>();
        for (int page = 1; ; page++) {
            JsonNode payload = get("/api/v1/accounts/1/conversations?status=all&sort_by=created_at_asc&page=" + page)
                    .require(200)
                    .path("data")
                    .path("payload");
            if (payload.isEmpty()) {
                return all;
            }
            payload.forEach(all::add);
        }
    }

    /** All messages of a conversation, oldest first, window after window from the newest. */
    public List<JsonNode> messages(int conversation) {
        List<JsonNode> all = new ArrayList<>();
        String path = "/api/v1/accounts/1/conversations/" + conversation + "/messages";
        JsonNode window = get(path).require(200).path("payload");
        while (!window.isEmpty()) {
            List<JsonNode> older = new ArrayList<>();
            window.forEach(older::add);
            all.addAll(0, older);
            int oldest = older.get(0).path("id").asInt();
            window = get(path + "?before=" + oldest).require(200).path("payload");
        }
        return all;
    }

    public JsonNode reply(int conversation, String content) {
        return post(
                        "/api/v1/accounts/1/conversations/" + conversation + "/messages",
                        Map.of("content", content, "message_type", "outgoing"))
                .require(200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("api_access_token", token);
    }

    public static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static HttpRequest.BodyPublisher body(Object json) {
        try {
            return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the hub answered. */
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers()
                    .firstValue(name)
                    .orElseThrow(() -> new AssertionError("the answer has no header " + name));
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public JsonNode require(int status) {
            if (status() != status) {
                throw new AssertionError("%s answered %d instead of %d: %s"
                        .formatted(
                                response.request().uri().getPath(),
                                status(),
                                status,
                                new String(response.body(), StandardCharsets.UTF_8)));
            }
            return json();
        }
    }
}

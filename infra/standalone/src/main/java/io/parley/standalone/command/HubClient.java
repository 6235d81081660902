package io.parley.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The running hub's REST API, as the administrator of the environment. */
final class HubClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI baseUrl;
    private final String token;
    private final int accountId;

    private HubClient(URI baseUrl, String token, int accountId) {
        this.baseUrl = baseUrl;
        this.token = token;
        this.accountId = accountId;
    }

    /** Signs in with {@code PARLEY_ADMIN_EMAIL} and {@code PARLEY_ADMIN_PASSWORD}. */
    static HubClient signIn() {
        URI baseUrl = URI.create("http://127.0.0.1:" + environment("PARLEY_PORT", "3000"));
        HubClient anonymous = new HubClient(baseUrl, "", 0);
        Map<String, String> credentials = Map.of(
                "email",
                environment("PARLEY_ADMIN_EMAIL", null),
                "password",
                environment("PARLEY_ADMIN_PASSWORD", null));
        JsonNode profile = anonymous
                .send(anonymous.request("/auth/sign_in").POST(json(credentials)))
                .path("data");
        return new HubClient(
                baseUrl,
                profile.path("access_token").asText(),
                profile.path("account_id").asInt());
    }

    /** @param path below the account, such as {@code /inboxes} */
    JsonNode get(String path) {
        return send(request("/api/v1/accounts/" + accountId + path).GET());
    }

    JsonNode post(String path, Object body) {
        return send(request("/api/v1/accounts/" + accountId + path).POST(json(body)));
    }

    /** @param path from the root, such as a webhook's */
    int postRaw(String path, Object body) {
        return exchange(request(path).POST(json(body))).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(baseUrl.resolve(path))
                .timeout(Duration.ofSeconds(90))
                .header("content-type", "application/json");
        return token.isEmpty() ? request : request.header("api_access_token", token);
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(request);
        try {
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new CommandFailure("The hub answered " + response.statusCode() + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailure("The hub answered " + response.statusCode() + " with something that is no JSON");
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CommandFailure("No hub answers on " + baseUrl + ". Start it with ./parley up.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted");
        }
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        try {
            return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String environment(String name, @Nullable String otherwise) {
        String value = System.getenv(name);
        if (value != null && !value.isBlank()) {
            return value;
        }
        if (otherwise == null) {
            throw new CommandFailure(name + " is not set. ./parley sets it; on other installations set it yourself.");
        }
        return otherwise;
    }
}

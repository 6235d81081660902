package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The gateway as it starts alone, on real servers; all classes below share it, and so make what they need anew. */
@AutoConfigureObservability(tracing = false)
@SpringBootTest(classes = AgentGatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class GatewayIntegration {

    protected static final Duration LIMIT = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "correct horse battery";

    @LocalServerPort
    protected int port;

    protected WebTestClient client;
    protected Person ada;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(GatewayIntegration.class).forEach((name, value) -> registry.add(name, () -> value));
        registry.add("parley.gateway.rate-limits.contact-searches", () -> "10");
        registry.add("parley.gateway.rate-limits.searches", () -> "10");
        registry.add("parley.gateway.rate-limits.assistant", () -> "10");
        registry.add("PARLEY_ADMIN_EMAIL", () -> EMAIL);
        registry.add("PARLEY_ADMIN_PASSWORD", () -> PASSWORD);
    }

    @BeforeEach
    void signIn() {
        client = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(LIMIT)
                .build();
        ada = signedIn(EMAIL, PASSWORD);
    }

    /** Whoever signs in: the token comes from the profile, which the session opens. */
    protected Person signedIn(String email, String password) {
        EntityExchangeResult<byte[]> session = client.post()
                .uri("/auth/sign_in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
        JsonNode profile = parsed(client.get()
                .uri("/api/v1/profile")
                .header("access-token", session.getResponseHeaders().getFirst("access-token"))
                .header("client", session.getResponseHeaders().getFirst("client"))
                .header("uid", session.getResponseHeaders().getFirst("uid"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
        return new Person(
                profile.path("id").asInt(),
                profile.path("access_token").asText(),
                profile.path("account_id").asInt());
    }

    /** An agent who belongs to no inbox yet. */
    protected Person aNewAgent() {
        String email = UUID.randomUUID() + "@example.org";
        ada.post("/agents", "{'name':'Bo Li','email':'%s','role':'agent','password':'%s'}".formatted(email, PASSWORD));
        return signedIn(email, PASSWORD);
    }

    protected int anInbox() {
        return ada.post("/inboxes", "{'name':'%s','channel':{'type':'api'}}".formatted(UUID.randomUUID()))
                .path("id")
                .asInt();
    }

    /** A contact with an open conversation in the inbox. */
    protected Talk aTalkIn(int inbox, String name) {
        int contact = ada.post(
                        "/contacts",
                        "{'inbox_id':'%d','name':'%s','identifier':'%s'}".formatted(inbox, name, UUID.randomUUID()))
                .at("/payload/contact/id")
                .asInt();
        int conversation = ada.post("/conversations", "{'inbox_id':'%d','contact_id':'%d'}".formatted(inbox, contact))
                .path("id")
                .asInt();
        return new Talk(contact, conversation);
    }

    protected static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body == null || body.length == 0 ? "{}".getBytes() : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A contact and their conversation's number. */
    protected record Talk(int contact, int conversation) {}

    /** Somebody with a token, who asks below their account. */
    protected final class Person {

        final int id;
        final String token;
        final int account;

        private Person(int id, String token, int account) {
            this.id = id;
            this.token = token;
            this.account = account;
        }

        WebTestClient.ResponseSpec ask(HttpMethod method, String path, String json) {
            WebTestClient.RequestBodySpec request = client.method(method)
                    .uri("/api/v1/accounts/" + account + path)
                    .header("api_access_token", token);
            return json.isEmpty()
                    ? request.exchange()
                    : request.contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(json.replace('\'', '"'))
                            .exchange();
        }

        JsonNode get(String path) {
            return answer(ask(HttpMethod.GET, path, ""));
        }

        JsonNode post(String path, String json) {
            return answer(ask(HttpMethod.POST, path, json));
        }

        int status(HttpMethod method, String path, String json) {
            return ask(method, path, json)
                    .returnResult(byte[].class)
                    .getStatus()
                    .value();
        }

        private JsonNode answer(WebTestClient.ResponseSpec response) {
            EntityExchangeResult<byte[]> result = response.expectBody().returnResult();
            assertThat(result.getStatus().value())
                    .as(() -> result.getUrl() + " " + parsed(result.getResponseBody()))
                    .isEqualTo(200);
            return parsed(result.getResponseBody());
        }
    }
}

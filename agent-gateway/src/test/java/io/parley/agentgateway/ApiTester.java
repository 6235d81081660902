package io.parley.agentgateway;

import static io.parley.agentgateway.Fixtures.API_INBOX;
import static io.parley.agentgateway.Fixtures.WHATSAPP_INBOX;

import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactInbox;
import io.parley.store.label.Labels.Label;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What the tests of the API share: one running gateway, and short ways to ask it. */
@SpringBootTest(classes = GatewayUnderTest.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
// No Redis listens there: everything must work without.
@TestPropertySource(
        properties = {
            "REDIS_URL=redis://localhost:1",
            "spring.cloud.function.definition=",
            "parley.gateway.uploads.max-size=64KB",
            "parley.gateway.evolution.webhook-url=https://hooks.example.org/"
        })
public abstract class ApiTester {

    protected static final String ACCOUNT = "/api/v1/accounts/1";

    @Autowired
    protected FakeStore store;

    @LocalServerPort
    protected int port;

    protected WebTestClient client;

    @BeforeEach
    void start() {
        client = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofMinutes(2))
                .build();
        store.reset();
        store.inboxes.put(API_INBOX, Fixtures.inbox(API_INBOX, "bridge"));
        store.inboxes.put(WHATSAPP_INBOX, Fixtures.inbox(WHATSAPP_INBOX, "phone"));
        store.contacts.put(
                Fixtures.ANA,
                new ContactDetails(
                        Fixtures.ana(),
                        List.of(new ContactInbox("8d6f0c0e", API_INBOX, "bridge", io.parley.contract.Channel.API))));
        store.conversations.put(
                12, Changed.of(Fixtures.conversation(12, API_INBOX)).lastMessage(Fixtures.incoming(900, "hi")));
        store.conversations.put(13, Fixtures.conversation(13, WHATSAPP_INBOX));
        store.messages.add(Fixtures.incoming(900, "hi"));
        store.labels.add(new Label(1, "vip", null, "#1f93ff", true));
    }

    protected WebTestClient.RequestBodySpec ask(String token, HttpMethod method, String path) {
        return client.method(method).uri(path).header("api_access_token", token);
    }

    /** As the administrator. */
    protected ResponseSpec get(String path) {
        return ask("ada-token", HttpMethod.GET, path).exchange();
    }

    protected ResponseSpec send(HttpMethod method, String path, String json) {
        return ask("ada-token", method, path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.replace('\'', '"'))
                .exchange();
    }

    protected ResponseSpec post(String path, String json) {
        return send(HttpMethod.POST, path, json);
    }

    /** As the agent who is in inbox 3 only. */
    protected ResponseSpec getAsBo(String path) {
        return ask("bo-token", HttpMethod.GET, path).exchange();
    }

    protected ResponseSpec sendAsBo(HttpMethod method, String path, String json) {
        return ask("bo-token", method, path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.replace('\'', '"'))
                .exchange();
    }
}

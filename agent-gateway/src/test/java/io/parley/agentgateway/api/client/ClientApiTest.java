package io.parley.agentgateway.api.client;

import static io.parley.agentgateway.Fixtures.API_INBOX;
import static io.parley.agentgateway.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.message.Direction;
import io.parley.runtime.visitor.IdentifierHash;
import io.parley.store.StoreFailure;
import io.parley.store.client.Clients.Client;
import io.parley.store.client.Clients.Talk;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.message.Messages.NewMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

class ClientApiTest extends ApiTester {

    private static final String INBOX = "/public/api/v1/inboxes/inbox-identifier";
    private static final String ANA = INBOX + "/contacts/8d6f0c0e";
    private static final String TALK = ANA + "/conversations/12";

    @Autowired
    ClientKeys keys;

    private final InboxDetails inbox = Fixtures.inbox(API_INBOX, "bridge");

    @BeforeEach
    void anaIsThere() {
        Client ana = ana(inbox, false, false);
        Talk talk = new Talk(Fixtures.conversation(12, API_INBOX), List.of(Fixtures.message(901, "hello Ana")));
        store.parts
                .answer("Clients.inbox", inbox)
                .answer("Clients.enter", ana)
                .answer("Clients.find", ana)
                .answer("Clients.update", ana)
                .answer("Clients.conversations", List.of(talk))
                .answer("Clients.conversation", talk)
                .answer("Clients.open", talk)
                .answer("Clients.resolve", talk)
                .answer("Clients.messages", List.of(Fixtures.incoming(900, "hi"), Fixtures.message(901, "hello Ana")))
                .answer("Clients.say", Fixtures.incoming(902, "me again"));
    }

    @Test
    void showsTheInboxWithoutASecret() {
        String body = ask(HttpMethod.GET, INBOX + "/")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(body)
                .contains(
                        "\"identifier\":\"inbox-identifier\"",
                        "\"identity_validation_enabled\":false",
                        "\"name\":\"bridge\"")
                .doesNotContain("hook-secret", keys.of(inbox));
    }

    @Test
    void knowsNoInboxOfAnotherName() {
        store.parts.answer("Clients.inbox", new StoreFailure.NotFound("Inbox"));

        ask(HttpMethod.GET, INBOX)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .json("{\"error\":\"Resource could not be found\"}");
    }

    @Test
    void makesAContact() {
        ask(
                        HttpMethod.POST,
                        INBOX + "/contacts",
                        "{'name':'Ana','email':'ana@example.org','custom_attributes':{'a':1}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"source_id":"8d6f0c0e","pubsub_token":null,"id":5,"name":"Ana","email":"ana@example.org",
                         "phone_number":"+5511999990000"}""", JsonCompareMode.STRICT);

        NewContact given = (NewContact) store.parts.asked("Clients.enter").get(1);
        assertThat(given.email()).isEqualTo("ana@example.org");
        assertThat(given.customAttributes()).isEqualTo(Fixtures.json("{'a':1}"));
        assertThat(store.parts.asked("Clients.enter").get(2)).isEqualTo(false);
    }

    @Test
    void takesTheWordOfTheInboxsOwner() {
        ask(
                        HttpMethod.POST,
                        INBOX + "/contacts",
                        "{'identifier':'c-17','identifier_hash':'%s'}".formatted(hash("c-17")))
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Clients.enter").get(2)).isEqualTo(true);

        ask(
                        HttpMethod.POST,
                        INBOX + "/contacts",
                        "{'identifier':'c-18','identifier_hash':'%s'}".formatted(hash("c-17")))
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"error\":\"HMAC failed: Invalid Identifier Hash Provided\"}");
    }

    @Test
    void wantsTheOwnersWordWhereItIsMandatory() {
        InboxDetails strict = strict();
        store.parts.answer("Clients.inbox", strict).answer("Clients.find", ana(strict, false, false));

        ask(HttpMethod.POST, INBOX + "/contacts", "{'identifier':'c-17'}")
                .expectStatus()
                .isUnauthorized();
        ask(HttpMethod.PATCH, ANA, "{'name':'Eve'}").expectStatus().isUnauthorized();
        ask(
                        HttpMethod.PATCH,
                        ANA,
                        "{'name':'Ana','identifier_hash':'%s'}"
                                .formatted(hash(String.valueOf(Fixtures.ana().identifier()))))
                .expectStatus()
                .isOk();

        store.parts.answer("Clients.find", ana(strict, true, false));
        ask(HttpMethod.PATCH, ANA, "{'name':'Ana'}").expectStatus().isOk();
    }

    @Test
    void tellsThemWhoTheyAreUnlessTheyOnlyClaimIt() {
        ask(HttpMethod.GET, ANA)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.email")
                .isEqualTo("ana@example.org");

        store.parts.answer("Clients.find", ana(inbox, false, true));
        String body = ask(HttpMethod.GET, TALK)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).contains("\"id\":5").doesNotContain("ana@example.org", "+5511999990000");
    }

    @Test
    void changesThemAndAnswersWithTheRow() {
        ask(HttpMethod.PATCH, ANA, "{'name':'Ana B.','phone_number':null}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.account_id")
                .isEqualTo(1)
                .jsonPath("$.created_at")
                .isEqualTo("2026-06-16T08:53:20.000Z");

        assertThat(store.parts.asked("Clients.update").subList(1, 3))
                .containsExactly(new ContactChange("Ana B.", null, "", null, null, null, null, null), false);
    }

    @Test
    void showsAndOpensConversations() {
        for (ResponseSpec answer : List.of(
                ask(HttpMethod.GET, TALK),
                ask(HttpMethod.POST, ANA + "/conversations", "{'custom_attributes':{'order':7}}"),
                ask(HttpMethod.POST, TALK + "/toggle_status", "{}"))) {
            answer.expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.id")
                    .isEqualTo(12)
                    .jsonPath("$.status")
                    .isEqualTo("open")
                    .jsonPath("$.agent_last_seen_at")
                    .isEqualTo(1_781_700_100)
                    .jsonPath("$.messages[0].content")
                    .isEqualTo("hello Ana")
                    .jsonPath("$.messages[0].message_type")
                    .isEqualTo(1)
                    .jsonPath("$.contact.id")
                    .isEqualTo(5);
        }
        ask(HttpMethod.GET, ANA + "/conversations")
                .expectBody()
                .jsonPath("$[0].id")
                .isEqualTo(12);

        assertThat(store.parts.asked("Clients.open").get(1)).isEqualTo(Fixtures.json("{'order':7}"));
    }

    @Test
    void listsMessages() {
        ask(HttpMethod.GET, TALK + "/messages?before=950")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].id")
                .isEqualTo(900)
                .jsonPath("$[0].message_type")
                .isEqualTo(0)
                .jsonPath("$[1].sender.available_name")
                .isEqualTo("Bo");

        assertThat(store.parts.asked("Clients.messages").get(2)).hasToString("950");
    }

    @Test
    void takesAMessageOnceHoweverOftenItComes() {
        ask(HttpMethod.POST, TALK + "/messages", "{'content':'me again','echo_id':'tmp-1','message_type':'outgoing'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(902);

        NewMessage said = said();
        assertThat(said.direction()).isEqualTo(Direction.INCOMING);
        assertThat(said.privateNote()).isFalse();
        assertThat(said.echoId()).isEqualTo("tmp-1");
        assertThat(said.sourceId()).isEqualTo("client:41:tmp-1");
    }

    @Test
    void takesFiles() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("attachments[]", "a,b".getBytes(StandardCharsets.UTF_8))
                .filename("list.csv")
                .contentType(MediaType.valueOf("text/csv"));

        client.post()
                .uri(TALK + "/messages")
                .body(BodyInserters.fromMultipartData(form.build()))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(said().files()).extracting(it -> it.fileName()).containsExactly("list.csv");
        assertThat(said().text()).isNull();
    }

    @Test
    void hearsThatTheyTypeAndThatTheySaw() {
        ask(HttpMethod.POST, TALK + "/toggle_typing", "{'typing_status':'on'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        client.post()
                .uri(TALK + "/update_last_seen")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .header("api_access_token", "whoever")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();

        assertThat(store.parts.asked("Clients.conversation").get(1)).isEqualTo(12);
        assertThat(store.parts.asked("Clients.see").get(1)).isEqualTo(12);
    }

    @Test
    void answersPagesOfAnyOrigin() {
        client.options()
                .uri("http://localhost:" + port + TALK + "/messages")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*");
    }

    @Test
    void tellsAdministratorsTheKey() {
        get(ACCOUNT + "/inboxes/3").expectBody().jsonPath("$.hmac_token").isEqualTo(keys.of(inbox));
        getAsBo(ACCOUNT + "/inboxes/3").expectBody().jsonPath("$.hmac_token").doesNotExist();
    }

    private NewMessage said() {
        return (NewMessage) store.parts.asked("Clients.say").get(2);
    }

    private String hash(String identifier) {
        return IdentifierHash.of(keys.of(inbox), identifier);
    }

    private static Client ana(InboxDetails inbox, boolean verified, boolean claimed) {
        return new Client(41, "8d6f0c0e", inbox, Fixtures.ana(), verified, claimed);
    }

    private InboxDetails strict() {
        JsonNode settings = JsonNodeFactory.instance.objectNode().put("hmac_mandatory", true);
        return new InboxDetails(
                inbox.inbox(),
                inbox.identifier(),
                inbox.webhookSecret(),
                inbox.rules(),
                false,
                null,
                null,
                null,
                null,
                true,
                settings,
                NOW,
                NOW);
    }

    private ResponseSpec ask(HttpMethod method, String path) {
        return client.method(method).uri(path).exchange();
    }

    private ResponseSpec ask(HttpMethod method, String path, String json) {
        return client.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.replace('\'', '"'))
                .exchange();
    }
}

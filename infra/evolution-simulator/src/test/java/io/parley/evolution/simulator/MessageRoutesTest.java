package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRoutesTest {

    private static final String MARIA = "5511988887777";

    private final Hub hub = new Hub();
    private EvolutionSimulator simulator;
    private Rest rest;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(Settings.forTests());
        simulator.createInstance("demo", hub.url());
        rest = new Rest(simulator);
    }

    @AfterEach
    void stop() {
        simulator.stop();
        hub.close();
    }

    @Test
    void answersATextAsEvolutionDoesAndEchoesTheSame() {
        Rest.Answer answer = send("sendText", "{\"number\":\"5511988887777\",\"text\":\"Olá, *Maria*\"}");

        assertThat(answer.status()).isEqualTo(201);
        Shape.assertLike(answer.body(), """
                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"3EB0AAAA11112222BBBB"},
                 "pushName":"Você","status":"PENDING","message":{"conversation":"Olá, *Maria*"},"contextInfo":null,
                 "messageType":"conversation","messageTimestamp":1761051000,
                 "instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572","source":"desktop"}
                """);
        assertThat(hub.awaitOne("send.message").data()).isEqualTo(answer.body());
        assertThat(simulator.receivedBy(MARIA)).singleElement().satisfies(it -> {
            assertThat(it.id()).isEqualTo(answer.body().at("/key/id").asText());
            assertThat(it.text()).isEqualTo("Olá, *Maria*");
        });
    }

    @Test
    void reportsEveryStepOfAMessageInOrder() {
        String id = send("sendText", "{\"number\":\"5511988887777\",\"text\":\"Olá\"}")
                .body()
                .at("/key/id")
                .asText();

        assertThat(hub.awaitCalls("messages.update", 3))
                .extracting(call -> call.data().path("status").asText())
                .containsExactlyInAnyOrder("SERVER_ACK", "DELIVERY_ACK", "READ");
        JsonNode receipt = hub.calls("messages.update").getFirst().data();
        Shape.assertLike(receipt, """
                {"keyId":"3EB0AAAA11112222BBBB","remoteJid":"123456789012345@lid","fromMe":true,"status":"DELIVERY_ACK",
                 "instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572","messageId":"cmh0x1a2b0003qk01efgh5678"}
                """);
        assertThat(receipt.path("keyId").asText()).isEqualTo(id);
        assertThat(receipt.path("messageId").asText()).isNotEqualTo(id);
    }

    @Test
    void deliversTheEchoBeforeTheAnswerWhenAsked() {
        try (EvolutionSimulator early = EvolutionSimulator.start(
                Settings.forTests().toBuilder().echoBeforeAnswer(true).build())) {
            early.createInstance("demo", hub.url());

            String id = new Rest(early)
                    .post("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"Olá\"}")
                    .body()
                    .at("/key/id")
                    .asText();

            assertThat(hub.calls("send.message"))
                    .singleElement()
                    .satisfies(call ->
                            assertThat(call.data().at("/key/id").asText()).isEqualTo(id));
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"image\",\"media\":\"aGVsbG8=\",\"caption\":\"olha\"}",
                        "imageMessage"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"video\",\"media\":\"aGVsbG8=\"}",
                        "videoMessage"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"audio\",\"media\":\"aGVsbG8=\"}",
                        "audioMessage"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"document\",\"media\":\"aGVsbG8=\",\"fileName\":\"boleto.pdf\"}",
                        "documentMessage"),
                arguments(
                        "sendWhatsAppAudio",
                        "{\"number\":\"5511988887777\",\"audio\":\"aGVsbG8=\",\"encoding\":true}",
                        "audioMessage"),
                arguments("sendSticker", "{\"number\":\"5511988887777\",\"sticker\":\"aGVsbG8=\"}", "stickerMessage"),
                arguments("sendPtv", "{\"number\":\"5511988887777\",\"video\":\"aGVsbG8=\"}", "ptvMessage"),
                arguments(
                        "sendLocation",
                        "{\"number\":\"5511988887777\",\"latitude\":-23.5613,\"longitude\":-46.6565,\"name\":\"MASP\",\"address\":\"Av. Paulista, 1578\"}",
                        "locationMessage"),
                arguments(
                        "sendContact",
                        "{\"number\":\"5511988887777\",\"contact\":[{\"fullName\":\"João Silva\",\"wuid\":\"5511977776666\",\"phoneNumber\":\"+55 11 97777-6666\"}]}",
                        "contactMessage"),
                arguments(
                        "sendContact",
                        "{\"number\":\"5511988887777\",\"contact\":[{\"fullName\":\"A\",\"phoneNumber\":\"+55 11 91111-0000\"},{\"fullName\":\"B\",\"phoneNumber\":\"+55 11 92222-0000\"}]}",
                        "contactsArrayMessage"),
                arguments(
                        "sendPoll",
                        "{\"number\":\"5511988887777\",\"name\":\"Vamos?\",\"selectableCount\":1,\"values\":[\"Sim\",\"Não\"]}",
                        "pollCreationMessageV3"),
                arguments(
                        "sendReaction",
                        "{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":false,\"id\":\"3A10\"},\"reaction\":\"👍\"}",
                        "reactionMessage"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsEveryKind(String endpoint, String body, String messageType) {
        Rest.Answer answer = send(endpoint, body);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        assertThat(answer.body().path("messageType").asText()).isEqualTo(messageType);
        assertThat(answer.body().path("message").has(messageType)).isTrue();
        assertThat(answer.body().at("/key/id").asText()).isNotEmpty();
        assertThat(simulator.receivedBy(MARIA))
                .singleElement()
                .satisfies(it -> assertThat(it.type()).isEqualTo(messageType));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("sendText", "{\"text\":\"Olá\"}", "[[\"instance requires property \\\"number\\\"\"]]"),
                arguments(
                        "sendText",
                        "{\"number\":\"5511988887777\"}",
                        "[[\"instance requires property \\\"text\\\"\"]]"),
                arguments("sendText", "{\"number\":5511988887777,\"text\":\"Olá\"}", "[[\"Invalid format\"]]"),
                arguments("sendText", "{\"number\":\"5511988887777\",\"text\":\"\"}", "[\"Text is required\"]"),
                arguments(
                        "sendText",
                        "{\"number\":\"5511988887777\",\"text\":\"Olá\",\"delay\":\"1200\"}",
                        "[[\"Enter a value in milliseconds\"]]"),
                arguments(
                        "sendText",
                        "{\"number\":\"5511988887777\",\"text\":\"Olá\",\"quoted\":{\"key\":{}}}",
                        "[[\"quoted.key requires property \\\"id\\\"\"]]"),
                arguments(
                        "sendText",
                        "{\"number\":\"120363025246125486@g.us\",\"text\":\"Olá\"}",
                        "[\"[object Object]\"]"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"document\",\"media\":\"aGVsbG8=\"}",
                        "[\"For base64 the file name must be informed.\"]"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"image\",\"media\":\"http://localhost/x.png\"}",
                        "[\"Owned media must be a url or base64\"]"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"image\",\"media\":\"http://minio:9000/x.png\"}",
                        "[\"Owned media must be a url or base64\"]"),
                arguments(
                        "sendMedia",
                        "{\"number\":\"5511988887777\",\"mediatype\":\"image\",\"media\":\"data:image/png;base64,aGVsbG8=\"}",
                        "[\"Owned media must be a url or base64\"]"),
                arguments(
                        "sendReaction",
                        "{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":false,\"id\":\"3A10\"},\"reaction\":\"👍👍\"}",
                        "[\"Reaction must be a single emoji or empty string\"]"),
                arguments(
                        "sendReaction",
                        "{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":false,\"id\":\"3A10\"},\"reaction\":\"a\"}",
                        "[\"Reaction must be a single emoji or empty string\"]"),
                arguments(
                        "sendLocation",
                        "{\"number\":\"5511988887777\",\"latitude\":1,\"longitude\":2}",
                        "[[\"instance requires property \\\"name\\\"\",\"instance requires property \\\"address\\\"\"]]"),
                arguments(
                        "sendPoll",
                        "{\"number\":\"5511988887777\",\"name\":\"Vamos?\",\"selectableCount\":1,\"values\":[\"Sim\",\"Sim\"]}",
                        "[[\"values contains duplicate item or too few or too many\"]]"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesInTheTrueShapeAndSendsNothing(String endpoint, String body, String message) {
        Rest.Answer answer = send(endpoint, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("status").asInt()).isEqualTo(400);
        assertThat(answer.body().path("error").asText()).isEqualTo("Bad Request");
        assertThat(answer.message()).isEqualTo(Json.read(message));
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void refusesWhatIsNotJsonUnderAnotherName() {
        Rest.Answer answer = send("sendText", "{\"number\":");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asText()).isEqualTo("Internal Server Error");
        assertThat(answer.message().isTextual()).isTrue();
    }

    @Test
    void saysWhoIsNotOnWhatsApp() {
        simulator.refuse("5511911112222");

        Rest.Answer answer = send("sendText", "{\"number\":\"5511911112222\",\"text\":\"Olá\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo(Json.read(
                        "[{\"jid\":\"5511911112222@s.whatsapp.net\",\"exists\":false,\"number\":\"5511911112222\"}]"));
        simulator.accept("5511911112222");
        assertThat(send("sendText", "{\"number\":\"5511911112222\",\"text\":\"Olá\"}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"553188887777", "5531988887777"})
    void answersWithTheFormOfTheNumberThatWhatsAppHas(String account) {
        simulator.put(simulator.phone(account).named("Ana"));

        for (String asked : new String[] {"5531988887777", "553188887777"}) {
            assertThat(send("sendText", "{\"number\":\"" + asked + "\",\"text\":\"Olá\"}")
                            .body()
                            .at("/key/remoteJid")
                            .asText())
                    .isEqualTo(account + "@s.whatsapp.net");
        }

        assertThat(simulator.receivedBy("5531988887777")).hasSize(2);
        assertThat(simulator.receivedBy("553188887777")).hasSize(2);
    }

    @Test
    void sendsToALinkedIdUnchanged() {
        String lid = simulator.phone(MARIA).lid();

        Rest.Answer answer = send("sendText", "{\"number\":\"" + lid + "\",\"text\":\"Olá\"}");

        assertThat(answer.body().at("/key/remoteJid").asText()).isEqualTo(lid);
        assertThat(simulator.receivedBy(MARIA)).hasSize(1);
        assertThat(send("sendText", "{\"number\":\"111222333444555@lid\",\"text\":\"Olá\"}")
                        .status())
                .isEqualTo(201);
        assertThat(simulator.receivedBy("111222333444555@lid")).hasSize(1);
    }

    @Test
    void failsWithoutAConnection() {
        simulator.disconnect("demo", 401);

        Rest.Answer answer = send("sendText", "{\"number\":\"5511988887777\",\"text\":\"Olá\"}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo(
                        Json.read(
                                "{\"status\":500,\"error\":\"Internal Server Error\",\"response\":{\"message\":\"Connection Closed\"}}"));
        simulator.scan("demo", null);
        assertThat(send("sendText", "{\"number\":\"5511988887777\",\"text\":\"Olá\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void quotesWhatItKnowsOrIsGivenAndNothingElse() {
        String known = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "Confirma?"));

        JsonNode byId = quote("{\"key\":{\"id\":\"" + known + "\"}}");
        JsonNode given = quote(
                "{\"key\":{\"id\":\"X\",\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":false},\"message\":{\"conversation\":\"Antes\"}}");
        JsonNode unknown = quote("{\"key\":{\"id\":\"nobody\"}}");

        assertThat(byId.path("stanzaId").asText()).isEqualTo(known);
        assertThat(byId.path("participant").asText()).isEqualTo("5511988887777@s.whatsapp.net");
        assertThat(byId.at("/quotedMessage/conversation").asText()).isEqualTo("Confirma?");
        assertThat(given.at("/quotedMessage/conversation").asText()).isEqualTo("Antes");
        assertThat(unknown.isNull()).isTrue();
    }

    @Test
    void heedsAMessageIdFromVersionTwoFourOn() {
        String body = "{\"number\":\"5511988887777\",\"text\":\"Olá\",\"messageId\":\"3EB0FEED\"}";

        assertThat(send("sendText", body).body().at("/key/id").asText()).isNotEqualTo("3EB0FEED");

        try (EvolutionSimulator newer = EvolutionSimulator.start(
                Settings.forTests().toBuilder().version("2.4.0-rc2").build())) {
            newer.createInstance("demo", null);
            assertThat(new Rest(newer)
                            .post("/message/sendText/demo", body)
                            .body()
                            .at("/key/id")
                            .asText())
                    .isEqualTo("3EB0FEED");
        }
    }

    @Test
    void fetchesMediaFromItsUrl() throws IOException {
        HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext("/boleto.pdf", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("%PDF-".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        files.start();
        String url = "http://127.0.0.1:" + files.getAddress().getPort();

        Rest.Answer found = send(
                "sendMedia",
                "{\"number\":\"5511988887777\",\"mediatype\":\"document\",\"media\":\"" + url + "/boleto.pdf\"}");
        Rest.Answer missing = send(
                "sendMedia",
                "{\"number\":\"5511988887777\",\"mediatype\":\"document\",\"media\":\"" + url + "/none.pdf\"}");
        files.stop(0);

        assertThat(found.status()).isEqualTo(201);
        assertThat(found.body().at("/message/documentMessage/mimetype").asText())
                .isEqualTo("application/pdf");
        assertThat(found.body().at("/message/documentMessage/fileName").asText())
                .isEqualTo("boleto.pdf");
        assertThat(found.body().at("/message/documentMessage/fileLength/low").asInt())
                .isEqualTo(5);
        assertThat(missing.status()).isEqualTo(500);
        assertThat(simulator.receivedBy(MARIA)).hasSize(1);
    }

    @Test
    void takesAFileAsPartOfAForm() {
        String form = """
                --frontier\r
                Content-Disposition: form-data; name="number"\r
                \r
                5511988887777\r
                --frontier\r
                Content-Disposition: form-data; name="mediatype"\r
                \r
                document\r
                --frontier\r
                Content-Disposition: form-data; name="file"; filename="nota.txt"\r
                Content-Type: text/plain\r
                \r
                hello\r
                --frontier--\r
                """;

        var response = Rest.send(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/message/sendMedia/demo"))
                .header("apikey", simulator.apiKey())
                .header("content-type", "multipart/form-data; boundary=frontier")
                .POST(BodyPublishers.ofString(form))
                .build());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(Json.read(response.body())
                        .at("/message/documentMessage/fileName")
                        .asText())
                .isEqualTo("nota.txt");
    }

    @Test
    void showsThatSomebodyTypesForAsLongAsAsked() {
        CompletableFuture<?> sending =
                rest.later("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"Olá\",\"delay\":60000}");

        await().atMost(Hub.PATIENCE)
                .untilAsserted(() -> assertThat(rest.get("/_simulator/instances/demo/chats/5511988887777")
                                .body()
                                .path("typing")
                                .asBoolean())
                        .isTrue());
        assertThat(simulator.received()).isEmpty();

        assertThat(sending).isNotDone();
        sending.cancel(true);
    }

    private JsonNode quote(String quoted) {
        return send("sendText", "{\"number\":\"5511988887777\",\"text\":\"sim\",\"quoted\":" + quoted + "}")
                .body()
                .path("contextInfo");
    }

    private Rest.Answer send(String endpoint, String body) {
        return rest.post("/message/" + endpoint + "/demo", body);
    }
}

package io.parley.evolution;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.parley.evolution.SendRequest.ContactCard;
import io.parley.evolution.SendRequest.SendContact;
import io.parley.evolution.SendRequest.SendLocation;
import io.parley.evolution.SendRequest.SendMedia;
import io.parley.evolution.SendRequest.SendReaction;
import io.parley.evolution.SendRequest.SendSticker;
import io.parley.evolution.SendRequest.SendText;
import io.parley.evolution.SendRequest.SendWhatsAppAudio;
import io.parley.evolution.SendResult.Kind;
import io.parley.evolution.SendResult.Rejected;
import io.parley.evolution.SendResult.Sent;
import io.parley.evolution.SendResult.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class EvolutionClientTest {

    private static final String KEY = "k3y-of-evolution";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final MessageKey THEIRS = new MessageKey("5511988887777@s.whatsapp.net", false, "3A1001F00D");
    private static final MessageKey OURS = new MessageKey("5511988887777@s.whatsapp.net", true, "3EB0AAAA");

    @RegisterExtension
    static final WireMockExtension EVOLUTION = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private static final EvolutionClients CLIENTS = new EvolutionClients();

    private final EvolutionClient client = CLIENTS.of(instance(EVOLUTION.baseUrl()));

    @AfterAll
    static void close() {
        CLIENTS.close();
    }

    // ---- sending

    static Stream<Arguments> sends() {
        SendOptions quoting = SendOptions.NONE.quoting(Quoted.text(THEIRS, "Oi"));
        return Stream.of(
                Arguments.of(
                        new SendText(
                                "5511988887777",
                                "Olá, *Maria*",
                                quoting.delayed(Duration.ofMillis(1)).withLinkPreview(false)),
                        "sendText",
                        """
                        {"number":"5511988887777","text":"Olá, *Maria*","delay":1,"linkPreview":false,
                         "quoted":{"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A1001F00D"},
                                   "message":{"conversation":"Oi"}}}
                        """),
                Arguments.of(
                        new SendText(
                                "120363025246125486@g.us",
                                "Oi @5511977776666",
                                SendOptions.NONE
                                        .mentioning(List.of("5511977776666"))
                                        .withMessageId("3EB0FEED")),
                        "sendText",
                        """
                        {"number":"120363025246125486@g.us","text":"Oi @5511977776666",
                         "mentioned":["5511977776666"],"messageId":"3EB0FEED"}
                        """),
                Arguments.of(
                        new SendMedia(
                                "5511988887777",
                                SendRequest.MediaType.DOCUMENT,
                                "https://files.example.com/boleto.pdf",
                                "application/pdf",
                                "Boleto",
                                "boleto.pdf",
                                SendOptions.NONE.quoting(new Quoted(THEIRS, null))),
                        "sendMedia",
                        """
                        {"number":"5511988887777","mediatype":"document","mimetype":"application/pdf","caption":"Boleto",
                         "fileName":"boleto.pdf","media":"https://files.example.com/boleto.pdf",
                         "quoted":{"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A1001F00D"}}}
                        """),
                Arguments.of(
                        new SendWhatsAppAudio(
                                "5511988887777", "https://files.example.com/voz.mp3", true, SendOptions.NONE),
                        "sendWhatsAppAudio",
                        """
                        {"number":"5511988887777","audio":"https://files.example.com/voz.mp3","encoding":true}
                        """),
                Arguments.of(new SendSticker("5511988887777", "aGVsbG8=", SendOptions.NONE), "sendSticker", """
                        {"number":"5511988887777","sticker":"aGVsbG8="}
                        """),
                Arguments.of(
                        new SendLocation(
                                "5511988887777", -23.5613, -46.6565, "MASP", "Av. Paulista, 1578", SendOptions.NONE),
                        "sendLocation",
                        """
                        {"number":"5511988887777","latitude":-23.5613,"longitude":-46.6565,"name":"MASP",
                         "address":"Av. Paulista, 1578"}
                        """),
                Arguments.of(
                        new SendContact(
                                "5511988887777",
                                List.of(new ContactCard(
                                        "João Silva",
                                        "+55 11 97777-6666",
                                        "5511977776666",
                                        "ACME",
                                        "joao@example.com",
                                        "https://example.com")),
                                SendOptions.NONE),
                        "sendContact",
                        """
                        {"number":"5511988887777","contact":[{"fullName":"João Silva","wuid":"5511977776666",
                         "phoneNumber":"+55 11 97777-6666","organization":"ACME","email":"joao@example.com",
                         "url":"https://example.com"}]}
                        """),
                Arguments.of(
                        new SendReaction(
                                new MessageKey("120363025246125486@g.us", false, "3A10", "987654321098765@lid"), "👍"),
                        "sendReaction",
                        """
                        {"key":{"remoteJid":"120363025246125486@g.us","fromMe":false,"id":"3A10",
                         "participant":"987654321098765@lid"},"reaction":"👍"}
                        """));
    }

    @ParameterizedTest
    @MethodSource("sends")
    void sendsEachKindWithFlatOptions(SendRequest request, String endpoint, String body) {
        answer(
                201,
                "{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"id\":\"3EB0AAAA\"},\"messageTimestamp\":1761051000}");

        SendResult result = client.send(request).block(PATIENCE);

        assertThat(result)
                .isEqualTo(new Sent("3EB0AAAA", "5511988887777@s.whatsapp.net", Instant.ofEpochSecond(1_761_051_000)));
        EVOLUTION.verify(
                1,
                postRequestedFor(urlEqualTo("/message/" + endpoint + "/support-01"))
                        .withHeader("apikey", equalTo(KEY))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson(body)));
    }

    @Test
    void deletesWithABodyAndEditsForTheStoredAddress() {
        answer(201, "{\"key\":{\"id\":\"3EB0AAAA\"},\"type\":\"REVOKE\"}");

        assertThat(client.deleteMessageForEveryone(OURS).block(PATIENCE)).isInstanceOf(Sent.class);
        assertThat(client.updateMessage(OURS, "Olá, corrigido").block(PATIENCE)).isInstanceOf(Sent.class);

        EVOLUTION.verify(deleteRequestedFor(urlEqualTo("/chat/deleteMessageForEveryone/support-01"))
                .withRequestBody(equalToJson(
                        "{\"id\":\"3EB0AAAA\",\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":true}")));
        EVOLUTION.verify(
                postRequestedFor(urlEqualTo("/chat/updateMessage/support-01")).withRequestBody(equalToJson("""
                                        {"number":"5511988887777@s.whatsapp.net","text":"Olá, corrigido",
                                         "key":{"id":"3EB0AAAA","remoteJid":"5511988887777@s.whatsapp.net","fromMe":true}}
                                        """)));
    }

    @Test
    void marksReadAndShowsPresence() {
        answer(201, "{\"message\":\"Read messages\",\"read\":\"success\"}");

        client.markMessageAsRead(List.of(THEIRS)).block(PATIENCE);
        client.sendPresence("5511988887777", Presence.COMPOSING, Duration.ofMillis(1_500))
                .block(PATIENCE);

        EVOLUTION.verify(postRequestedFor(urlEqualTo("/chat/markMessageAsRead/support-01"))
                .withRequestBody(equalToJson("""
                                        {"readMessages":[{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A1001F00D"}]}
                                        """)));
        EVOLUTION.verify(postRequestedFor(urlEqualTo("/chat/sendPresence/support-01"))
                .withRequestBody(
                        equalToJson("{\"number\":\"5511988887777\",\"presence\":\"composing\",\"delay\":1500}")));
    }

    @Test
    void takesNoAnswerInTimeForUnknownAndDoesNotRepeat() {
        EVOLUTION.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201).withFixedDelay(60_000)));

        try (EvolutionClients hasty = hasty()) {
            assertThat(hasty.of(instance(EVOLUTION.baseUrl())).send(aText()).block(PATIENCE))
                    .isEqualTo(new Unknown("Evolution API did not answer in time"));
        }

        EVOLUTION.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void waitsForTheTypingItAskedFor() {
        EVOLUTION.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withStatus(201).withFixedDelay(1_000).withBody("{\"key\":{\"id\":\"3EB0AAAA\"}}")));
        SendText typing = new SendText("5511988887777", "Olá", SendOptions.NONE.delayed(Duration.ofSeconds(20)));

        try (EvolutionClients hasty = hasty()) {
            assertThat(hasty.of(instance(EVOLUTION.baseUrl())).send(typing).block(PATIENCE))
                    .isInstanceOf(Sent.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void takesAConnectionThatBreaksAfterTheRequestForUnknown(Fault fault) {
        EVOLUTION.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        assertThat(client.send(aText()).block(PATIENCE)).isInstanceOf(Unknown.class);

        EVOLUTION.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void takesAnAnswerTooLargeToReadForUnknown() {
        answer(201, "{\"message\":\"" + "x".repeat(1_000_000) + "\"}");

        try (EvolutionClients small = new EvolutionClients(
                new EvolutionClientSettings(
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        DataSize.ofKilobytes(64),
                        DataSize.ofKilobytes(64),
                        2,
                        PATIENCE),
                Clock.systemUTC())) {
            assertThat(small.of(instance(EVOLUTION.baseUrl())).send(aText()).block(PATIENCE))
                    .isEqualTo(new Unknown("the answer of Evolution API is too large"));
        }
    }

    @Test
    void knowsThatNothingLeftWhenNobodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            taken.close();

            assertUnavailable(CLIENTS.of(instance("http://127.0.0.1:" + port)));
        }
    }

    @Test
    void knowsThatNothingLeftWhenTheNameDoesNotResolve() {
        assertUnavailable(CLIENTS.of(instance("http://evolution.invalid")));
    }

    @Test
    void knowsThatNothingLeftWhenThereIsNoTlsBehindHttps() {
        assertUnavailable(CLIENTS.of(instance("https://127.0.0.1:" + EVOLUTION.getPort())));
    }

    @Test
    void knowsThatNothingLeftWhenNoConnectionBecomesFree() {
        EVOLUTION.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201).withFixedDelay(60_000)));

        EvolutionClientSettings one = new EvolutionClientSettings(
                Duration.ofMillis(500),
                PATIENCE,
                PATIENCE,
                PATIENCE,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                1,
                PATIENCE);
        try (EvolutionClients narrow = new EvolutionClients(one, Clock.systemUTC())) {
            EvolutionClient busy = narrow.of(instance(EVOLUTION.baseUrl()));
            var first = busy.send(aText()).subscribe();

            assertUnavailable(busy);

            first.dispose();
        }
    }

    @Test
    void followsNoRedirect() {
        EVOLUTION.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(307).withHeader("Location", EVOLUTION.baseUrl() + "/elsewhere")));

        assertThat(client.send(aText()).block(PATIENCE))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Kind.NOT_FOUND));
        EVOLUTION.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void readsHowLongToWaitFromTheHeader() {
        EVOLUTION.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));

        assertThat(client.send(aText()).block(PATIENCE))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    }

    // ---- questions

    @Test
    void encodesTheNameAndKeepsThePathOfTheAddress() {
        answer(200, "{\"instance\":{\"instanceName\":\"loja 1/são\",\"state\":\"open\"}}");
        EvolutionClient client =
                CLIENTS.of(new EvolutionInstance(URI.create(EVOLUTION.baseUrl() + "/evolution/"), KEY, "loja 1/são"));

        assertThat(client.connectionState().block(PATIENCE)).isEqualTo(ConnectionState.OPEN);

        EVOLUTION.verify(getRequestedFor(urlEqualTo("/evolution/instance/connectionState/loja%201%2Fs%C3%A3o"))
                .withHeader("apikey", equalTo(KEY)));
    }

    @Test
    void readsTheVersionAndWhatItCanDo() {
        answer(200, "{\"status\":200,\"message\":\"Welcome\",\"version\":\"2.3.6\",\"clientName\":\"evolution\"}");

        ServerInfo info = client.version().block(PATIENCE);

        assertThat(info).isEqualTo(new ServerInfo("2.3.6", "evolution"));
        assertThat(info.takesMessageId()).isFalse();
        assertThat(new ServerInfo("2.4.0-rc2", null).takesMessageId()).isTrue();
        assertThat(new ServerInfo("3", null).takesMessageId()).isTrue();
        assertThat(new ServerInfo("next", null).takesMessageId()).isFalse();
    }

    @Test
    void saysWhenWhatAnswersIsNotEvolution() {
        answer(200, "{\"hello\":\"world\"}");
        assertThat(failureOf(client.version()).kind()).isEqualTo(EvolutionFailure.Kind.NOT_EVOLUTION);

        answer(200, "<html>It works!</html>");
        assertThat(failureOf(client.version()).kind()).isEqualTo(EvolutionFailure.Kind.NOT_EVOLUTION);
    }

    @Test
    void findsTheInstanceAmongThoseOfTheServer() {
        answer(200, """
                [{"id":"x","name":"other","connectionStatus":"open","token":"t0ken"},
                 {"id":"2b40eef5","name":"support-01","connectionStatus":"close","ownerJid":"5511900000001@s.whatsapp.net",
                  "profileName":"Loja","integration":"WHATSAPP-BAILEYS","token":"t0ken"}]
                """);

        InstanceInfo info = client.fetchInstance().block(PATIENCE);

        assertThat(info)
                .isEqualTo(new InstanceInfo(
                        "2b40eef5",
                        "support-01",
                        ConnectionState.CLOSE,
                        "5511900000001@s.whatsapp.net",
                        "Loja",
                        "WHATSAPP-BAILEYS"));
        EVOLUTION.verify(getRequestedFor(urlEqualTo("/instance/fetchInstances?instanceName=support-01")));
    }

    @Test
    void findsNoInstanceInAnEmptyListNorBehindA404() {
        answer(200, "[]");
        assertThat(client.fetchInstance().blockOptional(PATIENCE)).isEmpty();

        answer(
                404,
                "{\"status\":404,\"error\":\"Not Found\",\"response\":{\"message\":[\"Instance \\\"support-01\\\" not found\"]}}");
        assertThat(client.fetchInstance().blockOptional(PATIENCE)).isEmpty();
    }

    @Test
    void createsAnInstanceWithItsWebhook() {
        answer(201, """
                {"instance":{"instanceName":"support-01","instanceId":"2b40eef5","integration":"WHATSAPP-BAILEYS","status":"connecting"},
                 "hash":"6E7A1B0C","qrcode":{"pairingCode":"ABCD1234","code":"2@Jx8","base64":"data:image/png;base64,iVBORw0KGgo=","count":1}}
                """);

        CreatedInstance created = client.createInstance(new NewInstance(
                        "5511900000001",
                        true,
                        WebhookSettings.to(
                                "https://hub.example.com/evolution/inbox-7", Map.of("X-Hub-Token", "s3cret"))))
                .block(PATIENCE);

        assertThat(created.id()).isEqualTo("2b40eef5");
        assertThat(created.token()).isEqualTo("6E7A1B0C");
        assertThat(created.connecting())
                .isEqualTo(new Connecting.QrCode("ABCD1234", "2@Jx8", "data:image/png;base64,iVBORw0KGgo="));
        assertThat(created.toString()).doesNotContain("6E7A1B0C");
        EVOLUTION.verify(postRequestedFor(urlEqualTo("/instance/create")).withRequestBody(equalToJson("""
                                        {"instanceName":"support-01","integration":"WHATSAPP-BAILEYS","qrcode":true,
                                         "number":"5511900000001","rejectCall":false,"groupsIgnore":true,"alwaysOnline":false,
                                         "readMessages":false,"readStatus":false,"syncFullHistory":false,
                                         "webhook":{"enabled":true,"url":"https://hub.example.com/evolution/inbox-7",
                                          "headers":{"X-Hub-Token":"s3cret"},"byEvents":false,"base64":false,
                                          "events":["MESSAGES_UPSERT","MESSAGES_EDITED","MESSAGES_UPDATE","MESSAGES_DELETE",
                                           "SEND_MESSAGE","SEND_MESSAGE_UPDATE","CONNECTION_UPDATE","QRCODE_UPDATED",
                                           "CONTACTS_UPSERT","CONTACTS_UPDATE","CALL","LOGOUT_INSTANCE","REMOVE_INSTANCE",
                                           "STATUS_INSTANCE"]}}
                                        """)));
    }

    @Test
    void saysWhenTheNameIsTaken() {
        answer(
                403,
                "{\"status\":403,\"error\":\"Forbidden\",\"response\":{\"message\":[\"This name \\\"support-01\\\" is already in use.\"]}}");

        EvolutionFailure failure = failureOf(client.createInstance(new NewInstance(null, false, null)));

        assertThat(failure.kind()).isEqualTo(EvolutionFailure.Kind.FORBIDDEN);
        assertThat(failure).hasMessage("HTTP 403: This name \"support-01\" is already in use.");
        assertThat(failure.temporary()).isFalse();
    }

    @Test
    void connectsInEachOfItsWays() {
        answer(200, "{\"pairingCode\":null,\"code\":\"2@x\",\"base64\":\"data:image/png;base64,AA==\",\"count\":1}");
        assertThat(client.connect(null).block(PATIENCE))
                .isEqualTo(new Connecting.QrCode(null, "2@x", "data:image/png;base64,AA=="));

        answer(200, "{\"pairingCode\":null,\"count\":0}");
        assertThat(client.connect("5511900000001").block(PATIENCE)).isEqualTo(new Connecting.NoCodeYet());
        EVOLUTION.verify(getRequestedFor(urlEqualTo("/instance/connect/support-01?number=5511900000001")));

        answer(200, "{\"instance\":{\"instanceName\":\"support-01\",\"state\":\"open\"}}");
        assertThat(client.connect(null).block(PATIENCE)).isEqualTo(new Connecting.AlreadyOpen());
    }

    @Test
    void seesTheFailureInsideA200() {
        answer(200, "{\"error\":true,\"message\":\"Error: Connection Failure\"}");

        EvolutionFailure failure = failureOf(client.connect(null));

        assertThat(failure.kind()).isEqualTo(EvolutionFailure.Kind.SERVER_ERROR);
        assertThat(failure).hasMessageContaining("Connection Failure");
    }

    @Test
    void logsOutAlsoWhatIsLoggedOut() {
        answer(200, "{\"status\":\"SUCCESS\",\"error\":false,\"response\":{\"message\":\"Instance logged out\"}}");
        client.logout().block(PATIENCE);

        answer(
                400,
                "{\"status\":400,\"error\":\"Bad Request\",\"response\":{\"message\":[\"The instance is not connected\"]}}");
        client.logout().block(PATIENCE);

        EVOLUTION.verify(2, deleteRequestedFor(urlEqualTo("/instance/logout/support-01")));
    }

    @Test
    void setsTheWebhookAndReadsItBack() {
        String row = """
                {"id":"cmh0wz3k10001qk01abcd1234","url":"https://hub.example.com/evolution/inbox-7",
                 "headers":{"X-Hub-Token":"s3cret"},"enabled":true,"events":["MESSAGES_UPSERT","MESSAGES_UPDATE"],
                 "webhookByEvents":true,"webhookBase64":true}
                """;
        WebhookSettings stored = new WebhookSettings(
                true,
                "https://hub.example.com/evolution/inbox-7",
                Map.of("X-Hub-Token", "s3cret"),
                true,
                true,
                List.of("MESSAGES_UPSERT", "MESSAGES_UPDATE"));
        answer(201, row);

        assertThat(client.setWebhook(stored).block(PATIENCE)).isEqualTo(stored);
        answer(200, row);
        assertThat(client.findWebhook().block(PATIENCE)).isEqualTo(stored);
        answer(200, "null");
        assertThat(client.findWebhook().blockOptional(PATIENCE)).isEmpty();

        assertThat(stored.toString()).doesNotContain("s3cret", "inbox-7");
        EVOLUTION.verify(postRequestedFor(urlEqualTo("/webhook/set/support-01")).withRequestBody(equalToJson("""
                                        {"webhook":{"enabled":true,"url":"https://hub.example.com/evolution/inbox-7",
                                         "headers":{"X-Hub-Token":"s3cret"},"byEvents":true,"base64":true,
                                         "events":["MESSAGES_UPSERT","MESSAGES_UPDATE"]}}
                                        """)));
    }

    @Test
    void findsOwnMessagesOfAChatInBothDialects() {
        answer(200, """
                {"messages":{"total":3,"pages":1,"currentPage":1,"records":[
                 {"key":{"id":"C","fromMe":true,"remoteJid":"5511988887777@s.whatsapp.net"},"messageType":"imageMessage",
                  "message":{"imageMessage":{"caption":"foto"}},"messageTimestamp":"1761051003","MessageUpdate":[{"status":"SERVER_ACK"},{"status":"READ"}]},
                 {"key":{"id":"B","fromMe":false,"remoteJid":"5511988887777@s.whatsapp.net"},"messageType":"conversation",
                  "message":{"conversation":"deles"},"messageTimestamp":1761051002,"MessageUpdate":[]},
                 {"key":{"id":"A","fromMe":true,"remoteJid":"5511988887777@s.whatsapp.net"},"messageType":"extendedTextMessage",
                  "message":{"extendedTextMessage":{"text":"Olá"}},"messageTimestamp":1761051001,"MessageUpdate":[]}]}}
                """);

        List<FoundMessage> found = client.findMessages(MessageSearch.ownIn(
                        "5511988887777@s.whatsapp.net",
                        Instant.parse("2025-10-21T00:00:00Z"),
                        Instant.parse("2025-10-22T00:00:00Z"),
                        50))
                .block(PATIENCE);

        assertThat(found).extracting(it -> it.key().id()).containsExactly("C", "A");
        assertThat(found).extracting(FoundMessage::text).containsExactly("foto", "Olá");
        assertThat(found).extracting(FoundMessage::status).containsExactly("READ", null);
        assertThat(found.getFirst().at()).isEqualTo(Instant.ofEpochSecond(1_761_051_003));
        EVOLUTION.verify(
                postRequestedFor(urlEqualTo("/chat/findMessages/support-01")).withRequestBody(equalToJson("""
                                        {"where":{"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true},
                                         "messageTimestamp":{"gte":"2025-10-21T00:00:00Z","lte":"2025-10-22T00:00:00Z"}},
                                         "page":1,"offset":50}
                                        """)));
    }

    @Test
    void fetchesTheFileOfAMessage() {
        answer(201, """
                {"mediaType":"imageMessage","fileName":"3A10.jpeg","caption":"olha isso","size":{"fileLength":{"low":5,"high":0,"unsigned":true}},
                 "mimetype":"image/jpeg","base64":"aGVsbG8=","buffer":null}
                """);

        MediaContent media = client.getBase64FromMediaMessage("3A10").block(PATIENCE);

        assertThat(media.bytes()).asString().isEqualTo("hello");
        assertThat(media.mimetype()).isEqualTo("image/jpeg");
        EVOLUTION.verify(postRequestedFor(urlEqualTo("/chat/getBase64FromMediaMessage/support-01"))
                .withRequestBody(equalToJson("{\"message\":{\"key\":{\"id\":\"3A10\"}},\"convertToMp4\":false}")));
    }

    @Test
    void readsAFileLargerThanAnyTextShouldBe() {
        answer(201, "{\"mediaType\":\"videoMessage\",\"base64\":\"" + "AAAA".repeat(6_000_000) + "\"}");

        assertThat(client.getBase64FromMediaMessage("3A10").block(PATIENCE).bytes())
                .hasSize(18_000_000);
    }

    @Test
    void refusesAFileLargerThanAllowed() {
        answer(201, "{\"mediaType\":\"videoMessage\",\"base64\":\"" + "AAAA".repeat(50_000) + "\"}");

        try (EvolutionClients small = new EvolutionClients(
                EvolutionClientSettings.DEFAULTS.withMaxMedia(DataSize.ofKilobytes(64)), Clock.systemUTC())) {
            EvolutionFailure failure =
                    failureOf(small.of(instance(EVOLUTION.baseUrl())).getBase64FromMediaMessage("3A10"));

            assertThat(failure.kind()).isEqualTo(EvolutionFailure.Kind.TOO_LARGE);
        }
    }

    @Test
    void readsNumbersPicturesAndGroups() {
        answer(200, """
                [{"jid":"553188887777@s.whatsapp.net","exists":true,"number":"5531988887777","name":"Maria","lid":"1@lid"},
                 {"jid":"5511911112222@s.whatsapp.net","exists":false,"number":"5511911112222"}]
                """);
        assertThat(client.whatsappNumbers(List.of("5511911112222", "5531988887777"))
                        .block(PATIENCE))
                .containsExactly(
                        new WhatsAppNumber("5531988887777", "553188887777@s.whatsapp.net", true, "Maria", "1@lid"),
                        new WhatsAppNumber("5511911112222", "5511911112222@s.whatsapp.net", false, null, null));

        answer(200, "{\"wuid\":\"5511988887777@s.whatsapp.net\",\"profilePictureUrl\":\"https://pps.example/x.jpg\"}");
        assertThat(client.fetchProfilePictureUrl("5511988887777").block(PATIENCE))
                .isEqualTo(URI.create("https://pps.example/x.jpg"));
        answer(200, "{\"wuid\":\"5511988887777@s.whatsapp.net\",\"profilePictureUrl\":null}");
        assertThat(client.fetchProfilePictureUrl("5511988887777").blockOptional(PATIENCE))
                .isEmpty();

        answer(
                200,
                "{\"id\":\"120363025246125486@g.us\",\"subject\":\"Equipe\",\"desc\":\"\",\"size\":2,\"pictureUrl\":null}");
        assertThat(client.findGroupInfos("120363025246125486@g.us").block(PATIENCE))
                .isEqualTo(new GroupInfo("120363025246125486@g.us", "Equipe", null, null, 2));
        EVOLUTION.verify(
                getRequestedFor(urlEqualTo("/group/findGroupInfos/support-01?groupJid=120363025246125486%40g.us")));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(aResponse().withStatus(401), EvolutionFailure.Kind.UNAUTHORIZED, 401),
                Arguments.of(aResponse().withStatus(404), EvolutionFailure.Kind.NOT_FOUND, 404),
                Arguments.of(aResponse().withStatus(400).withBody("{}"), EvolutionFailure.Kind.INVALID_REQUEST, 400),
                Arguments.of(
                        aResponse()
                                .withStatus(400)
                                .withBody("{\"status\":400,\"error\":\"Bad Request\",\"message\":[\"un-nested\"]}"),
                        EvolutionFailure.Kind.INVALID_REQUEST,
                        400),
                Arguments.of(
                        aResponse().withStatus(500).withBody("{\"response\":{\"message\":\"Connection Closed\"}}"),
                        EvolutionFailure.Kind.NOT_CONNECTED,
                        500),
                Arguments.of(aResponse().withStatus(429), EvolutionFailure.Kind.RATE_LIMITED, 429),
                Arguments.of(aResponse().withStatus(502), EvolutionFailure.Kind.SERVER_ERROR, 502),
                Arguments.of(
                        aResponse().withStatus(503).withBody("{\"code\":\"LICENSE_REQUIRED\"}"),
                        EvolutionFailure.Kind.LICENSE_REQUIRED,
                        503),
                Arguments.of(
                        aResponse().withStatus(301).withHeader("Location", "/x"),
                        EvolutionFailure.Kind.NOT_EVOLUTION,
                        301),
                Arguments.of(
                        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                        EvolutionFailure.Kind.SERVER_ERROR,
                        null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsInOneTypedWay(ResponseDefinitionBuilder response, EvolutionFailure.Kind kind, Integer status) {
        EVOLUTION.stubFor(any(anyUrl()).willReturn(response));

        EvolutionFailure failure = failureOf(client.whatsappNumbers(List.of("5511988887777")));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.getMessage()).isNotBlank().doesNotContain(KEY);
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThat(failureOf(CLIENTS.of(instance("http://evolution.invalid")).connectionState())
                        .kind())
                .isEqualTo(EvolutionFailure.Kind.UNREACHABLE);

        EVOLUTION.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(60_000)));
        try (EvolutionClients hasty = hasty()) {
            assertThat(failureOf(hasty.of(instance(EVOLUTION.baseUrl())).connectionState())
                            .kind())
                    .isEqualTo(EvolutionFailure.Kind.TIMED_OUT);
        }
    }

    // ---- keys

    @Test
    void neverPrintsTheKey() {
        assertThat(instance(EVOLUTION.baseUrl()).toString()).doesNotContain(KEY).contains("support-01");
    }

    @Test
    void refusesAnInstanceThatCannotWork() {
        assertThatThrownBy(() -> instance("ftp://evolution")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> instance("http://user:pw@evolution")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> instance("evolution")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EvolutionInstance(URI.create("http://evolution"), " ", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EvolutionInstance(URI.create("http://evolution"), "two\nlines", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("lines\n");
        assertThatThrownBy(() -> new EvolutionInstance(URI.create("http://evolution"), KEY, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertUnavailable(EvolutionClient client) {
        assertThat(client.send(aText()).block(PATIENCE)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(rejected.permanent()).isFalse();
            assertThat(rejected.reason())
                    .startsWith("Evolution API cannot be reached")
                    .doesNotContain(KEY);
        });
    }

    private static EvolutionFailure failureOf(Mono<?> call) {
        return catchThrowableOfType(EvolutionFailure.class, () -> call.block(PATIENCE));
    }

    private static EvolutionClients hasty() {
        return new EvolutionClients(
                EvolutionClientSettings.DEFAULTS
                        .withSendTimeout(Duration.ofMillis(300))
                        .withQueryTimeout(Duration.ofMillis(300)),
                Clock.systemUTC());
    }

    private static EvolutionInstance instance(String baseUrl) {
        return new EvolutionInstance(URI.create(baseUrl), KEY, "support-01");
    }

    private static SendText aText() {
        return new SendText("5511988887777", "Olá", SendOptions.NONE);
    }

    private static void answer(int status, String body) {
        EVOLUTION.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json; charset=utf-8")
                        .withBody(body)));
    }
}

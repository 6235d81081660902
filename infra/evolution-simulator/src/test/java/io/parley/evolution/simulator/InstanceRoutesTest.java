package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceRoutesTest {

    private static final String CREATE = """
            {"instanceName":"support-01","integration":"WHATSAPP-BAILEYS","qrcode":true,"number":"5511900000001",
             "rejectCall":false,"groupsIgnore":true,"alwaysOnline":false,"readMessages":false,"readStatus":false,
             "syncFullHistory":false,"webhook":{"enabled":true,"url":"%s","headers":{"X-Hub-Token":"s3cret"},
             "byEvents":false,"base64":false,"events":["MESSAGES_UPSERT","MESSAGES_UPDATE","CONNECTION_UPDATE",
             "QRCODE_UPDATED","INSTANCE_CREATE","INSTANCE_DELETE","REMOVE_INSTANCE","LOGOUT_INSTANCE","STATUS_INSTANCE"]}}
            """;

    private final Hub hub = new Hub();
    private EvolutionSimulator simulator;
    private Rest rest;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(
                Settings.forTests().toBuilder().openAtOnce(false).build());
        rest = new Rest(simulator);
    }

    @AfterEach
    void stop() {
        simulator.stop();
        hub.close();
    }

    @Test
    void greetsWithoutAKeyAndNamesItsVersion() {
        Rest.Answer answer = rest.with("wrong").get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asText()).isEqualTo("2.3.6");
    }

    @Test
    void looksForTheInstanceBeforeTheKey() {
        create();

        assertThat(rest.with("wrong").get("/instance/connectionState/nobody").status())
                .isEqualTo(404);
        Rest.Answer unauthorized = rest.with("wrong").get("/instance/connectionState/support-01");
        assertThat(unauthorized.status()).isEqualTo(401);
        assertThat(unauthorized.body())
                .isEqualTo(Json.read(
                        "{\"status\":401,\"error\":\"Unauthorized\",\"response\":{\"message\":\"Unauthorized\"}}"));
        assertThat(rest.get("/instance/connectionState/nobody").body())
                .isEqualTo(
                        Json.read(
                                "{\"status\":404,\"error\":\"Not Found\",\"response\":{\"message\":[\"The \\\"nobody\\\" instance does not exist\"]}}"));
    }

    @Test
    void saysWhichRouteItDoesNotHave() {
        Rest.Answer answer = rest.post("/message/sendX/support-01", "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo(Json.array("Cannot POST /message/sendX/support-01"));
    }

    @Test
    void createsAnInstanceAndShowsItsQrCode() {
        JsonNode created = create();

        Shape.assertLike(created, """
                {"instance":{"instanceName":"support-01","instanceId":"2b40eef5","integration":"WHATSAPP-BAILEYS",
                 "webhookWaBusiness":null,"accessTokenWaBusiness":"","status":"connecting"},"hash":"6E7A1B0C",
                 "webhook":{"webhookUrl":"https://hub.example.com","webhookHeaders":{"X-Hub-Token":"s3cret"},
                 "webhookByEvents":false,"webhookBase64":false},"websocket":{},"rabbitmq":{},"nats":{},"sqs":{},
                 "settings":{"rejectCall":false,"msgCall":"","groupsIgnore":true,"alwaysOnline":false,
                 "readMessages":false,"readStatus":false,"syncFullHistory":false,"wavoipToken":""},
                 "qrcode":{"pairingCode":"ABCD1234","code":"2@Jx8","base64":"data:image/png;base64,iVBORw0KGgo=","count":1}}
                """);
        assertThat(created.at("/instance/status").asText()).isEqualTo("connecting");
        assertThat(created.at("/settings/groupsIgnore").asBoolean()).isTrue();
        assertThat(created.at("/qrcode/pairingCode").asText()).matches("[0-9A-F]{8}");
        Shape.assertLike(hub.awaitOne("instance.create").data(), "{\"instanceName\":\"a\",\"instanceId\":\"b\"}");
        Shape.assertLike(
                hub.awaitOne("connection.update").data(),
                "{\"instance\":\"support-01\",\"state\":\"connecting\",\"statusReason\":200}");
        Shape.assertLike(
                hub.awaitOne("qrcode.updated").data(),
                "{\"qrcode\":{\"instance\":\"support-01\",\"pairingCode\":\"ABCD1234\",\"code\":\"2@\",\"base64\":\"data:\"}}");
    }

    @Test
    void drawsAQrCodeThatACameraCanRead() throws Exception {
        JsonNode qr = create().path("qrcode");

        String base64 = qr.path("base64").asText().replace("data:image/png;base64,", "");
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        String text = new QRCodeReader()
                .decode(new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))))
                .getText();

        assertThat(text).isEqualTo(qr.path("code").asText());
    }

    @Test
    void refusesANameThatIsTaken() {
        create();

        Rest.Answer again = rest.post("/instance/create", CREATE.formatted(hub.url()));

        assertThat(again.status()).isEqualTo(403);
        assertThat(again.message()).isEqualTo(Json.array("This name \"support-01\" is already in use."));
    }

    @Test
    void createsOnlyWithTheGlobalKeyAndAKnownIntegration() {
        assertThat(rest.with("wrong").post("/instance/create", "{}").status()).isEqualTo(401);
        Rest.Answer answer = rest.post("/instance/create", "{\"instanceName\":\"x\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(Json.array("Invalid integration"));
    }

    @Test
    void opensWhenSomebodyScans() {
        create();
        assertThat(rest.get("/instance/connectionState/support-01").body())
                .isEqualTo(Json.read("{\"instance\":{\"instanceName\":\"support-01\",\"state\":\"connecting\"}}"));

        assertThat(rest.post("/_simulator/instances/support-01/scan", "{}").status())
                .isEqualTo(204);

        assertThat(rest.get("/instance/connectionState/support-01")
                        .body()
                        .at("/instance/state")
                        .asText())
                .isEqualTo("open");
        Hub.Call open = hub.awaitCalls("connection.update", 2).stream()
                .filter(call -> call.data().path("state").asText().equals("open"))
                .findFirst()
                .orElseThrow();
        Shape.assertLike(open.data(), """
                {"instance":"support-01","wuid":"5511900000001@s.whatsapp.net","profileName":"Loja",
                 "profilePictureUrl":null,"state":"open","statusReason":200}
                """);
        assertThat(open.data().path("wuid").asText()).isEqualTo("5511900000001@s.whatsapp.net");
        assertThat(rest.get("/instance/connect/support-01").body())
                .isEqualTo(Json.read("{\"instance\":{\"instanceName\":\"support-01\",\"state\":\"open\"}}"));
    }

    @Test
    void renewsTheQrCodeUntilItsLimit() {
        try (EvolutionSimulator hasty = EvolutionSimulator.start(Settings.forTests().toBuilder()
                .openAtOnce(false)
                .qrLifetime(Duration.ofMillis(1))
                .build())) {
            Rest other = new Rest(hasty);
            other.post("/instance/create", CREATE.formatted(hub.url()));

            List<Hub.Call> codes = hub.awaitCalls("qrcode.updated", 31);

            assertThat(codes)
                    .filteredOn(call -> call.data().has("statusCode"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.data())
                            .isEqualTo(Json.read(
                                    "{\"message\":\"QR code limit reached, please login again\",\"statusCode\":500}")));
            await().untilAsserted(() -> assertThat(other.get("/instance/connectionState/support-01")
                            .body()
                            .at("/instance/state")
                            .asText())
                    .isEqualTo("close"));
            assertThat(other.get("/instance/connect/support-01")
                            .body()
                            .path("code")
                            .asText())
                    .startsWith("2@");
        }
    }

    @Test
    void logsOutOnceWithTheEventsThatBrings() {
        create();
        simulator.scan("support-01", null);

        Rest.Answer first = rest.delete("/instance/logout/support-01");
        Rest.Answer second = rest.delete("/instance/logout/support-01");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body())
                .isEqualTo(Json.read(
                        "{\"status\":\"SUCCESS\",\"error\":false,\"response\":{\"message\":\"Instance logged out\"}}"));
        assertThat(second.status()).isEqualTo(400);
        assertThat(hub.awaitOne("logout.instance").data().isNull()).isTrue();
        Shape.assertLike(hub.awaitOne("status.instance").data(), """
                {"instance":"support-01","status":"closed","disconnectionAt":"2025-10-21T12:50:00.000Z",
                 "disconnectionReasonCode":401,"disconnectionObject":"{}"}
                """);
        assertThat(hub.awaitCalls("connection.update", 3))
                .extracting(call -> call.data().path("state").asText())
                .contains("close");
    }

    @Test
    void deletesAnInstanceWithItsLastWords() {
        create();

        assertThat(rest.delete("/instance/delete/support-01").status()).isEqualTo(200);

        Shape.assertLike(hub.awaitOne("instance.delete").data(), "{\"instanceName\":\"a\",\"instanceId\":\"b\"}");
        assertThat(hub.awaitOne("remove.instance").data().isNull()).isTrue();
        assertThat(rest.get("/instance/connectionState/support-01").status()).isEqualTo(404);
    }

    @Test
    void listsInstancesToWhoeverMaySeeThem() {
        String token = create().path("hash").asText();
        rest.post("/instance/create", "{\"instanceName\":\"other\",\"integration\":\"WHATSAPP-BAILEYS\"}");

        JsonNode all = rest.get("/instance/fetchInstances").body();
        JsonNode own = rest.with(token).get("/instance/fetchInstances").body();
        JsonNode named = rest.get("/instance/fetchInstances?instanceName=other").body();

        assertThat(all.findValuesAsText("name")).containsExactly("other", "support-01");
        assertThat(own.findValuesAsText("name")).containsExactly("support-01");
        assertThat(named.findValuesAsText("name")).containsExactly("other");
        assertThat(own.get(0).path("connectionStatus").asText()).isEqualTo("connecting");
        assertThat(own.get(0).path("token").asText()).isEqualTo(token);
        assertThat(rest.get("/instance/fetchInstances?instanceName=nobody").status())
                .isEqualTo(404);
        assertThat(rest.with("wrong").get("/instance/fetchInstances").status()).isEqualTo(401);
    }

    @Test
    void setsAndFindsTheWebhookInItsTwoSpellings() {
        rest.post("/instance/create", "{\"instanceName\":\"support-01\",\"integration\":\"WHATSAPP-BAILEYS\"}");
        assertThat(rest.get("/webhook/find/support-01").body().isNull()).isTrue();

        Rest.Answer set = rest.post("/webhook/set/support-01", """
                {"webhook":{"enabled":true,"url":"https://hub.example.com/evolution/inbox-7","headers":{"X-Hub-Token":"s3cret"},
                 "byEvents":false,"base64":false,"events":["MESSAGES_UPSERT","MESSAGES_UPDATE"]}}
                """);

        assertThat(set.status()).isEqualTo(201);
        Shape.assertLike(set.body(), """
                {"id":"cmh0wz3k10001qk01abcd1234","url":"https://hub.example.com/evolution/inbox-7",
                 "headers":{"X-Hub-Token":"s3cret"},"enabled":true,"events":["MESSAGES_UPSERT","MESSAGES_UPDATE"],
                 "webhookByEvents":false,"webhookBase64":false,"createdAt":"2025-10-21T12:00:00.000Z",
                 "updatedAt":"2025-10-21T12:00:00.000Z","instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572"}
                """);
        assertThat(rest.get("/webhook/find/support-01").body()).isEqualTo(set.body());
    }

    @Test
    void refusesAWebhookAsEvolutionDoes() {
        rest.post("/instance/create", "{\"instanceName\":\"support-01\",\"integration\":\"WHATSAPP-BAILEYS\"}");

        Rest.Answer bare = webhook("{\"enabled\":true,\"url\":\"http://hub/x\",\"events\":[]}");
        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.message()).isEqualTo(Json.read("[[\"instance requires property \\\"webhook\\\"\"]]"));

        Rest.Answer noEvents = webhook("{\"webhook\":{\"enabled\":true,\"url\":\"http://hub/x\"}}");
        assertThat(noEvents.status()).isEqualTo(500);
        assertThat(noEvents.message().asText()).isEqualTo("Cannot read properties of undefined (reading 'length')");

        Rest.Answer unknown =
                webhook("{\"webhook\":{\"enabled\":true,\"url\":\"http://hub/x\",\"events\":[\"MESSAGES\"]}}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.message().toString()).contains("MESSAGES_UPSERT");

        assertThat(webhook("{\"webhook\":{\"enabled\":true,\"url\":\"http://hub/x\",\"events\":[]}}")
                        .body()
                        .path("events"))
                .hasSize(31);
        assertThat(webhook(
                                "{\"webhook\":{\"enabled\":false,\"url\":\"http://hub/x\",\"events\":[\"MESSAGES_UPSERT\"]}}")
                        .body()
                        .path("events"))
                .isEmpty();
    }

    @Test
    void keepsItsSettings() {
        create();
        String settings = """
                {"rejectCall":true,"msgCall":"Não atendemos ligações","groupsIgnore":true,"alwaysOnline":false,
                 "readMessages":false,"readStatus":false,"syncFullHistory":false}
                """;

        Rest.Answer set = rest.post("/settings/set/support-01", settings);

        assertThat(set.status()).isEqualTo(201);
        assertThat(set.body().at("/settings/instanceName").asText()).isEqualTo("support-01");
        assertThat(rest.get("/settings/find/support-01").body().path("msgCall").asText())
                .isEqualTo("Não atendemos ligações");
        assertThat(rest.post("/settings/set/support-01", "{\"rejectCall\":true}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void keepsInstancesWebhooksAndPhonesOverARestart(@TempDir Path data) {
        Settings kept =
                Settings.forTests().toBuilder().data(data.resolve("simulator")).build();
        try (EvolutionSimulator first = EvolutionSimulator.start(kept)) {
            new Rest(first).post("/instance/create", CREATE.formatted(hub.url()));
            new Rest(first).put("/_simulator/phones/5511988887777", "{\"name\":\"Maria\",\"addressing\":\"LID\"}");
        }
        hub.forget();

        try (EvolutionSimulator second = EvolutionSimulator.start(kept)) {
            second.incoming("support-01", Incoming.text("5511988887777", null, "Oi"));

            Hub.Call upsert = hub.awaitOne("messages.upsert");
            assertThat(upsert.data().path("pushName").asText()).isEqualTo("Maria");
            assertThat(upsert.data().at("/key/addressingMode").asText()).isEqualTo("lid");
            assertThat(upsert.headers().getFirst("X-Hub-Token")).isEqualTo("s3cret");
            assertThat(new Rest(second)
                            .get("/settings/find/support-01")
                            .body()
                            .path("groupsIgnore")
                            .asBoolean())
                    .isTrue();
        }
    }

    private JsonNode create() {
        Rest.Answer answer = rest.post("/instance/create", CREATE.formatted(hub.url()));
        assertThat(answer.status()).isEqualTo(201);
        return answer.body();
    }

    private Rest.Answer webhook(String body) {
        return rest.post("/webhook/set/support-01", body);
    }
}

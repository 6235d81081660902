package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.Settings.Retries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {

    private static final String MARIA = "5511988887777";

    private final Hub hub = new Hub();
    private EvolutionSimulator simulator;
    private Rest rest;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(Settings.forTests().toBuilder()
                .retries(new Retries(4, Duration.ofMillis(10), Duration.ofMillis(40), true, 0.2))
                .build());
        simulator.createInstance("demo", null);
        rest = new Rest(simulator);
        webhook("\"events\":[\"MESSAGES_UPSERT\"]");
    }

    @AfterEach
    void stop() {
        simulator.stop();
        hub.close();
    }

    @Test
    void wrapsAnEventAsEvolutionDoes() {
        write("Oi");

        JsonNode envelope = hub.awaitOne("messages.upsert").body();
        assertThat(envelope.fieldNames())
                .toIterable()
                .containsExactly(
                        "event", "instance", "data", "destination", "date_time", "sender", "server_url", "apikey");
        assertThat(envelope.path("instance").asText()).isEqualTo("demo");
        assertThat(envelope.path("destination").asText()).isEqualTo(hub.url().toString());
        assertThat(envelope.path("server_url").asText())
                .isEqualTo(simulator.baseUrl().toString());
        assertThat(envelope.path("apikey").isNull()).isTrue();
    }

    @Test
    void liesAboutTheTimeZone() {
        write("Oi");

        String time = hub.awaitOne("messages.upsert").body().path("date_time").asText();

        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        Instant meant = LocalDateTime.parse(time.substring(0, time.length() - 1))
                .atZone(ZoneId.of("America/Sao_Paulo"))
                .toInstant();
        assertThat(meant).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(LocalDateTime.parse(time.substring(0, time.length() - 1)).toInstant(ZoneOffset.UTC))
                .isBefore(meant);
    }

    @Test
    void namesNoSenderBeforeTheFirstConnectionAndTheTokenOnlyWhenExposed() {
        try (EvolutionSimulator open = EvolutionSimulator.start(Settings.forTests().toBuilder()
                .openAtOnce(false)
                .exposeTokens(true)
                .build())) {
            open.createInstance("fresh", hub.url());

            JsonNode envelope = hub.awaitOne("qrcode.updated").body();
            assertThat(envelope.has("sender")).isFalse();
            assertThat(envelope.path("apikey").asText()).isNotEmpty();
        }
    }

    @Test
    void sendsTheHeadersItWasGiven() {
        webhook(
                "\"headers\":{\"X-Hub-Token\":\"s3cret\",\"authorization\":\"Bearer abc\"},\"events\":[\"MESSAGES_UPSERT\"]");
        write("Oi");

        var headers = hub.awaitOne("messages.upsert").headers();
        assertThat(headers.getFirst("X-Hub-Token")).isEqualTo("s3cret");
        assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer abc");
        assertThat(headers.getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(headers.getFirst("User-Agent")).isEqualTo("axios/1.12.2");
        assertThat(headers.getFirst("Accept")).isEqualTo("application/json, text/plain, */*");
    }

    @Test
    void signsAnEventOnceForAllItsTries() throws Exception {
        webhook("\"headers\":{\"jwt_key\":\"a long shared secret\"},\"events\":[\"MESSAGES_UPSERT\"]");
        hub.answer(500, 500);
        write("Oi");

        List<Hub.Call> tries = hub.awaitCalls("messages.upsert", 3);
        assertThat(tries)
                .extracting(call -> call.headers().getFirst("Authorization"))
                .containsOnly(tries.getFirst().headers().getFirst("Authorization"));
        assertThat(tries.getFirst().headers()).doesNotContainKey("Jwt_key");
        String[] parts = tries.getFirst()
                .headers()
                .getFirst("Authorization")
                .replace("Bearer ", "")
                .split("\\.");
        JsonNode claims = Json.read(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(claims.path("app").asText()).isEqualTo("evolution");
        assertThat(claims.path("action").asText()).isEqualTo("webhook");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a long shared secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(Base64.getUrlDecoder().decode(parts[2]))
                .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void appendsTheEventToTheUrlWhenAsked() {
        webhook("\"byEvents\":true,\"events\":[\"MESSAGES_UPSERT\",\"GROUP_PARTICIPANTS_UPDATE\"]");
        write("Oi");
        simulator.event("demo", "group-participants.update", Json.object());

        assertThat(hub.awaitOne("messages.upsert").path()).isEqualTo("/hook/messages-upsert");
        assertThat(hub.awaitOne("group-participants.update").path()).isEqualTo("/hook/group-participants-update");
        assertThat(hub.awaitOne("messages.upsert").body().path("destination").asText())
                .isEqualTo(hub.url().toString());
    }

    @Test
    void sendsOnlyWhatWasAskedFor() {
        write("Oi");

        hub.awaitOne("messages.upsert");
        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 413, 408, 409})
    void triesAgainAfterMostAnswers(int status) {
        hub.answer(status, status);
        write("Oi");

        assertThat(hub.awaitCalls("messages.upsert", 3).stream()
                        .map(Hub.Call::body)
                        .distinct())
                .as("the same body each time")
                .hasSize(1);
        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(simulator.webhooks().deliveries())
                .extracting(Webhooks.Delivery::attempt, Webhooks.Delivery::status)
                .containsExactly(tuple(1, status), tuple(2, status), tuple(3, 200));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void dropsTheEventAfterSomeAnswers(int status) {
        hub.answer(status);
        write("lost");
        write("next");

        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls("messages.upsert")).hasSize(2);
    }

    @Test
    void givesUpAfterItsTries() {
        hub.answer(500, 500, 500, 500);
        write("Oi");

        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls("messages.upsert")).hasSize(4);
    }

    @Test
    void failsOnTheWayWhenTold() {
        simulator.webhooks().fail(2);
        write("Oi");

        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls("messages.upsert")).hasSize(1);
        assertThat(simulator.webhooks().deliveries())
                .extracting(Webhooks.Delivery::status)
                .containsExactly(0, 0, 200);
    }

    @Test
    void letsALaterEventOvertakeOneThatIsTriedAgain() {
        hub.answer(500);
        write("first");
        await().atMost(Hub.PATIENCE).until(() -> !hub.calls().isEmpty());
        write("second");

        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls().stream()
                        .map(call -> call.data().at("/message/conversation").asText()))
                .contains("second")
                .filteredOn("first"::equals)
                .hasSize(2);
    }

    @Test
    void deliversAnEventSeveralTimes() {
        simulator.webhooks().copies(5);
        write("Oi");

        List<Hub.Call> copies = hub.awaitCalls("messages.upsert", 5);
        assertThat(copies.stream().map(Hub.Call::body).distinct()).hasSize(1);
        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls()).hasSize(5);
    }

    @Test
    void mixesUpTheOrder() {
        rest.put("/_simulator/webhooks", "{\"shuffleMs\":300}");
        List<String> written =
                IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        written.forEach(this::write);

        assertThat(hub.awaitCalls("messages.upsert", 40).stream()
                        .map(call -> call.data().at("/message/conversation").asText())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(written)
                .isNotEqualTo(written);
    }

    @Test
    void showsItsDeliveriesByRest() {
        write("Oi");
        hub.awaitOne("messages.upsert");
        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);

        JsonNode answer = rest.get("/_simulator/webhooks").body();

        assertThat(answer.path("pending").asInt()).isZero();
        assertThat(answer.at("/deliveries/0/event").asText()).isEqualTo("messages.upsert");
        assertThat(answer.at("/deliveries/0/body/data/message/conversation").asText())
                .isEqualTo("Oi");
        assertThat(rest.put("/_simulator/webhooks", "{\"copies\":0}").status()).isEqualTo(400);
    }

    private void write(String text) {
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", text));
    }

    private void webhook(String more) {
        Rest.Answer answer = rest.post(
                "/webhook/set/demo", "{\"webhook\":{\"enabled\":true,\"url\":\"" + hub.url() + "\"," + more + "}}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }
}

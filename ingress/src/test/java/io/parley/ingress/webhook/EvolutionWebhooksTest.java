package io.parley.ingress.webhook;

import static io.parley.ingress.Inboxes.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.Text;
import io.parley.ingress.Inboxes;
import io.parley.ingress.webhook.FakePublisher.Broker;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.kafka.OutgoingRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

/** Every answer a provider can get, and what is published when it is 202. */
@SpringBootTest(
        classes = WebhookServer.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.location=optional:classpath:/none/",
            "parley.ingress.max-body=3MB",
            "parley.ingress.inbox-grace=300ms",
            "parley.ingress.publish-timeout=300ms"
        })
@ExtendWith(OutputCaptureExtension.class)
class EvolutionWebhooksTest {

    private static final String TEXT = """
            {"event":"messages.upsert","instance":"support-01","apikey":"EVO-KEY-IN-CLEAR","data":{"key":{"remoteJid":
            "5511988887777@s.whatsapp.net","fromMe":false,"id":"3A01"},"pushName":"Maria","message":{"conversation":
            "um segredo"},"messageType":"conversation","messageTimestamp":1761050001}}""";

    @TempDir
    static Path spool;

    @Autowired
    private FakePublisher publisher;

    @Autowired
    private FakeFiles files;

    @Autowired
    private InboxTable table;

    @Autowired
    private SecretBox secrets;

    @Autowired
    private MeterRegistry meters;

    @LocalServerPort
    private int port;

    private WebTestClient http;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("parley.ingress.spool", () -> spool.toString());
    }

    @BeforeEach
    void openAnInbox() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
        publisher.reset();
        files.becomesAway(false);
        table.put(Inboxes.whatsApp());
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(spool)) {
                assertThat(left).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/messages-upsert", "/messages-upsert/", "//messages-upsert"})
    void answers202OnceTheMessageIsPublished(String suffix) {
        double before = accepted();

        post("/webhooks/evolution/" + SECRET + suffix, TEXT)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .isEmpty();

        OutgoingRecord published = onlyPublished();
        assertThat(published.topic()).isEqualTo("parley.inbound.whatsapp.v1");
        assertThat(published.key()).isEqualTo("7:+5511988887777");
        assertThat(published.eventId()).isEqualTo("7:message:3A01");
        assertThat(messageIn(published).content()).isEqualTo(new Text("um segredo"));
        assertThat(messageIn(published).receivedAt()).isEqualTo(WebhookServer.NOW);
        assertThat(accepted()).isEqualTo(before + 1);
    }

    @Test
    void tellsNoOneButTheInboxsOwnSecret() {
        problem(post("/webhooks/evolution/guess", TEXT), HttpStatus.NOT_FOUND, "inbox-not-found");

        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void findsNoInboxOfAnotherChannel() {
        table.put(Inboxes.inbox(Channel.EMAIL, null));

        problem(post("/webhooks/evolution/" + SECRET, TEXT), HttpStatus.NOT_FOUND, "inbox-not-found");
    }

    @Test
    void waitsForAnInboxWhoseNewsIsOnItsWay() {
        table.remove(Inboxes.whatsApp().id());
        Flux<Void> news = Flux.<Void>empty()
                .delaySubscription(Duration.ofMillis(100))
                .doOnComplete(() -> table.put(Inboxes.whatsApp()));

        news.subscribe();

        post("/webhooks/evolution/" + SECRET, TEXT).expectStatus().isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"event\":", "[1]", "null", "not json"})
    void answers400ToWhatIsNoJsonObject(String body) {
        problem(post("/webhooks/evolution/" + SECRET, body), HttpStatus.BAD_REQUEST, "malformed-body");
    }

    @Test
    void answers413ToABodyThatSaysItIsTooLarge() {
        problem(
                post("/webhooks/evolution/" + SECRET, " ".repeat(3 * 1024 * 1024 + 1)),
                HttpStatus.PAYLOAD_TOO_LARGE,
                "body-too-large");
    }

    @Test
    void answers413ToABodyThatTurnsOutToBeTooLarge() {
        Flux<String> endless = Flux.range(0, 5 * 1024).map(i -> " ".repeat(1024));

        problem(
                http.post()
                        .uri("/webhooks/evolution/" + SECRET)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(endless, String.class)
                        .exchange(),
                HttpStatus.PAYLOAD_TOO_LARGE,
                "body-too-large");
    }

    @Test
    void answers503WhileTheBrokerIsAway() {
        publisher.becomes(Broker.AWAY);

        problem(
                post("/webhooks/evolution/" + SECRET, TEXT).expectHeader().valueEquals("Retry-After", "5"),
                HttpStatus.SERVICE_UNAVAILABLE,
                "not-acknowledged");
    }

    @Test
    void answers503WhenTheBrokerSaysNothing() {
        publisher.becomes(Broker.SILENT);

        problem(
                post("/webhooks/evolution/" + SECRET, TEXT).expectHeader().valueEquals("Retry-After", "5"),
                HttpStatus.SERVICE_UNAVAILABLE,
                "not-acknowledged");
    }

    @Test
    void acceptsEventsItHasNoUseFor() {
        double before = ignored("UNKNOWN");

        post("/webhooks/evolution/" + SECRET, "{\"event\":\"moon.phase\",\"data\":null}")
                .expectStatus()
                .isAccepted();

        assertThat(publisher.published()).isEmpty();
        assertThat(ignored("UNKNOWN")).isEqualTo(before + 1);
    }

    @Test
    void publishesAllMessagesOfAHistoryInTheirOrder() {
        String history = "{\"event\":\"messages.set\",\"data\":[%s,%s]}"
                .formatted(dataOf(TEXT), dataOf(TEXT).replace("3A01", "3A02"));

        post("/webhooks/evolution/" + SECRET, history).expectStatus().isAccepted();

        assertThat(publisher.published())
                .extracting(OutgoingRecord::eventId)
                .containsExactly("7:message:3A01", "7:message:3A02");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1_500_000})
    void storesMediaThatComesInsideBeforeItPublishes(int size) {
        byte[] voice = new byte[size];
        new Random(7).nextBytes(voice);

        post("/webhooks/evolution/" + SECRET, voiceMessage(Base64.getEncoder().encodeToString(voice)))
                .expectStatus()
                .isAccepted();

        OutgoingRecord published = onlyPublished();
        Media media = (Media) messageIn(published).content();
        assertThat(media.fileKey()).isNotNull().endsWith(".ogg");
        assertThat(stored(media.fileKey())).isEqualTo(voice);
        assertThat(new String(published.value(), StandardCharsets.UTF_8))
                .doesNotContain(Base64.getEncoder().encodeToString(voice).substring(0, 100));
    }

    @Test
    void publishesAMessageWhoseFileCannotBeStored() {
        files.becomesAway(true);

        post("/webhooks/evolution/" + SECRET, voiceMessage("T2dnUw=="))
                .expectStatus()
                .isAccepted();

        Media media = (Media) messageIn(onlyPublished()).content();
        assertThat(media.fileKey()).isNull();
        assertThat(media.providerReference()).contains("\"id\":\"3A05\"");
    }

    @Test
    void publishesAMessageWhoseFileIsNoBase64() {
        post("/webhooks/evolution/" + SECRET, voiceMessage("data:audio/ogg;base64,T2dnUw=="))
                .expectStatus()
                .isAccepted();

        Media media = (Media) messageIn(onlyPublished()).content();
        assertThat(media.fileKey()).isNull();
        assertThat(media.providerReference()).doesNotContain("T2dnUw");
    }

    @Test
    void asksForTheHeaderSecretOfAnInboxThatHasOne() {
        table.put(Inboxes.whatsApp("s3cret", null));

        problem(post("/webhooks/evolution/" + SECRET, TEXT), HttpStatus.UNAUTHORIZED, "signature-mismatch");
        problem(post("X-Hub-Token", "wrong", TEXT), HttpStatus.UNAUTHORIZED, "signature-mismatch");
        post("X-Hub-Token", "s3cret", TEXT).expectStatus().isAccepted();
    }

    @Test
    void asksForTheTokenOfAnInboxThatHasAKey() {
        table.put(Inboxes.whatsApp(null, secrets.seal("short key")));
        String fresh = Tokens.signed("short key", WebhookServer.NOW.plusSeconds(600));
        String late = Tokens.signed("short key", WebhookServer.NOW.minus(Duration.ofMinutes(24)));
        String tooLate = Tokens.signed("short key", WebhookServer.NOW.minus(Duration.ofMinutes(26)));
        String foreign = Tokens.signed("another key", WebhookServer.NOW.plusSeconds(600));

        post("Authorization", "Bearer " + fresh, TEXT).expectStatus().isAccepted();
        post("Authorization", "Bearer " + late, TEXT).expectStatus().isAccepted();
        problem(post("Authorization", "Bearer " + tooLate, TEXT), HttpStatus.SERVICE_UNAVAILABLE, "token-expired");
        problem(post("Authorization", "Bearer " + foreign, TEXT), HttpStatus.UNAUTHORIZED, "signature-mismatch");
        problem(
                post("Authorization", "Bearer " + Tokens.unsigned(), TEXT),
                HttpStatus.UNAUTHORIZED,
                "signature-mismatch");
        problem(post("Authorization", "Bearer nonsense", TEXT), HttpStatus.UNAUTHORIZED, "signature-mismatch");
        problem(post("/webhooks/evolution/" + SECRET, TEXT), HttpStatus.UNAUTHORIZED, "signature-mismatch");
    }

    @Test
    void logsNeitherSecretsNorAddressesNorWords(CapturedOutput output) {
        post("/webhooks/evolution/" + SECRET, TEXT.replace("support-01", "sales-02"))
                .expectStatus()
                .isAccepted();
        files.becomesAway(true);
        post("/webhooks/evolution/" + SECRET, voiceMessage("T2dnUw=="))
                .expectStatus()
                .isAccepted();
        publisher.becomes(Broker.AWAY);
        post("/webhooks/evolution/" + SECRET, TEXT).expectStatus().is5xxServerError();
        post("/webhooks/evolution/" + SECRET, TEXT.substring(1)).expectStatus().isBadRequest();
        post("/webhooks/evolution/guess-1", TEXT).expectStatus().isNotFound();

        assertThat(output.getAll())
                .contains("not-acknowledged", "malformed-body", "inbox-not-found")
                .doesNotContain(SECRET, "guess-1", "5511988887777", "um segredo", "EVO-KEY-IN-CLEAR", "Maria", "T2dn");
    }

    private WebTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String header, String value, String body) {
        return http.post()
                .uri("/webhooks/evolution/" + SECRET)
                .contentType(MediaType.APPLICATION_JSON)
                .header(header, value)
                .bodyValue(body)
                .exchange();
    }

    private void problem(WebTestClient.ResponseSpec answer, HttpStatus status, String name) {
        String body = new String(
                answer.expectStatus()
                        .isEqualTo(status)
                        .expectHeader()
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .expectBody()
                        .jsonPath("$.type")
                        .isEqualTo("urn:parley:problem:" + name)
                        .jsonPath("$.status")
                        .isEqualTo(status.value())
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
        assertThat(body).doesNotContain(SECRET, "segredo");
        assertThat(meters.counter("parley.rejected", "reason", name).count()).isPositive();
    }

    private OutgoingRecord onlyPublished() {
        assertThat(publisher.published()).hasSize(1);
        return publisher.published().get(0);
    }

    private static Inbound.Message messageIn(OutgoingRecord published) {
        try {
            return (Inbound.Message) ContractJson.read(published.value(), Inbound.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] stored(String key) {
        return files.read(key)
                .flatMap(file -> DataBufferUtils.join(file.bytes()))
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .block(Duration.ofSeconds(10));
    }

    private double accepted() {
        return meters.counter("parley.accepted", "channel", "whatsapp", "kind", "message")
                .count();
    }

    private double ignored(String event) {
        return meters.counter("parley.ignored", "event", event, "reason", "event")
                .count();
    }

    private static String dataOf(String webhook) {
        try {
            JsonNode data = ContractJson.mapper().readTree(webhook).path("data");
            return data.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String voiceMessage(String base64) {
        return """
                {"event":"messages.upsert","instance":"support-01","data":{"key":{"remoteJid":
                "5511988887777@s.whatsapp.net","fromMe":false,"id":"3A05"},"pushName":"Maria","message":{"audioMessage":
                {"mimetype":"audio/ogg; codecs=opus","ptt":true,"seconds":4},"base64":"%s"},
                "messageType":"audioMessage","messageTimestamp":1761050005}}""".formatted(base64);
    }
}

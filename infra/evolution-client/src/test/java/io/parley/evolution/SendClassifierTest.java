package io.parley.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.parley.evolution.Outcome.Answered;
import io.parley.evolution.Outcome.NeverLeft;
import io.parley.evolution.Outcome.NoAnswer;
import io.parley.evolution.SendResult.Kind;
import io.parley.evolution.SendResult.Rejected;
import io.parley.evolution.SendResult.Sent;
import io.parley.evolution.SendResult.Unknown;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendClassifierTest {

    private static final Instant NOW = Instant.parse("2025-10-21T12:00:00Z");

    private final SendClassifier classifier = new SendClassifier(
            new EvolutionInstance(URI.create("http://evo.example.com"), "k3y-of-evolution", "support-01"),
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofMinutes(10));

    static Stream<Arguments> refusals() {
        return Stream.of(
                // the JSON schema, nested twice
                arguments(400, bad("[[\"instance requires property \\\"number\\\"\"]]"), Kind.INVALID_REQUEST),
                arguments(400, bad("[[\"Invalid format\"]]"), Kind.INVALID_REQUEST),
                // a nested text may look like an exception and is still the schema's
                arguments(400, bad("[[\"Error: text is not of a type(s) string\"]]"), Kind.INVALID_REQUEST),
                arguments(
                        400,
                        bad(
                                "[{\"jid\":\"5511911112222@s.whatsapp.net\",\"exists\":false,\"number\":\"5511911112222\"}]"),
                        Kind.NOT_ON_WHATSAPP),
                // rules of the service
                arguments(400, bad("[\"Text is required\"]"), Kind.INVALID_REQUEST),
                arguments(400, bad("[\"Owned media must be a url or base64\"]"), Kind.INVALID_REQUEST),
                arguments(400, bad("[\"For base64 the file name must be informed.\"]"), Kind.INVALID_REQUEST),
                arguments(400, bad("[\"Reaction must be a single emoji or empty string\"]"), Kind.INVALID_REQUEST),
                arguments(400, bad("[\"Method not available on Evolution Channel\"]"), Kind.INVALID_REQUEST),
                arguments(
                        400, bad("\"Cannot read properties of undefined (reading 'onWhatsApp')\""), Kind.NOT_CONNECTED),
                // the body was not JSON
                arguments(
                        400,
                        "{\"status\":400,\"error\":\"Internal Server Error\",\"response\":{\"message\":\"Unexpected token\"}}",
                        Kind.INVALID_REQUEST),
                arguments(400, "", Kind.INVALID_REQUEST),
                arguments(400, "<html><body><h1>400 Bad Request</h1></body></html>", Kind.INVALID_REQUEST),
                arguments(
                        401,
                        "{\"status\":401,\"error\":\"Unauthorized\",\"response\":{\"message\":\"Unauthorized\"}}",
                        Kind.UNAUTHORIZED),
                arguments(403, bad("[\"This name \\\"support-01\\\" is already in use.\"]"), Kind.FORBIDDEN),
                arguments(404, bad("[\"The \\\"support-01\\\" instance does not exist\"]"), Kind.NOT_FOUND),
                arguments(404, bad("[\"Cannot POST /message/sendX/support-01\"]"), Kind.NOT_FOUND),
                arguments(404, "<html>nothing here</html>", Kind.NOT_FOUND),
                arguments(413, "", Kind.INVALID_REQUEST),
                arguments(422, "{}", Kind.INVALID_REQUEST),
                arguments(429, "", Kind.RATE_LIMITED),
                arguments(500, bad("\"Connection Closed\""), Kind.NOT_CONNECTED),
                arguments(
                        500, bad("\"Cannot read properties of undefined (reading 'onWhatsApp')\""), Kind.NOT_CONNECTED),
                arguments(500, bad("\"Method not available in the Baileys service\""), Kind.INVALID_REQUEST),
                arguments(500, bad("\"File or buffer is undefined.\""), Kind.INVALID_REQUEST),
                arguments(
                        503,
                        "{\"error\":\"service not activated\",\"code\":\"LICENSE_REQUIRED\",\"message\":\"License required\",\"register_url\":\"https://license.example/register?instance=abc\",\"instance_id\":\"abc\",\"docs_url\":\"https://docs.example/license\"}",
                        Kind.LICENSE_REQUIRED),
                arguments(302, "", Kind.NOT_FOUND),
                arguments(
                        201,
                        "{\"message\":\"(#131030) Recipient phone number not in allowed list\",\"type\":\"OAuthException\",\"code\":131030,\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"x\"},\"fbtrace_id\":\"AbCdEf123\"}",
                        Kind.REFUSED_BY_WHATSAPP),
                arguments(
                        201,
                        "{\"message\":\"(#130429) Rate limit hit\",\"type\":\"OAuthException\",\"code\":130429,\"fbtrace_id\":\"A\"}",
                        Kind.RATE_LIMITED));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void knowsWhatIsCertainlyNotSent(int status, String body, Kind kind) {
        SendResult result = classifier.classify(answer(status, null, body));

        assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(kind);
            assertThat(rejected.reason()).isNotBlank();
        });
    }

    static Stream<Arguments> ambiguities() {
        return Stream.of(
                arguments(400, bad("[\"Error: Timed Out\"]")),
                arguments(400, bad("[\"Error: Connection Closed\"]")),
                arguments(400, bad("[\"[object Object]\"]")),
                arguments(400, bad("[\"TypeError: Cannot read properties of undefined (reading 'id')\"]")),
                arguments(400, bad("[\"AggregateError: All promises were rejected\"]")),
                arguments(400, bad("[\"PrismaClientKnownRequestError: \\nInvalid `message.create()` invocation\"]")),
                arguments(400, bad("\"Error: Timed Out\"")),
                arguments(408, ""),
                arguments(500, ""),
                arguments(500, bad("\"Internal server error\"")),
                arguments(500, bad("\"Cannot read properties of undefined (reading 'key')\"")),
                arguments(502, "<html><h1>502 Bad Gateway</h1></html>"),
                arguments(503, "Service Unavailable"),
                arguments(504, ""),
                arguments(201, ""),
                arguments(201, "{}"),
                arguments(201, "null"),
                arguments(201, "[]"),
                arguments(201, "{\"key\":{}}"),
                arguments(201, "{\"key\":{\"id\":\"\"}}"),
                arguments(201, "{\"key\":{\"id\":null}}"),
                arguments(200, "<html>Welcome to the proxy</html>"));
    }

    @ParameterizedTest
    @MethodSource("ambiguities")
    void callsEverythingElseUnknown(int status, String body) {
        SendResult result = classifier.classify(answer(status, null, body));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.reason()).isNotBlank());
    }

    @Test
    void answersForEveryStatusThereIs() {
        IntStream.rangeClosed(200, 599).forEach(status -> {
            SendResult result = classifier.classify(answer(status, null, "{}"));

            boolean ambiguous = status < 300 || status == 408 || status >= 500;
            assertThat(result).as("HTTP %d", status).isInstanceOf(ambiguous ? Unknown.class : Rejected.class);
        });
    }

    @Test
    void readsTheIdTheAddressAndTheTimeOfAMessageThatWasSent() {
        SendResult result = classifier.classify(
                answer(
                        201,
                        null,
                        "{\"key\":{\"remoteJid\":\"553188887777@s.whatsapp.net\",\"fromMe\":true,\"id\":\"3EB0AAAA11112222BBBB\"},\"pushName\":\"Você\",\"status\":\"PENDING\",\"message\":{\"conversation\":\"Olá\"},\"contextInfo\":null,\"messageType\":\"conversation\",\"messageTimestamp\":1761051000,\"instanceId\":\"2b40eef5\",\"source\":\"desktop\"}"));

        assertThat(result)
                .isEqualTo(new Sent(
                        "3EB0AAAA11112222BBBB", "553188887777@s.whatsapp.net", Instant.ofEpochSecond(1_761_051_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1761051000", "\"1761051000\"", "{\"low\":1761051000,\"high\":0,\"unsigned\":true}"})
    void readsTheTimeInEveryDialect(String timestamp) {
        SendResult result = classifier.classify(answer(
                201, null, "{\"key\":{\"id\":\"A\",\"remoteJid\":\"1@lid\"},\"messageTimestamp\":" + timestamp + "}"));

        assertThat(result).isEqualTo(new Sent("A", "1@lid", Instant.ofEpochSecond(1_761_051_000)));
    }

    @Test
    void takesTheEvolutionChannelsAnswerWithoutAJid() {
        SendResult result = classifier.classify(
                answer(
                        201,
                        null,
                        "{\"key\":{\"fromMe\":true,\"id\":\"84a95272-6865-4d49-94f8-dc54a73445f7\",\"remoteJid\":\"5511988887777\"}}"));

        assertThat(result).isEqualTo(new Sent("84a95272-6865-4d49-94f8-dc54a73445f7", "5511988887777", NOW));
    }

    @Test
    void knowsThatNothingLeftWithoutAConnection() {
        SendResult result = classifier.classify(new NeverLeft("connection refused"));

        assertThat(result).isEqualTo(new Rejected(Kind.UNAVAILABLE, "connection refused", null));
    }

    @ParameterizedTest
    @EnumSource(NoAnswer.Cause.class)
    void knowsNothingOfARequestThatWasNotAnswered(NoAnswer.Cause cause) {
        assertThat(classifier.classify(new NoAnswer(cause, "silence"))).isEqualTo(new Unknown("silence"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", " 30 ", "Tue, 21 Oct 2025 12:00:30 GMT"})
    void waitsAsLongAsTheServerAsks(String retryAfter) {
        for (int status : new int[] {429, 503}) {
            assertThat(classifier.classify(answer(status, retryAfter, "")))
                    .isInstanceOfSatisfying(Rejected.class, rejected -> {
                        assertThat(rejected.retryAfter()).isEqualTo(Duration.ofSeconds(30));
                        assertThat(rejected.permanent()).isFalse();
                    });
        }
    }

    @Test
    void neverWaitsLongerThanItsMaximumNorLessThanASecond() {
        assertThat(waitAfter("86400")).isEqualTo(Duration.ofMinutes(10));
        assertThat(waitAfter("0")).isEqualTo(Duration.ofSeconds(1));
        assertThat(waitAfter("Tue, 21 Oct 2025 11:00:00 GMT")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotTrustA503WhoseWaitCannotBeRead() {
        assertThat(classifier.classify(answer(503, "soon", ""))).isInstanceOf(Unknown.class);
        assertThat(waitAfter("soon")).isNull();
    }

    @Test
    void neverShowsTheKey() {
        assertThat(classifier
                        .classify(answer(500, null, "apikey k3y-of-evolution is wrong"))
                        .toString())
                .doesNotContain("k3y");
        assertThat(classifier
                        .classify(answer(404, null, bad("[\"k3y-of-evolution\"]")))
                        .toString())
                .doesNotContain("k3y");
        assertThat(classifier.classify(new NeverLeft("k3y-of-evolution")).toString())
                .doesNotContain("k3y");
    }

    @Test
    void saysWhyInOneReadableLine() {
        assertThat(classifier.classify(answer(400, null, bad("[[\"a\",\"b\"],[\"c\"]]"))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("HTTP 400: a; b; c"));
        assertThat(classifier.classify(
                        answer(502, null, "<html><h1>Bad\nGateway</h1>" + "x".repeat(5_000) + "</html>")))
                .isInstanceOfSatisfying(
                        Unknown.class,
                        unknown -> assertThat(unknown.reason())
                                .startsWith("HTTP 502: Bad Gateway")
                                .hasSizeLessThan(330)
                                .doesNotContain("\n", "<"));
    }

    @Test
    void doesNotShowNumbersToWhoeverReadsTheReason() {
        SendResult result = classifier.classify(answer(
                400,
                null,
                bad("[{\"jid\":\"5511911112222@s.whatsapp.net\",\"exists\":false,\"number\":\"5511911112222\"}]")));

        assertThat(result)
                .hasToString("Rejected[kind=NOT_ON_WHATSAPP, reason=the number is not on WhatsApp, retryAfter=null]");
    }

    @Test
    void takesAChangeOfAMessageAsDoneWithAnySuccess() {
        MessageKey key = new MessageKey("5511988887777@s.whatsapp.net", true, "3EB0AAAA11112222BBBB");

        assertThat(classifier.classify(answer(200, null, "{}"), key))
                .isEqualTo(new Sent("3EB0AAAA11112222BBBB", "5511988887777@s.whatsapp.net", NOW));
        assertThat(classifier.classify(answer(404, null, bad("[\"Message not found\"]")), key))
                .isInstanceOf(Rejected.class);
        assertThat(classifier.classify(answer(500, null, ""), key)).isInstanceOf(Unknown.class);
    }

    private @Nullable Duration waitAfter(String header) {
        return ((Rejected) classifier.classify(answer(429, header, ""))).retryAfter();
    }

    private static String bad(String message) {
        return "{\"status\":400,\"error\":\"Bad Request\",\"response\":{\"message\":" + message + "}}";
    }

    private static Answered answer(int status, @Nullable String retryAfter, String body) {
        return new Answered(status, retryAfter, body.getBytes(StandardCharsets.UTF_8));
    }
}

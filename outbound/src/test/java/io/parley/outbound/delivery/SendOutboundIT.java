package io.parley.outbound.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.parley.outbound.Fixtures.ACCOUNT;
import static io.parley.outbound.Fixtures.ADDRESS;
import static io.parley.outbound.Fixtures.INBOX;
import static io.parley.outbound.Fixtures.fromInbox;
import static io.parley.outbound.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Channel;
import io.parley.contract.RecordKey;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.Wire;
import io.parley.runtime.inbox.SecretBox;
import io.parley.services.Services;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Outbound as it runs, on a real Kafka and Redis, with an Evolution API that does as it is told. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureObservability
@DirtiesContext
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SendOutboundIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final InboxId HANGING = new InboxId(8);
    private static final WireMockServer EVOLUTION =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(40));

    private static Map<String, String> settings;
    private static int nextMessage = 1;

    @Autowired
    private SecretBox secrets;

    @Autowired
    private AttemptMarks marks;

    @Autowired
    private MeterRegistry meters;

    private Wire wire;
    private String topic;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        settings = Services.shared().isolated(SendOutboundIT.class);
        settings.forEach((name, value) -> registry.add(name, () -> value));
        registry.add("PARLEY_PORT", () -> "0");
        registry.add("parley.outbound.wait-for-inbox", () -> "500ms");
        registry.add("parley.outbound.look-again-after", () -> "100ms");
        registry.add("parley.outbound.whatsapp.connect-timeout", () -> "1s");
        registry.add("parley.outbound.whatsapp.send-timeout", () -> "3s");
        EVOLUTION.start();
    }

    @BeforeEach
    void prepare() {
        EVOLUTION.resetAll();
        EVOLUTION.stubFor(get(urlEqualTo("/")).willReturn(okJson("{\"version\":\"2.3.7\"}")));
        EVOLUTION.stubFor(post(urlPathMatching("/chat/findMessages/.*")).willReturn(okJson(history(""))));
        EVOLUTION.stubFor(post(urlPathMatching("/message/sendText/.*"))
                .willReturn(aResponse()
                        .withStatus(201)
                        .withTransformers("response-template")
                        .withBody("""
                                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"id-of-{{jsonPath request.body '$.text'}}"},"messageTimestamp":1761051000}
                                """)));
        wire = new Wire(settings);
        topic = wire.topics().outbound(Channel.WHATSAPP);
        publishInbox(INBOX, "support-01");
        publishInbox(HANGING, "hanging");
        wire.follow(wire.topics().deliveries(), topic + ".dlq");
    }

    @AfterAll
    static void stop() {
        EVOLUTION.stop();
    }

    @Test
    void sendsAndReportsUnderTheKeyOfTheConversation() {
        Outbound.Send message = ask(text(next(), "hello"));

        Delivery delivery = awaitDeliveries(message, 1).get(0);

        assertThat(delivery).isInstanceOfSatisfying(Delivery.Sent.class, sent -> {
            assertThat(sent.sourceIds()).containsExactly("id-of-hello");
            assertThat(sent.address()).isEqualTo("5511988887777@s.whatsapp.net");
        });
        assertThat(wire.records(wire.topics().deliveries()))
                .extracting(Wire::keyOf)
                .contains(key(INBOX, ADDRESS));
    }

    @Test
    void sendsAContactsMessagesInTheirOrder() {
        int first = nextMessage;
        for (int i = 0; i < 20; i++) {
            int id = next();
            ask(text(id, "text " + id));
        }

        awaitDeliveries(text(nextMessage - 1, "x"), 1);

        assertThat(sentTexts())
                .containsExactlyElementsOf(IntStream.range(first, nextMessage)
                        .mapToObj(id -> "text " + id)
                        .toList());
    }

    @Test
    void sendsAnAttemptOnceHoweverOftenItComes() {
        Outbound.Send message = text(next(), "once");
        for (int i = 0; i < 5; i++) {
            ask(message);
        }

        List<Delivery> deliveries = awaitDeliveries(message, 5);

        assertThat(sentTexts()).containsExactly("once");
        assertThat(deliveries)
                .allSatisfy(it -> assertThat(((Delivery.Sent) it).sourceIds()).containsExactly("id-of-once"));
    }

    @Test
    void doesNotSendWhatADeadProcessMayHaveSent() {
        Outbound.Send message = text(next(), "in doubt");
        marks.begin(new PartAttempt(INBOX, message.messageId(), 1, 0)).block();

        ask(message);

        assertThat(awaitDeliveries(message, 1).get(0)).isInstanceOf(Delivery.Unknown.class);
        assertThat(sentTexts()).isEmpty();
    }

    @Test
    void findsWhatADeadProcessDidSend() {
        Outbound.Send message = text(next(), "in doubt");
        EVOLUTION.stubFor(post(urlPathMatching("/chat/findMessages/.*")).willReturn(okJson(history("""
                                        {"key":{"id":"FOUND","fromMe":true,"remoteJid":"5511988887777@s.whatsapp.net"},
                                         "messageType":"conversation","message":{"conversation":"in doubt"},"messageTimestamp":4102444800}
                                        """))));
        marks.begin(new PartAttempt(INBOX, message.messageId(), 1, 0)).block();

        ask(message);

        assertThat(awaitDeliveries(message, 1).get(0))
                .isInstanceOfSatisfying(
                        Delivery.Sent.class,
                        sent -> assertThat(sent.sourceIds()).containsExactly("FOUND"));
        assertThat(sentTexts()).isEmpty();
    }

    @Test
    void keepsOtherInboxesGoingWhileOneHangs() {
        EVOLUTION.stubFor(post(urlEqualTo("/message/sendText/hanging"))
                .willReturn(aResponse().withStatus(201).withFixedDelay(60_000)));
        EVOLUTION.stubFor(post(urlEqualTo("/chat/findMessages/hanging"))
                .willReturn(aResponse().withStatus(500)));
        int firstHanging = nextMessage;
        for (int i = 0; i < 40; i++) {
            ask(fromInbox(HANGING, "55119777700" + (10 + i), text(next(), "hangs")));
        }
        int lastHanging = nextMessage - 1;
        int firstGoing = nextMessage;
        for (int i = 0; i < 10; i++) {
            ask(fromInbox(INBOX, "55119666600" + (10 + i), text(next(), "goes")));
        }

        for (int id = firstGoing; id < nextMessage; id++) {
            assertThat(awaitDeliveries(text(id, "x"), 1).get(0)).isInstanceOf(Delivery.Sent.class);
        }
        for (int id = firstHanging; id <= lastHanging; id++) {
            assertThat(awaitDeliveries(text(id, "x"), 1).get(0))
                    .isInstanceOfAny(Delivery.Unknown.class, Delivery.Deferred.class);
        }
        assertThat(EVOLUTION.findAll(postRequestedFor(urlEqualTo("/message/sendText/hanging"))))
                .hasSizeLessThan(40);
    }

    @Test
    void sendsWhatNobodyCanDoToTheDeadLettersAndGoesOn() {
        InboxId nowhere = new InboxId(99);
        wire.write(topic, key(nowhere, ADDRESS), fromInbox(nowhere, ADDRESS, text(next(), "nowhere")));
        wire.write(topic, key(INBOX, ADDRESS), "{not json".getBytes(StandardCharsets.UTF_8));
        Outbound.Send message = ask(text(next(), "after them"));

        awaitDeliveries(message, 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(wire.records(topic + ".dlq")).hasSize(2));
        assertThat(sentTexts()).containsExactly("after them");
    }

    @Test
    void deletesAndMarksAsReadWithoutAWord() {
        wire.write(
                topic,
                key(INBOX, ADDRESS),
                new Outbound.Delete(ACCOUNT, INBOX, new MessageId(next()), ADDRESS, "3EB0"));
        wire.write(topic, key(INBOX, ADDRESS), new Outbound.MarkRead(ACCOUNT, INBOX, ADDRESS, List.of("3A10")));
        Outbound.Send message = ask(text(next(), "after them"));

        awaitDeliveries(message, 1);

        assertThat(EVOLUTION.getAllServeEvents())
                .extracting(it -> it.getRequest().getUrl())
                .contains("/chat/deleteMessageForEveryone/support-01", "/chat/markMessageAsRead/support-01");
    }

    @Test
    void showsWhatItDoesInItsMetrics() {
        ask(text(next(), "counted"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(meters.get("parley.outbound.outcomes")
                                .tags("channel", "whatsapp", "outcome", "sent")
                                .counter()
                                .count())
                        .isPositive());
        assertThat(meters.get("parley.outbound.breakers")
                        .tag("state", "closed")
                        .gauge()
                        .value())
                .isPositive();
    }

    private Outbound.Send ask(Outbound.Send message) {
        wire.write(topic, key(message.inboxId(), message.address()), message);
        return message;
    }

    private List<Delivery> awaitDeliveries(Outbound.Send message, int count) {
        return await().atMost(SOON).until(() -> deliveriesOf(message.messageId()), it -> it.size() >= count);
    }

    private List<Delivery> deliveriesOf(MessageId message) {
        return wire.deliveries().stream()
                .filter(it -> switch (it) {
                    case Delivery.Sent sent -> sent.messageId().equals(message);
                    case Delivery.Failed failed -> failed.messageId().equals(message);
                    case Delivery.Deferred deferred -> deferred.messageId().equals(message);
                    case Delivery.Unknown unknown -> unknown.messageId().equals(message);
                    case Delivery.Receipt receipt -> false;
                })
                .toList();
    }

    private static List<String> sentTexts() {
        return EVOLUTION.findAll(postRequestedFor(urlEqualTo("/message/sendText/support-01"))).stream()
                .map(LoggedRequest::getBodyAsString)
                .map(body -> body.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private void publishInbox(InboxId id, String instance) {
        EvolutionChannel channel = new EvolutionChannel(
                URI.create(EVOLUTION.baseUrl()), instance, secrets.seal(Fixtures.API_KEY), null, null, 1_000);
        wire.write(wire.topics().inboxes(), id.toString(), Fixtures.inbox(id, true, channel));
    }

    private static String key(InboxId inbox, String address) {
        return new RecordKey(inbox, "+" + address).toString();
    }

    private static int next() {
        return nextMessage++;
    }

    private static String history(String records) {
        return "{\"messages\":{\"total\":1,\"pages\":1,\"currentPage\":1,\"records\":[%s]}}".formatted(records);
    }
}

package io.parley.ingress;

import static io.parley.services.TopicTail.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.MailServer;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.Text;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.services.Services;
import io.parley.services.TopicTail;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ingress alone in its process, on a real broker. */
@AutoConfigureObservability // the test framework leaves metrics out otherwise
@SpringBootTest(classes = IngressApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class IngressIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private Topics topics;

    @Autowired
    private InboxTable table;

    @Autowired
    private FileStore files;

    @Autowired
    private SecretBox secrets;

    @Value("${KAFKA_BOOTSTRAP_SERVERS}")
    private String bootstrapServers;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(IngressIT.class).forEach((name, value) -> registry.add(name, () -> value));
        registry.add("parley.ingress.email.poll", () -> "2s");
        registry.add("parley.ingress.email.lease", () -> "6s");
    }

    /** The mail server's threads run in this process, and may lose a client that goes. */
    @BeforeAll
    static void awaitOnlyWhatIsAwaited() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @BeforeEach
    void createAnInbox() {
        publisher
                .publish(OutgoingRecord.of(topics.inboxes(), "7", Inboxes.whatsApp(), "inbox-7"))
                .block(LIMIT);
        await().atMost(LIMIT).until(() -> table.isReady() && !table.all().isEmpty());
    }

    @Test
    void givesEveryRepetitionOfAWebhookTheSameIdAndKey() {
        String text = message("IT-1", "\"conversation\":\"oi\"", "conversation");

        List<HttpStatusCode> answers =
                Flux.range(0, 100).flatMap(i -> post(text), 20).collectList().block(LIMIT);

        assertThat(answers).hasSize(100).allMatch(HttpStatusCode::is2xxSuccessful);
        List<ConsumerRecord<byte[], byte[]>> published = published("7:message:IT-1", 100);
        assertThat(published)
                .extracting(ConsumerRecord::partition)
                .containsOnly(published.get(0).partition());
        assertThat(published)
                .extracting(it -> new String(it.key(), StandardCharsets.UTF_8))
                .containsOnly("7:+5511988887777");
        assertThat(published).allSatisfy(it -> {
            assertThat(header(it, RecordHeaders.TYPE)).isEqualTo("io.parley.inbound.message");
            assertThat(header(it, RecordHeaders.TRACEPARENT)).isNotBlank();
        });
    }

    @Test
    void hasStoredAFileWhenItsMessageIsPublished() throws IOException {
        post(message(
                        "IT-2",
                        "\"audioMessage\":{\"mimetype\":\"audio/ogg\",\"ptt\":true},\"base64\":\"T2dnUw==\"",
                        "audioMessage"))
                .block(LIMIT);

        ConsumerRecord<byte[], byte[]> only = published("7:message:IT-2", 1).get(0);
        Inbound.Message message = (Inbound.Message) ContractJson.read(only.value(), Inbound.class);
        String key = ((Media) message.content()).fileKey();
        assertThat(key).isNotNull();
        assertThat(files.read(key).block(LIMIT).file().sizeBytes()).isEqualTo(4);
    }

    @Test
    void isReadyAndCountsWhatItAccepts() {
        post(message("IT-3", "\"conversation\":\"oi\"", "conversation")).block(LIMIT);

        WebClient http = WebClient.create("http://localhost:" + port);
        String readiness = http.get()
                .uri("/actuator/health/readiness")
                .retrieve()
                .bodyToMono(String.class)
                .block(LIMIT);
        String metrics = http.get()
                .uri("/actuator/prometheus")
                .retrieve()
                .bodyToMono(String.class)
                .block(LIMIT);

        assertThat(readiness).contains("\"status\":\"UP\"");
        assertThat(metrics)
                .contains("parley_accepted_total{")
                .contains("uri=\"/webhooks/evolution/{secret}/{*event}\"")
                .doesNotContain(Inboxes.SECRET);
    }

    @Test
    void readsAMailboxOverTlsMailByMailFromWhereItWasLeft() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_IMAPS));
        GreenMailUser user = server.setUser("support@shop.example", "support", "secret");
        server.start();
        try {
            deliver(user, "imap-1", "x");
            deliver(user, "imap-2", "x");
            connect(server, "secret", 100_000);
            assertThat(mailsOf(2)).containsExactly("imap-1@example.org", "imap-2@example.org");

            deliver(user, "imap-3", "x"); // the server announces it
            assertThat(mailsOf(3)).endsWith("imap-3@example.org");
            await().atMost(LIMIT)
                    .until(() -> server.getManagers().getImapHostManager().getInbox(user).getMessages().stream()
                            .allMatch(it -> it.isSet(Flags.Flag.SEEN)));

            connect(server, "wrong", 5_000);
            await().atMost(LIMIT)
                    .until(() -> inboundMail().stream()
                            .anyMatch(it -> it instanceof Inbound.Connection connection
                                    && connection.state() == ConnectionState.CLOSED
                                    && String.valueOf(connection.reason()).contains("user and password")));

            deliver(user, "imap-4", "y".repeat(10_000)); // nobody reads now
            connect(server, "secret", 5_000); // and then from where it was left
            assertThat(mailsOf(4)).endsWith("imap-4@example.org");
            Inbound.Message tooLarge = messages().get(3);
            assertThat(tooLarge.content())
                    .isInstanceOfSatisfying(
                            Text.class, it -> assertThat(it.body()).contains("left in the mailbox"));
            assertThat(messages()).as("nothing came twice").hasSize(4);
        } finally {
            server.stop();
        }
    }

    private void connect(GreenMail server, String password, long maxBytes) {
        MailServer imap = new MailServer(
                "localhost",
                server.getImaps().getPort(),
                MailServer.Security.TLS,
                "support",
                secrets.seal(password),
                false);
        publisher
                .publish(OutgoingRecord.of(
                        topics.inboxes(),
                        "8",
                        Inboxes.email(new InboxId(8), imap, maxBytes),
                        "inbox-8-%s-%d".formatted(password, maxBytes)))
                .block(LIMIT);
    }

    private static void deliver(GreenMailUser user, String id, String body) throws MessagingException {
        String mail =
                "From: ana@example.org\r\nTo: support@shop.example\r\nMessage-ID: <%s@example.org>\r\nSubject: %s\r\n\r\n%s\r\n"
                        .formatted(id, id, body);
        user.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    }

    private List<String> mailsOf(int count) {
        return await().atMost(LIMIT)
                .until(
                        () -> messages().stream()
                                .map(it -> String.valueOf(
                                        Objects.requireNonNull(it.email()).messageId()))
                                .toList(),
                        ids -> ids.size() >= count);
    }

    private List<Inbound.Message> messages() {
        return inboundMail().stream()
                .filter(Inbound.Message.class::isInstance)
                .map(Inbound.Message.class::cast)
                .toList();
    }

    private List<Inbound> inboundMail() {
        List<Inbound> all = new ArrayList<>();
        try (TopicTail tail = new TopicTail(bootstrapServers, topics.inbound(Channel.EMAIL))) {
            for (ConsumerRecord<byte[], byte[]> record : tail.readAll()) {
                all.add(ContractJson.read(record.value(), Inbound.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private List<ConsumerRecord<byte[], byte[]>> published(String eventId, int count) {
        try (TopicTail tail = new TopicTail(bootstrapServers, topics.inbound(Channel.WHATSAPP))) {
            return await().atMost(LIMIT)
                    .until(
                            () -> tail.read().stream()
                                    .filter(it -> header(it, RecordHeaders.ID).equals(eventId))
                                    .toList(),
                            found -> found.size() == count);
        }
    }

    private Mono<HttpStatusCode> post(String body) {
        return WebClient.create("http://localhost:" + port)
                .post()
                .uri("/webhooks/evolution/" + Inboxes.SECRET)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode()));
    }

    private static String message(String id, String content, String type) {
        return """
                {"event":"messages.upsert","instance":"support-01","data":{"key":{"remoteJid":
                "5511988887777@s.whatsapp.net","fromMe":false,"id":"%s"},"pushName":"Maria","message":{%s},
                "messageType":"%s","messageTimestamp":1761050001}}""".formatted(id, content, type);
    }
}

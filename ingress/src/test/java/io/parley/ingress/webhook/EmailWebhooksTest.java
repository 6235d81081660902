package io.parley.ingress.webhook;

import static io.parley.ingress.Inboxes.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.ContractJson;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.Text;
import io.parley.ingress.Inboxes;
import io.parley.ingress.webhook.FakePublisher.Broker;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.OutgoingRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Mails that providers push: what they are answered, and what is published then. */
@SpringBootTest(
        classes = WebhookServer.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.location=optional:classpath:/none/",
            "parley.ingress.inbox-grace=100ms",
            "parley.ingress.publish-timeout=300ms",
            "parley.ingress.email.mailboxes=false"
        })
class EmailWebhooksTest {

    private static final String OURS = "parley.4711.0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c@shop.example";

    @Autowired
    private FakePublisher publisher;

    @Autowired
    private FakeFiles files;

    @Autowired
    private InboxTable table;

    @LocalServerPort
    private int port;

    @BeforeEach
    void startAnew() {
        publisher.reset();
        files.becomesAway(false);
        table.put(Inboxes.email());
    }

    @Test
    void publishesWhatAMailSaysUnderItsSendersKey() {
        post("From: Ana <Ana@Example.org>\r\nTo: support+0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c@shop.example\r\n"
                        + "Subject: order\r\nMessage-ID: <m1@example.org>\r\n\r\nwhere?\r\n")
                .expectStatus()
                .isEqualTo(HttpStatus.ACCEPTED);

        OutgoingRecord record = only();
        assertThat(record.topic()).isEqualTo("parley.inbound.email.v1");
        assertThat(record.key()).isEqualTo("7:ana@example.org");
        Inbound.Message message = message(record);
        assertThat(message.content()).isEqualTo(new Text("where?"));
        assertThat(message.direction()).isEqualTo(Direction.INCOMING);
        assertThat(message.contact().replyTo()).isEqualTo("Ana@Example.org");
        ReceivedEmail email = email(message);
        assertThat(email.subject()).isEqualTo("order");
        assertThat(email.messageId()).isEqualTo("m1@example.org");
        assertThat(email.replyToken()).isEqualTo("0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c");
        assertThat(email.automatic())
                .as("nobody counts senders while Redis is away")
                .isTrue();
    }

    @Test
    void givesTheSameMailTheSameIdAndAnotherOneAnother() {
        String mail = "From: scanner@example.org\r\nMessage-ID: <always@example.org>\r\n\r\npage ";
        post(mail + "1");
        post(mail + "1");
        post(mail + "2");

        List<String> ids =
                publisher.published().stream().map(OutgoingRecord::eventId).toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(ids.get(2))
                .as("the same Message-ID on another mail loses nothing")
                .isNotEqualTo(ids.get(0));
    }

    @Test
    void storesFilesBeforeTheMessageIsPublished() throws IOException {
        post(Files.readString(
                Path.of("src/test/resources/email/19-nested-multiparts.eml"), StandardCharsets.ISO_8859_1));

        Inbound.Message message = message(only());
        assertThat(message.files()).extracting(Media::fileName).containsExactly("invoice.pdf");
        assertThat(email(message).inlineFiles()).containsOnlyKeys("l");
        String key = Objects.requireNonNull(message.files().getFirst().fileKey());
        assertThat(files.read(key).block(Duration.ofSeconds(5))).isNotNull();
    }

    @Test
    void attachesWhatItCannotReadAsItCame() throws IOException {
        Path mail = Path.of("src/test/resources/email/51-nested-without-end.eml");
        post(Files.readString(mail, StandardCharsets.ISO_8859_1));

        Inbound.Message message = message(only());
        assertThat(message.files()).extracting(Media::fileName).contains("mail.eml");
        String key = Objects.requireNonNull(email(message).rawKey());
        assertThat(Objects.requireNonNull(files.read(key).block(Duration.ofSeconds(5)))
                        .file()
                        .sizeBytes())
                .isEqualTo(Files.size(mail));
    }

    @Test
    void tellsOfABounceAndIgnoresItsOwnMail() throws IOException {
        post(Files.readString(Path.of("src/test/resources/email/45-bounce.eml"), StandardCharsets.ISO_8859_1));
        post("From: support@shop.example\r\nTo: ana@example.org\r\nMessage-ID: <" + OURS + ">\r\n\r\nours\r\n");

        Inbound.Receipt receipt = (Inbound.Receipt) inbound(only());
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(receipt.sourceId()).isEqualTo(OURS);
        assertThat(receipt.key().address()).isEqualTo("gone@example.org");
    }

    @Test
    void takesAMailFromTheMailboxItselfForAnAnswerToItsRecipient() {
        post("From: support@shop.example\r\nTo: ana@example.org\r\nCc: support@shop.example\r\n"
                + "Message-ID: <outlook@shop.example>\r\nSubject: RE: order\r\n\r\nAnswered from Outlook\r\n");

        Inbound.Message message = message(only());
        assertThat(message.direction()).isEqualTo(Direction.OUTGOING);
        assertThat(message.contact().firstAddress().value()).isEqualTo("ana@example.org");
    }

    @Test
    void takesWhomAFormHasAnswersSentToForTheContact() {
        post("From: forms@shop.example\r\nReply-To: Ana <ana@example.org>\r\nSubject: contact form\r\n\r\nhello\r\n");

        assertThat(message(only()).contact().firstAddress().value()).isEqualTo("ana@example.org");
    }

    @Test
    void refusesWhatIsTooLargeEmptyOrForNobody() {
        post("x".repeat(100_001)).expectStatus().isEqualTo(HttpStatus.PAYLOAD_TOO_LARGE);
        post("").expectStatus().isBadRequest();
        client().post()
                .uri("/webhooks/email/wrong")
                .bodyValue("Subject: x\r\n\r\nx")
                .exchange()
                .expectStatus()
                .isNotFound();
        table.put(Inboxes.whatsApp());
        post("Subject: x\r\n\r\nx").expectStatus().isNotFound();

        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void asksToComeAgainWhileTheBrokerOrTheFilesAreAway() throws IOException {
        String withFile = Files.readString(
                Path.of("src/test/resources/email/19-nested-multiparts.eml"), StandardCharsets.ISO_8859_1);
        files.becomesAway(true);
        post(withFile)
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists("Retry-After");
        files.becomesAway(false);
        publisher.becomes(Broker.AWAY);
        post(withFile)
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .exists("Retry-After");

        assertThat(publisher.published()).isEmpty();
    }

    private WebTestClient.ResponseSpec post(String mail) {
        return client().post()
                .uri("/webhooks/email/" + SECRET)
                .contentType(MediaType.parseMediaType("message/rfc822"))
                .bodyValue(mail.getBytes(StandardCharsets.ISO_8859_1))
                .exchange();
    }

    private WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    private OutgoingRecord only() {
        assertThat(publisher.published()).hasSize(1);
        return publisher.published().getFirst();
    }

    private static Inbound.Message message(OutgoingRecord record) {
        return (Inbound.Message) inbound(record);
    }

    private static Inbound inbound(OutgoingRecord record) {
        try {
            return ContractJson.read(Objects.requireNonNull(record.value()), Inbound.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReceivedEmail email(Inbound.Message message) {
        return Objects.requireNonNull(message.email());
    }
}

package io.parley.outbound.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.parley.contract.Channel;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.MailServer;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.channel.ChannelSenderContract;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

/**
 * What is handed to mail servers, and what becomes of their answers; against a scripted server, and a real one over
 * TLS.
 */
class EmailSenderTest implements ChannelSenderContract {

    @TempDir
    static Path directory;

    private final FileStore files = FileStore.in(directory, DataSize.ofMegabytes(50));
    private ScriptedSmtp smtp;
    private int port;
    private String mailId = "parley.1.0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c@shop.example";

    @BeforeEach
    void aServer() throws IOException {
        smtp = new ScriptedSmtp();
        port = smtp.port();
    }

    @AfterEach
    void noServer() throws IOException {
        smtp.close();
    }

    @Override
    public EmailSender sender() {
        return sender(Map.of());
    }

    private EmailSender sender(Map<String, String> settings) {
        EmailProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("parley.outbound.email", EmailProperties.class);
        return new EmailSender(properties, Fixtures.SECRETS, files);
    }

    @Override
    public InboxConfig inbox() {
        return inbox(new MailServer("localhost", port, MailServer.Security.NONE, null, null, true), null);
    }

    private static InboxConfig inbox(@Nullable MailServer server, @Nullable String replyAddress) {
        return new InboxConfig(
                Fixtures.INBOX,
                Fixtures.ACCOUNT,
                Channel.EMAIL,
                "Shop",
                true,
                "hash",
                new InboxRules(false, null, false, null, ZoneOffset.UTC, List.of()),
                null,
                null,
                new EmailChannel("support@shop.example", "Shop", null, server, replyAddress, true, 1_000, 30));
    }

    @Override
    public void providerTakesIt(String sourceId) {
        mailId = sourceId;
    }

    @Override
    public void providerRefusesTheContact() {
        smtp.answersRecipient("550 5.1.1 no such user");
    }

    @Override
    public void providerBreaksOff() {
        smtp.breaksOff();
    }

    @Override
    public void providerIsGone() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public OutgoingPart partOf(String body) {
        return part(new Text(body));
    }

    private OutgoingPart part(MessageContent... parts) {
        return part(envelope("Bo Li", "Bo, **Shop**"), parts);
    }

    private static OutgoingPart part(OutgoingEmail email, MessageContent... parts) {
        Outbound.Send plain = Fixtures.send(1, 1, parts);
        Outbound.Send message = new Outbound.Send(
                plain.accountId(),
                plain.inboxId(),
                plain.messageId(),
                1,
                "ana@example.org",
                plain.parts(),
                null,
                plain.createdAt(),
                email);
        return new OutgoingPart(message, 0, parts[0]);
    }

    private OutgoingEmail envelope(@Nullable String sender, @Nullable String signature) {
        return new OutgoingEmail(
                mailId,
                "Re: Promoção",
                List.of(new EmailAddress("ana@example.org", "Ana")),
                List.of(new EmailAddress("carlos@example.org", null)),
                List.of(new EmailAddress("boss@shop.example", null)),
                "a2@example.org",
                List.of("a1@example.org"),
                "0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c",
                sender,
                signature,
                null);
    }

    @Test
    void writesHeadersThatKeepTheThreadTogetherAndBothKindsOfWords() throws Exception {
        send(inbox(), part(new Text("Olá **Ana**,\nhere it <is>")));

        MimeMessage mail = parse(smtp.mails().getFirst());
        assertThat(mail.getMessageID()).isEqualTo("<" + mailId + ">");
        assertThat(mail.getHeader("In-Reply-To", null)).isEqualTo("<a2@example.org>");
        assertThat(mail.getHeader("References")[0].replaceAll("\\s+", " "))
                .isEqualTo("<a1@example.org> <a2@example.org>");
        assertThat(mail.getSubject()).isEqualTo("Re: Promoção");
        assertThat(mail.getFrom()[0].toString()).isEqualTo("\"Bo Li (Shop)\" <support@shop.example>");
        assertThat(mail.getRecipients(Message.RecipientType.CC)).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(smtp.recipients()).containsExactly("ana@example.org", "carlos@example.org", "boss@shop.example");
        Multipart words = (Multipart) mail.getContent();
        assertThat(words.getContentType()).startsWith("multipart/alternative");
        assertThat(String.valueOf(words.getBodyPart(0).getContent()))
                .startsWith("Olá **Ana**,")
                .contains("-- \r\nBo, **Shop**");
        assertThat(String.valueOf(words.getBodyPart(1).getContent()))
                .contains("<strong>Ana</strong>", "&lt;is&gt;", "<strong>Shop</strong>");
    }

    @Test
    void attachesFilesAndAsksForAnswersAtTheTokensAddress() throws Exception {
        String key = Objects.requireNonNull(files.write(new FileToStore(
                                "nota.pdf",
                                "application/pdf",
                                Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {1, 2, 3}))))
                        .block(Duration.ofSeconds(5)))
                .key();
        Media file = new Media(
                MediaKind.DOCUMENT, key, null, null, "application/pdf", 3L, "nota nº 1.pdf", "see attached", null);
        InboxConfig inbox = inbox(
                new MailServer("localhost", port, MailServer.Security.NONE, null, null, true), "reply@in.shop.example");

        assertThat(send(inbox, part(file))).isInstanceOf(SendOutcome.Sent.class);

        MimeMessage mail = parse(smtp.mails().getFirst());
        Multipart mixed = (Multipart) mail.getContent();
        assertThat(mixed.getBodyPart(1).getFileName()).contains("nota");
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(mail.getReplyTo()[0].toString())
                .isEqualTo("reply+0b7f6f0e-1b1e-4c55-9d0a-0a8a3a1f2b3c@in.shop.example");
        assertThat(sender().partsOf(part(file, new Text("x")).message())).hasSize(1);
    }

    @Test
    void saysThatNoPersonWroteWhatARuleSends() throws Exception {
        send(inbox(), part(envelope(null, null), new Text("We are closed")));

        MimeMessage mail = parse(smtp.mails().getFirst());
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    }

    @Test
    void tellsWhatPassesFromWhatDoesNot() {
        smtp.answersMail("451 4.7.1 greylisted, come again");
        assertThat(send(inbox(), partOf("x"))).isInstanceOf(SendOutcome.NotNow.class);
        smtp.answersMail("554 5.7.1 this is spam");
        assertThat(send(inbox(), partOf("x")))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class, it -> assertThat(it.reason()).contains("this is spam"));
        smtp.answersRecipient("450 4.2.1 mailbox busy");
        assertThat(send(inbox(), partOf("x"))).isInstanceOf(SendOutcome.NotNow.class);
        smtp.answersLogin("535 5.7.8 no");
        InboxConfig withLogin = inbox(
                new MailServer("localhost", port, MailServer.Security.NONE, "u", Fixtures.SECRETS.seal("p"), true),
                null);
        assertThat(send(withLogin, partOf("x")))
                .isInstanceOfSatisfying(
                        SendOutcome.NotNow.class,
                        it -> assertThat(it.obstacle()).isEqualTo(SendOutcome.Obstacle.INBOX));
    }

    @Test
    void refusesWhatNoServerCanTake() {
        Media gone = new Media(MediaKind.DOCUMENT, "0".repeat(32), null, null, "x/y", 3L, "a", null, null);
        assertThat(send(inbox(), part(gone))).isInstanceOf(SendOutcome.Refused.class);
        OutgoingEmail nonsense = new OutgoingEmail(
                mailId,
                "x",
                List.of(new EmailAddress("no address@", null)),
                List.of(),
                List.of(),
                null,
                List.of(),
                "t",
                null,
                null,
                null);
        assertThat(send(inbox(), part(nonsense, new Text("x")))).isInstanceOf(SendOutcome.Refused.class);
        assertThat(send(inbox(null, null), partOf("x"))).isInstanceOf(SendOutcome.Refused.class);
    }

    @Test
    void sendsThroughTheInstallationsServerInItsName() throws Exception {
        EmailSender sender = sender(Map.of(
                "parley.outbound.email.host", "localhost",
                "parley.outbound.email.port", Integer.toString(port),
                "parley.outbound.email.security", "none",
                "parley.outbound.email.sender", "Hub <hub@parley.example>"));

        assertThat(sender.send(inbox(null, null), partOf("x")).block(Duration.ofSeconds(20)))
                .isInstanceOf(SendOutcome.Sent.class);

        MimeMessage mail = parse(smtp.mails().getFirst());
        assertThat(mail.getFrom()[0].toString()).contains("<hub@parley.example>");
        assertThat(mail.getReplyTo()[0].toString()).isEqualTo("support@shop.example");
    }

    @Test
    void handsMailsToARealServerOverTls() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS));
        server.setUser("support@shop.example", "support", "secret");
        server.start();
        try {
            MailServer tls = new MailServer(
                    "localhost",
                    server.getSmtps().getPort(),
                    MailServer.Security.TLS,
                    "support",
                    Fixtures.SECRETS.seal("secret"),
                    false);

            assertThat(send(inbox(tls, null), partOf("over TLS"))).isInstanceOf(SendOutcome.Sent.class);

            assertThat(server.getReceivedMessages()).isNotEmpty();
            assertThat(Arrays.stream(server.getReceivedMessages()).map(EmailSenderTest::idOf))
                    .contains("<" + mailId + ">");
            MailServer suspicious = new MailServer(
                    "localhost", tls.port(), MailServer.Security.TLS, "support", tls.sealedPassword(), true);
            assertThat(send(inbox(suspicious, null), partOf("x")))
                    .as("a certificate nobody vouches for")
                    .isInstanceOf(SendOutcome.NotNow.class);
        } finally {
            server.stop();
        }
    }

    private SendOutcome send(InboxConfig inbox, OutgoingPart part) {
        return Objects.requireNonNull(sender().send(inbox, part).block(Duration.ofSeconds(20)));
    }

    private static String idOf(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MimeMessage parse(String mail) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }
}

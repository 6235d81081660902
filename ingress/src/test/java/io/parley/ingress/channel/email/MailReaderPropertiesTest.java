package io.parley.ingress.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.ContractJson;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.MessageContent;
import io.parley.ingress.Inboxes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No bytes bring the reader down, and none are lost: whatever comes is a message with words, or a file, or both. */
class MailReaderPropertiesTest {

    private static final Instant NOW = Instant.parse("2025-06-03T10:00:00Z");
    private static final List<byte[]> CORPUS = corpus();

    @Property(tries = 300)
    void takesAnyBytes(@ForAll byte[] bytes) throws IOException {
        becomesAMessage(bytes);
    }

    @Property(tries = 300)
    void takesMailsOfAnyHeadersAndParts(@ForAll("mails") byte[] bytes) throws IOException {
        becomesAMessage(bytes);
    }

    @Property(tries = 600)
    void takesDamagedMails(@ForAll("damaged") byte[] bytes) throws IOException {
        becomesAMessage(bytes);
    }

    private static void becomesAMessage(byte[] bytes) throws IOException {
        ReadMail mail = MailReader.read(bytes);

        EmailParser parser = new EmailParser(Inboxes.email(), NOW);
        if (mail.bounce() != null) {
            assertThat(parser.receipt(mail, mail.bounce()).sourceId()).isNotBlank();
            return;
        }
        Inbound.Message message =
                (Inbound.Message) parser.message(mail, KeptFiles.NONE, false, mail.complete() ? "" : "unreadable")
                        .inbound();
        byte[] wire = ContractJson.write(message);
        assertThat(ContractJson.read(wire, Inbound.class)).isEqualTo(message);
        assertThat(wire.length).isLessThan(1_000_000);
        assertThat(message.content())
                .isInstanceOfSatisfying(
                        MessageContent.Text.class, it -> assertThat(it.body()).isNotBlank());
        assertThat(new String(wire, StandardCharsets.UTF_8)).doesNotContain("\\u0000");
    }

    @Provide
    Arbitrary<byte[]> mails() {
        Arbitrary<String> names = Arbitraries.of(
                "From",
                "To",
                "Subject",
                "Content-Type",
                "Content-Transfer-Encoding",
                "Message-ID",
                "References",
                "Content-Disposition",
                "Date",
                "Content-ID");
        Arbitrary<String> values = Arbitraries.of(
                "multipart/mixed; boundary=b",
                "multipart/alternative; boundary=\"b\"",
                "multipart/report; boundary=b",
                "text/html; charset=utf-7",
                "text/plain; charset=\"",
                "message/rfc822",
                "base64",
                "quoted-printable",
                "x-uuencode",
                "=?utf-8?b?/////w==?=",
                "=?utf-8?q?=FF=?=",
                "<<>>",
                "a@b",
                "\"<\" <x@y>",
                ";;;",
                "(((",
                "::",
                "attachment; filename*1*=%%%",
                "attachment; filename*=x'y'%zz",
                "Thu, 99 Foo 10000 99:99:99 +9999",
                "<a b@c>");
        Arbitrary<String> header = Combinators.combine(
                        names, Arbitraries.oneOf(values, Arbitraries.strings().ofMaxLength(60)))
                .as((name, value) -> name + ": " + value + "\r\n");
        Arbitrary<String> headers = header.list().ofMaxSize(8).map(it -> String.join("", it));
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "--b\r\n",
                        "--b--\r\n",
                        "\r\n",
                        "<html><p>",
                        "On x wrote:\r\n> y\r\n",
                        "begin 644 x\r\n",
                        "&#0;<b"),
                header,
                Arbitraries.strings().ofMaxLength(80));
        Arbitrary<String> body = piece.list().ofMaxSize(25).map(it -> String.join("", it));
        return Combinators.combine(headers, body)
                .as((top, rest) -> (top + "\r\n" + rest).getBytes(StandardCharsets.UTF_8));
    }

    /** Mails of the corpus with bytes changed, cut out, doubled or put in. */
    @Provide
    Arbitrary<byte[]> damaged() {
        return Combinators.combine(Arbitraries.of(CORPUS), Arbitraries.longs())
                .as((mail, seed) -> damage(mail, new Random(seed)));
    }

    private static byte[] damage(byte[] mail, Random random) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(6); i >= 0 && !text.isEmpty(); i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(40));
            text = switch (random.nextInt(4)) {
                case 0 -> text.substring(0, from) + text.substring(to);
                case 1 -> text.substring(0, to) + text.substring(from);
                case 2 -> text.substring(0, from) + (char) random.nextInt(256) + text.substring(to);
                default -> text.substring(0, from);
            };
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> corpus() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/email"))) {
            return files.filter(it -> it.toString().endsWith(".eml"))
                    .sorted()
                    .map(MailReaderPropertiesTest::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

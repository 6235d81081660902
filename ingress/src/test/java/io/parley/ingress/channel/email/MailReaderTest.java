package io.parley.ingress.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.email.EmailAddress;
import io.parley.ingress.channel.email.ReadMail.MailFile;
import io.parley.ingress.channel.email.ReadMail.MailHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mail of the corpus comes out as the JSON beside it says; what the JSON does not name is not looked at. */
class MailReaderTest {

    private static final Path CORPUS = Path.of("src/test/resources/email");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files
                    .map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".eml"))
                    .map(it -> it.replace(".eml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void readsWhatTheMailSays(String name) throws IOException {
        JsonNode expected = JSON.readTree(Files.readString(CORPUS.resolve(name + ".json")));

        ReadMail mail = MailReader.read(Files.readAllBytes(CORPUS.resolve(name + ".eml")));

        ObjectNode actual = describe(mail);
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            check(field.getKey(), field.getValue(), actual, mail);
        }
    }

    @Test
    void holdsAtLeastFortyMails() throws IOException {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(40);
    }

    private static void check(String field, JsonNode expected, ObjectNode actual, ReadMail mail) {
        switch (field) {
            case "why" -> {}
            case "htmlContains" -> assertThat(mail.html()).contains(texts(expected));
            case "htmlLacks" -> assertThat(mail.html()).doesNotContain(texts(expected));
            case "quotedContains" -> assertThat(mail.quoted()).contains(expected.asText());
            case "bounceOf" ->
                assertThat(mail.bounce()).extracting(ReadMail.Bounce::messageId).isEqualTo(expected.asText());
            case "files" -> checkFiles(expected, mail.files());
            default -> assertThat(actual.path(field)).as(field).isEqualTo(expected);
        }
    }

    private static void checkFiles(JsonNode expected, List<MailFile> files) {
        assertThat(files).hasSize(expected.size());
        for (int i = 0; i < files.size(); i++) {
            ObjectNode file = JSON.createObjectNode();
            file.put("name", files.get(i).name());
            file.put("mediaType", files.get(i).mediaType());
            file.put("bytes", files.get(i).bytes().length);
            file.put("contentId", files.get(i).contentId());
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                assertThat(file.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        }
    }

    private static ObjectNode describe(ReadMail mail) {
        MailHeaders headers = mail.headers();
        ObjectNode actual = JSON.createObjectNode();
        actual.put("messageId", headers.messageId());
        actual.put("inReplyTo", headers.inReplyTo());
        actual.set("references", JSON.valueToTree(headers.references()));
        actual.put("subject", headers.subject());
        actual.set("sender", headers.sender() == null ? JSON.nullNode() : mailbox(headers.sender()));
        actual.set("to", addresses(headers.to()));
        actual.set("cc", addresses(headers.cc()));
        actual.set("replyTo", addresses(headers.replyTo()));
        actual.set("deliveredTo", JSON.valueToTree(headers.deliveredTo()));
        actual.put("date", headers.date() == null ? null : headers.date().toString());
        actual.put("automatic", headers.automatic());
        actual.put("text", mail.text());
        actual.put("quoted", mail.quoted());
        actual.put("html", mail.html());
        actual.put("complete", mail.complete());
        actual.set("bounce", JSON.valueToTree(mail.bounce()));
        return actual;
    }

    private static ObjectNode mailbox(EmailAddress address) {
        ObjectNode node = JSON.createObjectNode().put("address", address.address());
        return address.name() == null ? node : node.put("name", address.name());
    }

    private static JsonNode addresses(List<EmailAddress> addresses) {
        return JSON.valueToTree(addresses.stream().map(EmailAddress::address).toList());
    }

    private static String[] texts(JsonNode array) {
        return Stream.generate(array.elements()::next)
                .limit(array.size())
                .map(JsonNode::asText)
                .toArray(String[]::new);
    }
}

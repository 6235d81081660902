package io.parley.agentgateway.api.message;

import static io.parley.agentgateway.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.runtime.files.FileStore;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;

class MessageApiTest extends ApiTester {

    private static final String MESSAGES = ACCOUNT + "/conversations/12/messages";

    @Autowired
    private FileStore files;

    @Test
    void listsMessagesWithWhoseTheyAre() {
        getAsBo(MESSAGES)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.meta.labels[0]")
                .isEqualTo("vip")
                .jsonPath("$.meta.contact.type")
                .isEqualTo("contact")
                .jsonPath("$.meta.assignee")
                .doesNotExist()
                .jsonPath("$.meta.agent_last_seen_at")
                .isEqualTo("2026-06-17T12:41:40.000Z")
                .jsonPath("$.meta.assignee_last_seen_at")
                .value(it -> assertThat(it).isNull())
                .jsonPath("$.payload[0].id")
                .isEqualTo(900)
                .jsonPath("$.payload[0].message_type")
                .isEqualTo(0)
                .jsonPath("$.payload[0].sender.phone_number")
                .isEqualTo("+5511999990000")
                .jsonPath("$.payload[0].attachments")
                .doesNotExist();
    }

    @Test
    void keepsWhomAMailGoesToBesideTheContent() {
        post(
                        MESSAGES,
                        "{'content':'hi','cc_emails':'carlos@example.org, eve@example.org','bcc_emails':['boss@shop.example']}")
                .expectStatus()
                .isOk();
        post(MESSAGES, "{'content':'hi','cc_emails':'nobody'}").expectStatus().isEqualTo(422);

        assertThat(store.<NewMessage>asked("new message").contentAttributes())
                .isEqualTo(Fixtures.json(
                        "{'cc_emails':['carlos@example.org','eve@example.org'],'bcc_emails':['boss@shop.example']}"));
    }

    @Test
    void listsAWindow() {
        getAsBo(MESSAGES + "?after=0").expectStatus().isOk();
        assertThat(store.<List<Object>>asked("window")).containsExactly(Optional.empty(), Optional.of(0));
        getAsBo(MESSAGES + "?before=950&after=800")
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(1);

        assertThat(store.<List<Object>>asked("window"))
                .containsExactly(Optional.of(new MessageId(950)), Optional.of(800));
    }

    @Test
    void leavesInternalMessagesOutWhereAsked() {
        store.messages.add(io.parley.agentgateway.Changed.of(io.parley.agentgateway.Fixtures.message(901, "psst"))
                .with("privateNote", true));

        getAsBo(MESSAGES).expectBody().jsonPath("$.payload.length()").isEqualTo(2);
        getAsBo(MESSAGES + "?filter_internal_messages=true")
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(1);
    }

    @Test
    void sendsAMessageAndGivesTheClientsIdBack() {
        sendAsBo(
                        HttpMethod.POST,
                        MESSAGES,
                        "{'content':'Hello','echo_id':'tmp-1','content_attributes':{'in_reply_to':900,'x':1}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(901)
                .jsonPath("$.content")
                .isEqualTo("Hello")
                .jsonPath("$.echo_id")
                .isEqualTo("tmp-1")
                .jsonPath("$.conversation_id")
                .isEqualTo(12)
                .jsonPath("$.message_type")
                .isEqualTo(1)
                .jsonPath("$.private")
                .isEqualTo(false)
                .jsonPath("$.sender.type")
                .isEqualTo("user");

        assertThat(store.<NewMessage>asked("new message"))
                .isEqualTo(new NewMessage(
                        Direction.OUTGOING,
                        "Hello",
                        null,
                        false,
                        List.of(),
                        new MessageId(900),
                        null,
                        null,
                        "tmp-1",
                        json("{'x':1}")));
    }

    @Test
    void leavesAPrivateNote() {
        sendAsBo(HttpMethod.POST, MESSAGES, "{'content':'psst','private':'true'}")
                .expectBody()
                .jsonPath("$.private")
                .isEqualTo(true)
                .jsonPath("$.echo_id")
                .doesNotExist();

        assertThat(store.<NewMessage>asked("new message").privateNote()).isTrue();
    }

    @Test
    void showsTheContactAsTheSenderOfAnIncomingMessage() {
        post(MESSAGES, "{'content':'hi','message_type':'incoming','source_id':'WAID:1'}")
                .expectBody()
                .jsonPath("$.message_type")
                .isEqualTo(0)
                .jsonPath("$.sender.type")
                .isEqualTo("contact")
                .jsonPath("$.sender.email")
                .isEqualTo("ana@example.org");

        NewMessage message = store.asked("new message");
        assertThat(message.direction()).isEqualTo(Direction.INCOMING);
        assertThat(message.sourceId()).isEqualTo("WAID:1");
    }

    @Test
    void answersWhatTheStoreRefusesAsAnError() {
        post(MESSAGES, "{'content':' '}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"Content can't be blank\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content':'x','message_type':'activity'}",
                "{'content':'x','content_type':'cards'}",
                "{'content':'x','attachments':['signed-id']}",
                "{'content':{'a':1}}",
                "{'content_attributes':{'location':{'latitude':'north','longitude':1}}}",
                "{'content_attributes':{'location':{'latitude':91,'longitude':1}}}",
                "{'content_attributes':{'contacts':[{'phones':['1']}]}}",
                "{'content_attributes':{'reaction':{'emoji':'x'}}}",
                "{'content_attributes':{'reaction':{'message_id':1,'emoji':'x'}}}"
            })
    void refusesWhatIsNoMessage(String body) {
        post(MESSAGES, body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
        assertThat(store.asked).doesNotContainKey("new message");
    }

    @Test
    void refusesATextThatIsTooLong() {
        post(MESSAGES, "{'content':'" + "a".repeat(MessageContent.MAX_TEXT + 1) + "'}")
                .expectStatus()
                .isEqualTo(422);
        post(MESSAGES, "{'content':'" + "é".repeat(MessageContent.MAX_TEXT) + "'}")
                .expectStatus()
                .isOk();
    }

    @Test
    void sendsAPlaceCardsAndReactions() {
        post(MESSAGES, "{'content_attributes':{'location':{'latitude':'-23.5','longitude':-46.6,'name':'Café'}}}")
                .expectStatus()
                .isOk();
        assertThat(store.<NewMessage>asked("new message").content())
                .isEqualTo(new MessageContent.Location(-23.5, -46.6, "Café", null, false));
        assertThat(store.<NewMessage>asked("new message").contentAttributes()).isEqualTo(json("{}"));

        post(MESSAGES, "{'content_attributes':{'contacts':[{'name':'Cy','phones':['+1 555']}]}}")
                .expectStatus()
                .isOk();
        assertThat(store.<NewMessage>asked("new message").content())
                .isEqualTo(new MessageContent.Contacts(
                        List.of(new MessageContent.Contacts.Card("Cy", List.of("+1 555"), null))));

        post(MESSAGES, "{'content_attributes':{'reaction':{'message_id':900,'emoji':'x'}}}")
                .expectStatus()
                .isOk();
        assertThat(store.<NewMessage>asked("new message").content())
                .isEqualTo(new MessageContent.Reaction("WAID:ABC", "x"));
        assertThat(store.<NewMessage>asked("new message").replyTo()).isEqualTo(new MessageId(900));
    }

    @Test
    void sendsFiles() throws IOException {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("content", "See these");
        body.part("private", "false");
        body.part("attachments[]", png(64, 48)).filename("my photo.png");
        body.part("attachments[]", "a,b".getBytes(StandardCharsets.UTF_8)).filename("../../etc/list.csv");

        multipart(body).expectStatus().isOk();

        NewMessage message = store.asked("new message");
        assertThat(message.text()).isEqualTo("See these");
        assertThat(message.files()).hasSize(2);
        NewFile photo = message.files().get(0);
        assertThat(photo.kind()).isEqualTo(MediaKind.IMAGE);
        assertThat(photo.fileName()).isEqualTo("my photo.png");
        assertThat(photo.mediaType()).isEqualTo("image/png");
        assertThat(photo.width()).isEqualTo(64);
        assertThat(photo.height()).isEqualTo(48);
        assertThat(bytesOf(photo)).isEqualTo(png(64, 48)).hasSize((int) photo.sizeBytes());
        NewFile list = message.files().get(1);
        assertThat(list.kind()).isEqualTo(MediaKind.DOCUMENT);
        assertThat(list.fileName()).isEqualTo("list.csv");
        assertThat(list.mediaType()).isEqualTo("text/csv");
        assertThat(list.width()).isNull();
    }

    @Test
    void keepsNoFilesOfAMessageThatWasThereBefore() {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("echo_id", "tmp-files");
        body.part("attachments[]", "a,b".getBytes(StandardCharsets.UTF_8)).filename("list.csv");

        multipart(body).expectStatus().isOk();
        NewFile kept = store.<NewMessage>asked("new message").files().getFirst();
        multipart(body).expectStatus().isOk();
        NewFile again = store.<NewMessage>asked("new message").files().getFirst();

        assertThat(bytesOf(kept)).isNotEmpty();
        assertThat(files.read(again.fileKey()).blockOptional()).isEmpty();
    }

    @Test
    void sendsVoiceNotes() {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("is_voice_message", "true");
        body.part("attachments[]", new byte[] {1}).filename("note.ogg").header("Content-Type", "audio/ogg");

        multipart(body).expectStatus().isOk();

        assertThat(store.<NewMessage>asked("new message").files().getFirst().kind())
                .isEqualTo(MediaKind.VOICE);
    }

    /** As the client inside Evolution API sends every message, files or not. */
    @Test
    void readsMultipartWithoutLengthOrPartTypes() throws IOException, InterruptedException {
        String body = part("content", "Hello") + part("message_type", "outgoing") + part("private", "false")
                + part("source_id", "WAID:3EB0") + part("source_reply_id", "7")
                + part("content_attributes", "{\"in_reply_to\":null,\"in_reply_to_external_id\":\"3EAF\"}")
                + "--x--\r\n";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + MESSAGES))
                .header("api_access_token", "ada-token")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(store.<NewMessage>asked("new message"))
                .isEqualTo(new NewMessage(
                        Direction.OUTGOING,
                        "Hello",
                        null,
                        false,
                        List.of(),
                        null,
                        "3EAF",
                        "WAID:3EB0",
                        null,
                        json("{}")));
    }

    @Test
    void refusesTooManyFiles() {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        for (int i = 0; i < 16; i++) {
            body.part("attachments[]", new byte[] {1}).filename(i + ".txt");
        }

        multipart(body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"A message may have 15 attachments at most\"}");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("attachments[]", new byte[70_000]).filename("large.bin");

        multipart(body)
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
        assertThat(store.asked).doesNotContainKey("new message");
    }

    @Test
    void keepsNoFileOfAMessageThatWasRefused() {
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("attachments[]", new byte[] {1}).filename("a.txt");

        ask("bo-token", HttpMethod.POST, ACCOUNT + "/conversations/13/messages")
                .body(BodyInserters.fromMultipartData(body.build()))
                .exchange()
                .expectStatus()
                .isUnauthorized();

        String key = store.<NewMessage>asked("new message").files().getFirst().fileKey();
        assertThat(files.read(key).blockOptional()).isEmpty();
    }

    @Test
    void takesAMessageBack() {
        sendAsBo(HttpMethod.DELETE, MESSAGES + "/900", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.content")
                .isEqualTo("This message was deleted")
                .jsonPath("$.content_attributes.deleted")
                .isEqualTo(true);

        assertThat(store.<MessageId>asked("deleted")).isEqualTo(new MessageId(900));
    }

    @Test
    void sendsAFailedMessageAgain() {
        ask("bo-token", HttpMethod.POST, MESSAGES + "/900/retry")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(900);

        assertThat(store.<MessageId>asked("retried")).isEqualTo(new MessageId(900));
    }

    @Test
    void tellsWhatAMessageSaidBefore() {
        getAsBo(MESSAGES + "/900/revisions")
                .expectBody()
                .json("{\"payload\":[{\"content\":\"before\",\"revised_at\":1781700100}]}");
    }

    private ResponseSpec multipart(MultipartBodyBuilder body) {
        return ask("ada-token", HttpMethod.POST, MESSAGES)
                .body(BodyInserters.fromMultipartData(body.build()))
                .exchange();
    }

    private static String part(String name, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value);
    }

    private byte[] bytesOf(NewFile file) {
        return files.read(file.fileKey())
                .flatMapMany(it -> it.bytes())
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .reduce((one, other) -> {
                    byte[] both = Arrays.copyOf(one, one.length + other.length);
                    System.arraycopy(other, 0, both, one.length, other.length);
                    return both;
                })
                .block();
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}

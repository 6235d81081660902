package io.parley.outbound.channel.whatsapp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.parley.outbound.Fixtures.ACCOUNT;
import static io.parley.outbound.Fixtures.INBOX;
import static io.parley.outbound.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Contacts;
import io.parley.contract.message.MessageContent.Location;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.SettableClock;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.ProviderHistoryContract;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.secret.HubSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class WhatsAppSenderTest implements ProviderHistoryContract {

    private static final String PUBLIC = "https://hub.example.com";
    private static final String LOCAL = "http://localhost:3000";
    private static final String GROUP = "120363025246125486@g.us";
    private static final HubSecret SECRET = new HubSecret("0123456789abcdef0123456789abcdef");

    private final WireMockServer evolution = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final SettableClock clock = new SettableClock();

    @TempDir
    private Path directory;

    private URI address;
    private FileStore files;
    private WhatsAppSender sender;

    @BeforeEach
    void start() {
        evolution.start();
        address = URI.create(evolution.baseUrl());
        files = FileStore.in(directory, DataSize.ofMegabytes(1));
        sender = senderAt(PUBLIC);
        version("2.3.7");
    }

    @AfterEach
    void stop() {
        sender.destroy();
        evolution.stop();
    }

    @Override
    public ChannelSender sender() {
        return sender;
    }

    @Override
    public InboxConfig inbox() {
        return Fixtures.inbox(INBOX, address, 100);
    }

    @Override
    public void providerTakesIt(String sourceId) {
        evolution.stubFor(post(urlPathMatching("/message/.*/support-01"))
                .willReturn(aResponse().withStatus(201).withBody(accepted(sourceId))));
    }

    @Override
    public void providerRefusesTheContact() {
        answer(400, """
                {"status":400,"error":"Bad Request","response":{"message":[{"jid":"5511988887777@s.whatsapp.net","exists":false,"number":"5511988887777"}]}}
                """);
    }

    @Override
    public void providerBreaksOff() {
        evolution.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    }

    @Override
    public void providerIsGone() {
        evolution.stop();
    }

    @Override
    public void providerHas(String sourceId, String text) {
        history("5511988887777@s.whatsapp.net", message(sourceId, "conversation", '"' + text + '"'));
    }

    // ---- what a message becomes

    @Test
    void sendsTextInWhatsAppsMarkup() {
        send(new Text("Olá, **Maria**"));

        assertSent("sendText", """
                {"number":"5511988887777","text":"Olá, *Maria*"}
                """);
    }

    @Test
    void authenticatesWithTheInboxsOwnKey() {
        send(new Text("hello"));

        evolution.verify(postRequestedFor(urlEqualTo("/message/sendText/support-01"))
                .withHeader("apikey", equalTo(Fixtures.API_KEY)));
    }

    @Test
    void tellsTheAddressWhatsAppResolved() {
        evolution.stubFor(post(urlPathMatching("/message/.*"))
                .willReturn(aResponse().withStatus(201).withBody("""
                                {"key":{"remoteJid":"551188887777@s.whatsapp.net","fromMe":true,"id":"3EB0"},"messageTimestamp":1761051000}
                                """)));

        assertThat(outcomeOf(new Text("hello"))).isEqualTo(new SendOutcome.Sent("3EB0", "551188887777@s.whatsapp.net"));
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE,    image/jpeg,       photo.jpg,  image",
        "IMAGE,    image/svg+xml,    logo.svg,   document",
        "VIDEO,    video/mp4,        film.mp4,   video",
        "VIDEO,    video/x-matroska, film.mkv,   document",
        "DOCUMENT, application/pdf,  boleto.pdf, document",
    })
    void sendsAFileAsALinkWithItsCaption(MediaKind kind, String type, String name, String mediatype) {
        String key = store(name, type);

        send(media(kind, key, type, name, "the **caption**"));

        assertSent("sendMedia", """
                {"number":"5511988887777","mediatype":"%s","mimetype":"%s","caption":"the *caption*","fileName":"%s","media":"%s"}
                """.formatted(mediatype, type, name, linkTo(key, name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LOCAL,
                "http://127.0.0.1:3000",
                "http://hub:3000",
                "http://my_hub.example.com",
                "http://[::1]:3000"
            })
    void sendsAFileInsideTheRequestWhenNobodyElseReachesTheHub(String frontendUrl) {
        String key = store("boleto.pdf", "application/pdf");

        send(senderAt(frontendUrl), media(MediaKind.DOCUMENT, key, "application/pdf", "boleto.pdf", null));

        assertSent("sendMedia", """
                {"number":"5511988887777","mediatype":"document","mimetype":"application/pdf","fileName":"boleto.pdf","media":"%s"}
                """.formatted(base64("boleto.pdf")));
    }

    @Test
    void namesAFileThatHasNoNameAfterItsKind() {
        String key = store("x.pdf", "application/pdf");

        send(senderAt(LOCAL), media(MediaKind.DOCUMENT, key, "application/pdf", null, null));

        evolution.verify(postRequestedFor(urlEqualTo("/message/sendMedia/support-01"))
                .withRequestBody(matchingJsonPath("$.fileName", equalTo("document.pdf"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VOICE", "AUDIO"})
    void sendsAudioAsAVoiceNote(MediaKind kind) {
        String key = store("voice.ogg", "audio/ogg");

        send(media(kind, key, "audio/ogg; codecs=opus", "voice.ogg", null));

        assertSent("sendWhatsAppAudio", """
                {"number":"5511988887777","audio":"%s","encoding":true}
                """.formatted(linkTo(key, "voice.ogg")));
    }

    @Test
    void sendsTheCaptionOfAVoiceNoteAfterIt() {
        Media voice = media(MediaKind.VOICE, "k", "audio/ogg", "voice.ogg", "listen");
        Media image = media(MediaKind.IMAGE, "k", "image/png", "a.png", "look");

        assertThat(sender.partsOf(Fixtures.send(1, 1, voice, image))).containsExactly(voice, new Text("listen"), image);
    }

    @Test
    void sendsASticker() {
        String key = store("cat.webp", "image/webp");

        send(media(MediaKind.STICKER, key, "image/webp", "cat.webp", null));

        assertSent("sendSticker", """
                {"number":"5511988887777","sticker":"%s"}
                """.formatted(linkTo(key, "cat.webp")));
    }

    @Test
    void sendsALocationWithEverythingEvolutionInsistsOn() {
        send(new Location(-23.5613, -46.6565, "MASP", "Av. Paulista, 1578", false));
        send(new Location(-23.5613, -46.6565, null, null, false));

        assertSent("sendLocation", """
                {"number":"5511988887777","latitude":-23.5613,"longitude":-46.6565,"name":"MASP","address":"Av. Paulista, 1578"}
                """);
        assertSent("sendLocation", """
                {"number":"5511988887777","latitude":-23.5613,"longitude":-46.6565,"name":"-23.561300, -46.656500","address":"-23.561300, -46.656500"}
                """);
    }

    @Test
    void sendsContacts() {
        send(new Contacts(List.of(
                new Contacts.Card("João Silva", List.of("+55 11 97777-6666"), null),
                new Contacts.Card("Ana", List.of("11 96666-5555"), null))));

        assertSent("sendContact", """
                {"number":"5511988887777","contact":[
                  {"fullName":"João Silva","wuid":"5511977776666","phoneNumber":"+55 11 97777-6666"},
                  {"fullName":"Ana","phoneNumber":"11 96666-5555"}]}
                """);
    }

    @Test
    void reactsToAMessageOfTheContactInAGroup() {
        Outbound.Quote target = new Outbound.Quote("3A10", true, null, "5511977776666@s.whatsapp.net");

        send(GROUP, target, new Reaction("3A10", "👍"));

        assertSent("sendReaction", """
                {"key":{"remoteJid":"120363025246125486@g.us","fromMe":false,"id":"3A10","participant":"5511977776666@s.whatsapp.net"},"reaction":"👍"}
                """);
    }

    @Test
    void takesAReactionToOurOwnMessageBack() {
        send(Fixtures.ADDRESS, new Outbound.Quote("3EB0", false, null, null), new Reaction("3EB0", ""));

        assertSent("sendReaction", """
                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"3EB0"},"reaction":""}
                """);
    }

    @Test
    void quotesAMessageWithItsTextInTheFirstPartAlone() {
        Outbound.Quote quote = new Outbound.Quote("3A10", true, "Confirma?", null);
        Outbound.Send message = message(Fixtures.ADDRESS, quote, new Text("sim"), new Text("confirmo"));
        providerTakesIt("3EB0");

        sender.send(inbox(), new OutgoingPart(message, 0, new Text("sim"))).block();
        sender.send(inbox(), new OutgoingPart(message, 1, new Text("confirmo"))).block();

        assertSent("sendText", """
                {"number":"5511988887777","text":"sim","quoted":{"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A10"},"message":{"conversation":"Confirma?"}}}
                """);
        assertSent("sendText", """
                {"number":"5511988887777","text":"confirmo"}
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "5511988887777@s.whatsapp.net, 5511988887777",
        "+5511988887777,               5511988887777",
        "123456789012345@lid,          123456789012345@lid",
        "120363025246125486@g.us,      120363025246125486@g.us",
    })
    void sendsToDigitsOrToTheJidOfGroupsAndLinkedIds(String address, String number) {
        send(address, null, new Text("hello"));

        assertSent("sendText", """
                {"number":"%s","text":"hello"}
                """.formatted(number));
    }

    @Test
    void refusesWhatWhatsAppDoesNotKnow() {
        assertThat(outcomeOf(new MessageContent.Poll("Vamos?", List.of("Sim", "Não"), 1)))
                .isEqualTo(new SendOutcome.Refused("WhatsApp cannot carry a poll"));
        evolution.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void refusesAFileThatIsGoneOrTooLarge() {
        WhatsAppSender local = senderAt(LOCAL);
        String large = store("x".repeat(70_000), "application/pdf");

        assertThat(outcomeOf(
                        local,
                        media(MediaKind.IMAGE, "0123456789abcdef0123456789abcdef.jpg", "image/jpeg", "a.jpg", null)))
                .isEqualTo(new SendOutcome.Refused("the file is not there any more"));
        assertThat(outcomeOf(local, media(MediaKind.IMAGE, null, "image/jpeg", "a.jpg", null)))
                .isEqualTo(new SendOutcome.Refused("the file is not there"));
        assertThat(outcomeOf(local, media(MediaKind.DOCUMENT, large, "application/pdf", "a.pdf", null)))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("the file is larger"));
    }

    // ---- what Evolution's answers mean

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "500 | {\"status\":500,\"error\":\"Internal Server Error\",\"response\":{\"message\":\"Connection Closed\"}} | INBOX | PT1M",
                "401 | {\"status\":401,\"error\":\"Unauthorized\",\"response\":{\"message\":\"Unauthorized\"}} | INBOX | PT5M",
                "503 | {\"error\":\"service not activated\",\"code\":\"LICENSE_REQUIRED\"} | INBOX | PT5M",
                "429 | {} | MESSAGE | PT30S",
            })
    void putsOffWhatMayWorkLater(int status, String body, Obstacle obstacle, Duration delay) {
        answer(status, body);

        assertThat(outcomeOf(new Text("hello"))).isInstanceOfSatisfying(NotNow.class, notNow -> {
            assertThat(notNow.obstacle()).isEqualTo(obstacle);
            assertThat(notNow.delay()).isEqualTo(delay);
        });
    }

    @ParameterizedTest
    @CsvSource({"40, PT40S", "99999, PT15M"})
    void heedsHowLongTheServerWantsUsToWaitUpToALimit(String retryAfter, Duration delay) {
        evolution.stubFor(post(anyUrl())
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Retry-After", retryAfter)
                        .withBody("{}")));

        assertThat(outcomeOf(new Text("hello"))).isInstanceOfSatisfying(NotNow.class, notNow -> {
            assertThat(notNow.obstacle()).isEqualTo(Obstacle.INBOX);
            assertThat(notNow.delay()).isEqualTo(delay);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "400 | {\"status\":400,\"response\":{\"message\":[[\"instance requires property \\\"number\\\"\"]]}}",
                "403 | {}",
                "404 | {\"status\":404,\"response\":{\"message\":[\"The \\\"support-01\\\" instance does not exist\"]}}",
                "201 | {\"message\":\"(#131030) Recipient not in allowed list\",\"code\":131030,\"fbtrace_id\":\"A\"}",
            })
    void failsForGoodWhatWouldFailAgain(int status, String body) {
        answer(status, body);

        assertThat(outcomeOf(new Text("hello"))).isInstanceOf(SendOutcome.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "400 | {\"status\":400,\"response\":{\"message\":[\"Error: Timed Out\"]}}",
                "500 | {\"status\":500,\"response\":{\"message\":\"a bug\"}}",
                "502 | <html>Bad Gateway</html>",
                "201 | {}",
            })
    void doesNotKnowWhatMayHaveLeft(int status, String body) {
        answer(status, body);

        assertThat(outcomeOf(new Text("hello"))).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void restsAnInboxWhoseKeyCannotBeOpened() {
        SecretBox another = new SecretBox(new HubSecret("another secret that is long enough"));
        EvolutionChannel channel = new EvolutionChannel(
                URI.create(evolution.baseUrl()), "support-01", another.seal("key"), null, null, 10);

        SendOutcome outcome = sender.send(
                        Fixtures.inbox(INBOX, true, channel),
                        new OutgoingPart(Fixtures.text(1, "hello"), 0, new Text("hello")))
                .block();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotNow.class, notNow -> assertThat(notNow.obstacle()).isEqualTo(Obstacle.INBOX));
    }

    // ---- ids of our own, from 2.4 on

    @Test
    void choosesTheIdWhereTheServerLetsUsTheSameForEachAttempt() {
        version("2.4.0");
        Outbound.Send message = Fixtures.text(1, "hello");
        providerTakesIt("3EB0");

        sender.send(inbox(), new OutgoingPart(message, 0, new Text("hello"))).block();
        sender.send(inbox(), new OutgoingPart(Fixtures.again(message, 2), 0, new Text("hello")))
                .block();

        String id = MessageIds.of(new OutgoingPart(message, 0, new Text("hello")));
        assertThat(id).matches("3EB0[0-9A-F]{18}");
        evolution.verify(2, postRequestedFor(anyUrl()).withRequestBody(matchingJsonPath("$.messageId", equalTo(id))));
        evolution.verify(1, getRequestedFor(urlEqualTo("/")));
        assertThat(MessageIds.of(new OutgoingPart(message, 1, new Text("hello"))))
                .isNotEqualTo(id);
    }

    @Test
    void looksForTheIdItChoseFirst() {
        version("2.4.0");
        String id = MessageIds.of(new OutgoingPart(Fixtures.text(1, "hello"), 0, new Text("hello")));
        evolution.stubFor(post(urlEqualTo("/chat/findMessages/support-01"))
                .withRequestBody(matchingJsonPath("$.where.key.id", equalTo(id)))
                .willReturn(okJson(page(message(id, "conversation", "\"hello\"")))));

        assertThat(found(new Text("hello"), NOON)).containsExactly(id);
    }

    @Test
    void sendsWithoutAnIdWhenTheServerDoesNotTellItsVersion() {
        evolution.stubFor(get(urlEqualTo("/")).willReturn(aResponse().withStatus(500)));

        send(new Text("hello"));

        assertSent("sendText", """
                {"number":"5511988887777","text":"hello"}
                """);
    }

    // ---- looking for what may have left

    @Test
    void looksInTheChatSinceTheAttemptOldestFirst() {
        history(
                "5511988887777@s.whatsapp.net",
                message("newer", "conversation", "\"*hello*\"", NOON.plusSeconds(9)),
                message("older", "extendedTextMessage", "{\"text\":\"*hello*\"}", NOON.plusSeconds(3)),
                message("too-old", "conversation", "\"*hello*\"", NOON.minusSeconds(1)));

        assertThat(found(new Text("**hello**"), NOON)).containsExactly("older", "newer");
        evolution.verify(postRequestedFor(urlEqualTo("/chat/findMessages/support-01"))
                .withRequestBody(matchingJsonPath("$.where.key.fromMe", equalTo("true")))
                .withRequestBody(matchingJsonPath("$.where.messageTimestamp.gte", equalTo(NOON.toString()))));
    }

    @Test
    void looksUnderTheOtherFormOfABrazilianNumberToo() {
        history("551188887777@s.whatsapp.net", message("3EB0", "conversation", "\"hello\""));

        assertThat(found(new Text("hello"), NOON)).containsExactly("3EB0");
    }

    @Test
    void recognisesEachKindOfContent() {
        history(
                "5511988887777@s.whatsapp.net",
                message("image", "imageMessage", "{\"caption\":\"look\"}"),
                message("document", "documentWithCaptionMessage", """
                        {"message":{"documentMessage":{"fileName":"a.pdf","caption":"read"}}}
                        """),
                message("other-document", "documentMessage", "{\"fileName\":\"b.pdf\",\"caption\":\"read\"}"),
                message("audio", "audioMessage", "{\"ptt\":true}"),
                message("sticker", "stickerMessage", "{}"),
                message("place", "locationMessage", "{\"degreesLatitude\":-23.5613,\"degreesLongitude\":-46.6565}"),
                message("card", "contactMessage", "{\"displayName\":\"Ana\"}"),
                message("reaction", "reactionMessage", "{\"key\":{\"id\":\"3A10\"},\"text\":\"👍\"}"));

        assertThat(found(media(MediaKind.IMAGE, "k.jpg", "image/jpeg", "a.jpg", "look"), NOON))
                .containsExactly("image");
        assertThat(found(media(MediaKind.IMAGE, "k.jpg", "image/jpeg", "a.jpg", null), NOON))
                .isEmpty();
        assertThat(found(media(MediaKind.DOCUMENT, "k.pdf", "application/pdf", "a.pdf", "read"), NOON))
                .containsExactly("document");
        assertThat(found(media(MediaKind.VOICE, "k.ogg", "audio/ogg", null, null), NOON))
                .containsExactly("audio");
        assertThat(found(media(MediaKind.STICKER, "k.webp", "image/webp", null, null), NOON))
                .containsExactly("sticker");
        assertThat(found(new Location(-23.5613, -46.6565, "MASP", null, false), NOON))
                .containsExactly("place");
        assertThat(found(new Location(-23.5, -46.6565, "MASP", null, false), NOON))
                .isEmpty();
        assertThat(found(new Contacts(List.of(new Contacts.Card("Ana", List.of("11 96666-5555"), null))), NOON))
                .containsExactly("card");
        assertThat(found(new Reaction("3A10", "👍"), NOON)).containsExactly("reaction");
        assertThat(found(new Reaction("3A10", ""), NOON)).isEmpty();
    }

    // ---- deletions and read marks

    @Test
    void deletesForEveryone() {
        evolution.stubFor(any(urlPathMatching("/chat/deleteMessageForEveryone/.*"))
                .willReturn(aResponse().withStatus(201).withBody("{}")));

        sender.delete(inbox(), new Outbound.Delete(ACCOUNT, INBOX, new MessageId(1), Fixtures.ADDRESS, "3EB0"))
                .block();

        evolution.verify(deleteRequestedFor(urlEqualTo("/chat/deleteMessageForEveryone/support-01"))
                .withRequestBody(equalToJson("""
                                {"id":"3EB0","remoteJid":"5511988887777@s.whatsapp.net","fromMe":true}
                                """)));
    }

    @Test
    void doesNotRepeatADeletionThatIsRefused() {
        evolution.stubFor(any(urlPathMatching("/chat/deleteMessageForEveryone/.*"))
                .willReturn(aResponse().withStatus(404).withBody("{}")));

        StepVerifier.create(sender.delete(
                        inbox(), new Outbound.Delete(ACCOUNT, INBOX, new MessageId(1), Fixtures.ADDRESS, "3EB0")))
                .verifyErrorSatisfies(failure ->
                        assertThat(((ChannelTrouble) failure).isPassing()).isFalse());
    }

    @Test
    void marksMessagesAsRead() {
        evolution.stubFor(post(urlPathMatching("/chat/markMessageAsRead/.*"))
                .willReturn(
                        aResponse().withStatus(201).withBody("{\"message\":\"Read messages\",\"read\":\"success\"}")));

        sender.markRead(inbox(), new Outbound.MarkRead(ACCOUNT, INBOX, Fixtures.ADDRESS, List.of("3A10", "3A11")))
                .block();

        evolution.verify(postRequestedFor(urlEqualTo("/chat/markMessageAsRead/support-01"))
                .withRequestBody(equalToJson("""
                                {"readMessages":[
                                  {"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A10"},
                                  {"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A11"}]}
                                """)));
    }

    // ---- helpers

    private WhatsAppSender senderAt(String frontendUrl) {
        WhatsAppProperties properties = new WhatsAppProperties(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                WhatsAppProperties.Files.AUTO,
                DataSize.ofKilobytes(64),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
        return new WhatsAppSender(
                properties, Fixtures.SECRETS, files, new FileLinks(SECRET, URI.create(frontendUrl)), clock);
    }

    private void send(MessageContent content) {
        send(sender, content);
    }

    private void send(WhatsAppSender by, MessageContent content) {
        providerTakesIt("3EB0");
        assertThat(outcomeOf(by, content)).isInstanceOf(SendOutcome.Sent.class);
    }

    private void send(String address, Outbound.@Nullable Quote replyTo, MessageContent content) {
        providerTakesIt("3EB0");
        sender.send(inbox(), new OutgoingPart(message(address, replyTo, content), 0, content))
                .block();
    }

    private static Outbound.Send message(String address, Outbound.@Nullable Quote replyTo, MessageContent... parts) {
        return new Outbound.Send(ACCOUNT, INBOX, new MessageId(1), 1, address, List.of(parts), replyTo, NOON);
    }

    private SendOutcome outcomeOf(MessageContent content) {
        return outcomeOf(sender, content);
    }

    private SendOutcome outcomeOf(WhatsAppSender by, MessageContent content) {
        return Objects.requireNonNull(by.send(inbox(), new OutgoingPart(Fixtures.send(1, 1, content), 0, content))
                .block(Duration.ofSeconds(20)));
    }

    private List<String> found(MessageContent content, Instant since) {
        return Objects.requireNonNull(
                sender.findSent(inbox(), new OutgoingPart(Fixtures.send(1, 1, content), 0, content), since)
                        .map(SendOutcome.Sent::sourceId)
                        .collectList()
                        .block(Duration.ofSeconds(20)));
    }

    private void assertSent(String endpoint, String json) {
        evolution.verify(postRequestedFor(urlEqualTo("/message/" + endpoint + "/support-01"))
                .withRequestBody(equalToJson(json)));
    }

    private void version(String version) {
        evolution.stubFor(
                get(urlEqualTo("/")).willReturn(okJson("{\"status\":200,\"version\":\"%s\"}".formatted(version))));
    }

    private void answer(int status, String body) {
        evolution.stubFor(
                post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private void history(String chat, String... messages) {
        evolution.stubFor(post(urlEqualTo("/chat/findMessages/support-01")).willReturn(okJson(page())));
        evolution.stubFor(post(urlEqualTo("/chat/findMessages/support-01"))
                .withRequestBody(matchingJsonPath("$.where.key.remoteJid", equalTo(chat)))
                .willReturn(okJson(page(messages))));
    }

    private static String page(String... messages) {
        return "{\"messages\":{\"total\":%d,\"pages\":1,\"currentPage\":1,\"records\":[%s]}}"
                .formatted(messages.length, String.join(",", messages));
    }

    private static String message(String id, String kind, String content) {
        return message(id, kind, content, NOON);
    }

    private static String message(String id, String kind, String content, Instant at) {
        return """
                {"id":"row","key":{"id":"%s","fromMe":true,"remoteJid":"5511988887777@s.whatsapp.net"},"messageType":"%s",
                 "message":{"%s":%s},"messageTimestamp":%d,"instanceId":"i","MessageUpdate":[]}
                """.formatted(id, kind, kind, content, at.getEpochSecond());
    }

    private static String accepted(String id) {
        return """
                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"%s"},"pushName":"Você","status":"PENDING",
                 "message":{"conversation":"hello"},"messageType":"conversation","messageTimestamp":1761051000}
                """.formatted(id);
    }

    private static Media media(
            MediaKind kind, @Nullable String key, String type, @Nullable String name, @Nullable String caption) {
        return new Media(kind, key, null, null, type, null, name, caption, null);
    }

    /** A file that holds its own name. */
    private String store(String name, String type) {
        FileToStore file = new FileToStore(
                name.length() > 100 ? "large.pdf" : name,
                type,
                Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(name.getBytes(StandardCharsets.UTF_8))));
        return Objects.requireNonNull(files.write(file).block()).key();
    }

    private static String linkTo(String key, String name) {
        return new FileLinks(SECRET, URI.create(PUBLIC)).linkTo(key, name).toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

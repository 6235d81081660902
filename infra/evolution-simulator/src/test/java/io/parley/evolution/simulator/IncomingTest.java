package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.Card;
import io.parley.evolution.simulator.Incoming.GroupName;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Settings.Addressing;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IncomingTest {

    private static final String MARIA = "5511988887777";

    private final Hub hub = new Hub();
    private EvolutionSimulator simulator;
    private Rest rest;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(Settings.forTests());
        simulator.createInstance("demo", hub.url());
        rest = new Rest(simulator);
    }

    @AfterEach
    void stop() {
        simulator.stop();
        hub.close();
    }

    @Test
    void tellsOfATextInEvolutionsFrame() {
        String id = simulator.incoming(
                "demo", Incoming.text(MARIA, "Maria", "Oi, tudo bem?").at(Instant.ofEpochSecond(1_761_050_001)));

        Hub.Call call = hub.awaitOne("messages.upsert");
        Shape.assertLike(call.data(), """
                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A1001F00D0000000000",
                 "participant":"","addressingMode":"pn"},"pushName":"Maria","status":"DELIVERY_ACK",
                 "message":{"conversation":"Oi, tudo bem?","messageContextInfo":{"messageSecret":{"0":9,"1":8}}},
                 "contextInfo":null,"messageType":"conversation","messageTimestamp":1761050001,
                 "instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572","source":"ios"}
                """);
        assertThat(call.data().at("/key/id").asText()).isEqualTo(id);
        assertThat(call.data().path("messageTimestamp").asLong()).isEqualTo(1_761_050_001);
        assertThat(call.body().path("sender").asText()).endsWith("@s.whatsapp.net");
    }

    @Test
    void tellsOfAPersonOnceAndThenOfWhatIsNew() {
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "um"));
        simulator.incoming("demo", Incoming.text(MARIA, "Maria S.", "dois"));

        Shape.assertLike(hub.awaitOne("contacts.upsert").data(), """
                {"remoteJid":"5511988887777@s.whatsapp.net","pushName":"Maria","profilePicUrl":null,
                 "instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572"}
                """);
        assertThat(hub.awaitOne("contacts.update").data().path("pushName").asText())
                .isEqualTo("Maria S.");
    }

    @Test
    void liftsTheContextOfAReply() {
        String asked = rest.post("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"Confirma?\"}")
                .body()
                .at("/key/id")
                .asText();

        simulator.incoming(
                "demo", Incoming.text(MARIA, "Maria", "sim, confirmo").quoting(asked));

        JsonNode context = hub.awaitOne("messages.upsert").data().path("contextInfo");
        Shape.assertLike(context, """
                {"mentionedJid":[],"groupMentions":[],"stanzaId":"3EB0AAAA11112222BBBB",
                 "participant":"5511900000001@s.whatsapp.net","quotedMessage":{"conversation":"Confirma?"}}
                """);
        assertThat(context.path("stanzaId").asText()).isEqualTo(asked);
        assertThat(context.path("participant").asText()).isNotEqualTo(MARIA + "@s.whatsapp.net");
    }

    @Test
    void sendsEveryKindOfFile() {
        assertContentLike(Incoming.media(MARIA, "Maria", MediaKind.IMAGE, "olha isso"), """
                {"imageMessage":{"url":"https://mmg.whatsapp.net/x.enc","mimetype":"image/jpeg","caption":"olha isso",
                 "fileSha256":{"0":17,"1":34},"fileLength":{"low":48211,"high":0,"unsigned":true},"height":1280,"width":960,
                 "mediaKey":{"0":51,"1":68},"fileEncSha256":{"0":85,"1":102},"directPath":"/x.enc",
                 "mediaKeyTimestamp":{"low":1761050003,"high":0,"unsigned":false},"jpegThumbnail":{"0":255,"1":216}}}
                """);
        assertContentLike(Incoming.media(MARIA, "Maria", MediaKind.VOICE, null), """
                {"audioMessage":{"url":"https://mmg.whatsapp.net/v/ghi.enc","mimetype":"audio/ogg; codecs=opus",
                 "fileSha256":{"0":1,"1":2},"fileLength":{"low":9120,"high":0,"unsigned":true},"seconds":4,"ptt":true,
                 "mediaKey":{"0":3,"1":4},"fileEncSha256":{"0":5,"1":6},"directPath":"/v/ghi.enc",
                 "mediaKeyTimestamp":{"low":1761050005,"high":0,"unsigned":false},"waveform":{"0":0,"1":12}}}
                """);
        assertContentLike(Incoming.media(MARIA, "Maria", MediaKind.DOCUMENT, "segue o boleto"), """
                {"documentMessage":{"url":"https://mmg.whatsapp.net/v/jkl.enc","mimetype":"application/pdf",
                 "title":"boleto.pdf","fileSha256":{"0":1,"1":2},"fileLength":{"low":20480,"high":0,"unsigned":true},
                 "pageCount":1,"mediaKey":{"0":3,"1":4},"fileName":"boleto.pdf","fileEncSha256":{"0":5,"1":6},
                 "directPath":"/v/jkl.enc","mediaKeyTimestamp":{"low":1761050006,"high":0,"unsigned":false},
                 "contactVcard":false,"caption":"segue o boleto"}}
                """);
        assertContentLike(Incoming.media(MARIA, "Maria", MediaKind.STICKER, null), """
                {"stickerMessage":{"url":"https://mmg.whatsapp.net/v/mno.enc","fileSha256":{"0":1,"1":2},
                 "fileEncSha256":{"0":5,"1":6},"mediaKey":{"0":3,"1":4},"mimetype":"image/webp","height":64,"width":64,
                 "directPath":"/v/mno.enc","fileLength":{"low":15000,"high":0,"unsigned":true},
                 "mediaKeyTimestamp":{"low":1761050007,"high":0,"unsigned":false},"isAnimated":false,
                 "stickerSentTs":{"low":113409640,"high":410,"unsigned":false},"isAvatar":false,"isAiSticker":false,
                 "isLottie":false}}
                """);
        assertContentLike(
                Incoming.of(MARIA, "Maria", new Act.Media(MediaKind.VIDEO, "aGVsbG8=", null, null, "vídeo", 12)), """
                {"videoMessage":{"url":"https://mmg.whatsapp.net/v/def.enc","mimetype":"video/mp4",
                 "fileSha256":{"0":1,"1":2},"fileLength":{"low":1048576,"high":0,"unsigned":true},"seconds":12,
                 "mediaKey":{"0":3,"1":4},"caption":"vídeo","gifPlayback":false,"height":848,"width":480,
                 "fileEncSha256":{"0":5,"1":6},"directPath":"/v/def.enc",
                 "mediaKeyTimestamp":{"low":1761050004,"high":0,"unsigned":false},"jpegThumbnail":{"0":255,"1":216}}}
                """);
    }

    @Test
    void sendsPlacesAndPeople() {
        assertContentLike(
                Incoming.of(MARIA, "Maria", new Act.Location(-23.5613, -46.6565, "MASP", "Av. Paulista, 1578")),
                "{\"locationMessage\":{\"degreesLatitude\":-23.5613,\"degreesLongitude\":-46.6565,\"name\":\"MASP\",\"address\":\"x\"}}");
        JsonNode card = assertContentLike(
                Incoming.of(
                        MARIA,
                        "Maria",
                        new Act.Contacts(List.of(new Card("João Silva", "+55 11 97777-6666", null, null)))),
                "{\"contactMessage\":{\"displayName\":\"João Silva\",\"vcard\":\"BEGIN:VCARD\"}}");
        assertThat(card.at("/contactMessage/vcard").asText())
                .startsWith("BEGIN:VCARD\nVERSION:3.0\n")
                .contains("FN:João Silva\n", "TEL;waid=5511977776666:+55 11 97777-6666\n")
                .endsWith("\nEND:VCARD");
        assertContentLike(
                Incoming.of(
                        MARIA,
                        "Maria",
                        new Act.Contacts(List.of(
                                new Card("A", "+55 11 91111-0000", null, null),
                                new Card("B", "+55 11 92222-0000", null, null)))),
                "{\"contactsArrayMessage\":{\"displayName\":\"2 contatos\",\"contacts\":[{\"displayName\":\"A\",\"vcard\":\"BEGIN\"}]}}");
    }

    @Test
    void reactsAndTakesItBack() {
        String id = rest.post("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"Pronto\"}")
                .body()
                .at("/key/id")
                .asText();

        JsonNode reaction = assertContentLike(Incoming.of(MARIA, "Maria", new Act.Reaction(id, "👍")), """
                {"reactionMessage":{"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"3EB0"},
                 "text":"👍","senderTimestampMs":{"low":113409640,"high":410,"unsigned":false}}}
                """);
        assertThat(reaction.at("/reactionMessage/key/id").asText()).isEqualTo(id);

        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Reaction(id, "")));
        assertThat(hub.awaitCalls("messages.upsert", 2).stream()
                        .map(call ->
                                call.data().at("/message/reactionMessage/text").asText()))
                .containsExactlyInAnyOrder("👍", "");
    }

    @Test
    void tellsOfAnEditFromTheSendersPointOfView() {
        String id = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "Oi, tudo bem?"));

        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Edit(id, "Oi, tudo certo?")));

        JsonNode edit = hub.awaitOne("messages.edited").data();
        Shape.assertLike(edit, """
                {"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":true,"id":"3A1001F00D0000000000"},
                 "type":"MESSAGE_EDIT","editedMessage":{"conversation":"Oi, tudo certo?"},"timestampMs":"1761050100000"}
                """);
        assertThat(edit.at("/key/id").asText()).isEqualTo(id);
        assertThat(edit.at("/key/remoteJid").asText()).isNotEqualTo(MARIA + "@s.whatsapp.net");
        assertThat(hub.calls("messages.upsert")).hasSize(1);
    }

    @Test
    void tellsOfADeletionTwiceInTwoShapes() {
        String id = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "ops"));

        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Delete(id)));

        Shape.assertLike(hub.awaitOne("messages.delete").data(), """
                {"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"3A1001F00D0000000000","participant":"",
                 "addressingMode":"pn"}
                """);
        assertThat(hub.awaitOne("messages.edited").data().path("type").asText()).isEqualTo("REVOKE");
    }

    @Test
    void writesInAGroupByLinkedId() {
        simulator.incoming(
                "demo",
                Incoming.text("5511977776666", "Carlos", "bom dia grupo")
                        .inGroup(new GroupName("120363025246125486@g.us", "Equipe")));

        JsonNode key = hub.awaitOne("messages.upsert").data().path("key");
        Shape.assertLike(key, """
                {"remoteJid":"120363025246125486@g.us","fromMe":false,"id":"3A1020F00D0000000000",
                 "participant":"987654321098765@lid","participantAlt":"5511977776666@s.whatsapp.net","addressingMode":"lid"}
                """);
        assertThat(key.path("participantAlt").asText()).isEqualTo("5511977776666@s.whatsapp.net");
        assertThat(hub.awaitOne("groups.upsert").data().at("/0/subject").asText())
                .isEqualTo("Equipe");
    }

    @Test
    void hearsNothingOfGroupsWhenTheyAreIgnored() {
        rest.post(
                "/settings/set/demo",
                "{\"rejectCall\":false,\"groupsIgnore\":true,\"alwaysOnline\":false,\"readMessages\":false,\"readStatus\":false,\"syncFullHistory\":false}");

        String id = simulator.incoming(
                "demo",
                Incoming.text(MARIA, "Maria", "bom dia").inGroup(new GroupName("120363025246125486@g.us", "Equipe")));

        assertThat(id).isNull();
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "a sós"));
        assertThat(hub.awaitOne("messages.upsert")
                        .data()
                        .at("/message/conversation")
                        .asText())
                .isEqualTo("a sós");
    }

    @ParameterizedTest
    @EnumSource(Addressing.class)
    void addressesAChatAsAsked(Addressing addressing) {
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "oi").addressed(addressing));

        JsonNode key = hub.awaitOne("messages.upsert").data().path("key");
        String lid = simulator.phone(MARIA).lid();
        assertThat(key.path("remoteJid").asText())
                .isEqualTo(addressing == Addressing.PHONE ? MARIA + "@s.whatsapp.net" : lid);
        assertThat(key.path("remoteJidAlt").asText(null))
                .isEqualTo(addressing == Addressing.LID ? MARIA + "@s.whatsapp.net" : null);
        assertThat(key.path("addressingMode").asText()).isEqualTo(addressing == Addressing.PHONE ? "pn" : "lid");
    }

    @Test
    void tellsOfWhatTheOwnerWroteOnTheirPhone() {
        simulator.incoming(
                "demo", Incoming.text(MARIA, null, "escrevi do celular").fromMe(true));

        JsonNode data = hub.awaitOne("messages.upsert").data();
        assertThat(data.at("/key/fromMe").asBoolean()).isTrue();
        assertThat(data.path("status").asText()).isEqualTo("SERVER_ACK");
        assertThat(data.path("pushName").asText()).isEqualTo("Você");
        assertThat(hub.calls("send.message")).isEmpty();
    }

    @Test
    void putsFilesIntoTheEventOnlyAfterTheNextConnection() {
        rest.post(
                "/webhook/set/demo",
                "{\"webhook\":{\"enabled\":true,\"url\":\"" + hub.url()
                        + "\",\"base64\":true,\"events\":[\"MESSAGES_UPSERT\"]}}");
        simulator.incoming(
                "demo", Incoming.media(MARIA, "Maria", MediaKind.IMAGE, "antes").withId("BEFORE"));
        rest.post("/instance/restart/demo", "{}");
        simulator.incoming(
                "demo",
                Incoming.media(MARIA, "Maria", MediaKind.IMAGE, "depois").withId("AFTER"));

        for (Hub.Call call : hub.awaitCalls("messages.upsert", 2)) {
            boolean after = call.data().at("/key/id").asText().equals("AFTER");
            assertThat(call.data().path("message").has("base64")).isEqualTo(after);
        }
    }

    @Test
    void namesWhereAFileLiesWhenAsked() {
        try (EvolutionSimulator stored = EvolutionSimulator.start(
                Settings.forTests().toBuilder().mediaUrls(true).build())) {
            stored.createInstance("demo", hub.url());
            stored.incoming("demo", Incoming.media(MARIA, "Maria", MediaKind.DOCUMENT, null));

            String url = hub.awaitOne("messages.upsert")
                    .data()
                    .at("/message/mediaUrl")
                    .asText();

            assertThat(url).startsWith(stored.baseUrl().toString()).endsWith(".pdf");
            assertThat(Rest.send(HttpRequest.newBuilder(URI.create(url)).build())
                            .body())
                    .startsWith("%PDF");
        }
    }

    @Test
    void takesTheSameByRest() {
        Rest.Answer text =
                incoming("{\"from\":\"+55 11 98888-7777\",\"name\":\"Maria\",\"kind\":\"text\",\"text\":\"Oi\"}");
        Rest.Answer raw = incoming(
                "{\"from\":\"5511988887777\",\"kind\":\"raw\",\"messageType\":\"listResponseMessage\",\"message\":{\"listResponseMessage\":{\"title\":\"Plano A\"}}}");

        assertThat(text.status()).isEqualTo(201);
        assertThat(raw.status()).isEqualTo(201);
        assertThat(hub.awaitCalls("messages.upsert", 2))
                .extracting(call -> call.data().path("messageType").asText())
                .containsExactlyInAnyOrder("conversation", "listResponseMessage");
        assertThat(incoming("{\"kind\":\"text\",\"text\":\"Oi\"}").status()).isEqualTo(400);
        assertThat(incoming("{\"from\":\"5511988887777\",\"kind\":\"dance\"}").status())
                .isEqualTo(400);
        assertThat(incoming("{\"from\":\"12\",\"text\":\"Oi\"}").status()).isEqualTo(400);
        assertThat(incoming("{\"from\":\"5511988887777\",\"kind\":\"edit\",\"messageId\":\"nobody\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void deliversAnyEventWhetherWantedOrNot() {
        ObjectNode call = Json.object().put("chatId", MARIA + "@s.whatsapp.net").put("status", "offer");

        simulator.event("demo", "call", call);
        assertThat(rest.post("/_simulator/instances/demo/events", "{\"event\":\"groups.update\",\"data\":[]}")
                        .status())
                .isEqualTo(202);

        assertThat(hub.awaitOne("call").data()).isEqualTo(call);
        assertThat(hub.awaitOne("groups.update").data()).isEmpty();
    }

    @Test
    void writesNothingToANumberThatIsNotConnected() {
        simulator.loseConnection("demo");

        assertThatThrownBy(() -> simulator.incoming("demo", Incoming.text(MARIA, "Maria", "oi")))
                .hasMessageContaining("demo is not connected");
    }

    private Rest.Answer incoming(String body) {
        return rest.post("/_simulator/instances/demo/incoming", body);
    }

    /** Sends it, and compares the content of the event that comes of it. */
    private JsonNode assertContentLike(Incoming incoming, String example) {
        hub.forget();
        simulator.incoming("demo", incoming);
        JsonNode data = hub.awaitOne("messages.upsert").data();
        Shape.assertLike(data.path("message"), example);
        assertThat(data.path("message").has(data.path("messageType").asText())).isTrue();
        return data.path("message");
    }
}

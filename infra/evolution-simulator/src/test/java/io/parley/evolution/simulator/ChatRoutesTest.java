package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.Incoming.GroupName;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Settings.Addressing;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatRoutesTest {

    private static final String MARIA = "5511988887777";
    private static final GroupName TEAM = new GroupName("120363025246125486@g.us", "Equipe");

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
    void saysWhichNumbersAreOnWhatsAppGroupsFirst() {
        simulator.put(simulator.phone("553188887777").named("Maria"));
        simulator.refuse("5511911112222");
        simulator.incoming("demo", Incoming.text(MARIA, "Ana", "oi").inGroup(TEAM));

        JsonNode answer = rest.post(
                        "/chat/whatsappNumbers/demo",
                        "{\"numbers\":[\"5531988887777\",\"5511911112222\",\"120363025246125486@g.us\"]}")
                .body();

        assertThat(answer.findValuesAsText("number"))
                .containsExactly("120363025246125486@g.us", "5531988887777", "5511911112222");
        Shape.assertLike(
                answer.get(1),
                "{\"jid\":\"5511988887777@s.whatsapp.net\",\"exists\":true,\"number\":\"5511988887777\",\"name\":\"Maria\",\"lid\":\"1@lid\"}");
        assertThat(answer.get(1).path("jid").asText()).isEqualTo("553188887777@s.whatsapp.net");
        assertThat(answer.get(2).path("exists").asBoolean()).isFalse();
    }

    @Test
    void marksMessagesReadExceptInChatsByLinkedId() {
        String plain = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "oi"));
        String hidden = simulator.incoming(
                "demo", Incoming.text(MARIA, "Maria", "oi de novo").addressed(Addressing.LID));

        Rest.Answer answer = rest.post("/chat/markMessageAsRead/demo", """
                {"readMessages":[{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":false,"id":"%s"},
                                 {"remoteJid":"%s","fromMe":false,"id":"%s"}]}
                """.formatted(
                        plain, simulator.phone(MARIA).lid(), hidden));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(Json.read("{\"message\":\"Read messages\",\"read\":\"success\"}"));
        JsonNode chat = rest.get("/_simulator/instances/demo/chats/" + MARIA).body();
        assertThat(chat.path("messages").findValues("readByHub"))
                .extracting(JsonNode::asBoolean)
                .containsExactly(true, false);
    }

    @Test
    void holdsAPresenceForAsLongAsAsked() {
        assertThat(rest.post(
                                "/chat/sendPresence/demo",
                                "{\"number\":\"5511988887777\",\"presence\":\"composing\",\"delay\":10}")
                        .status())
                .isEqualTo(201);
        assertThat(rest.post("/chat/sendPresence/demo", "{\"number\":\"5511988887777\",\"presence\":\"typing\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void findsMessagesNewestFirst() {
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "um").at(Instant.parse("2025-10-21T12:00:00Z")));
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "dois").at(Instant.parse("2025-10-21T12:00:05Z")));
        String id = send("resposta");
        await().atMost(Hub.PATIENCE)
                .untilAsserted(() -> assertThat(find("{\"where\":{\"key\":{\"id\":\"" + id + "\"}}}")
                                .at("/records/0/MessageUpdate/0/status")
                                .asText())
                        .isEqualTo("READ"));

        JsonNode all =
                find("{\"where\":{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\"}},\"page\":1,\"offset\":2}");
        JsonNode own = find("{\"where\":{\"key\":{\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":true}}}");
        JsonNode period = find(
                "{\"where\":{\"messageTimestamp\":{\"gte\":\"2025-10-21T12:00:01Z\",\"lte\":\"2025-10-21T13:00:00Z\"}}}");
        JsonNode halfPeriod = find("{\"where\":{\"messageTimestamp\":{\"gte\":\"2025-10-21T12:00:01Z\"}}}");
        JsonNode theirs = find("{\"where\":{\"key\":{\"fromMe\":false}}}");

        assertThat(all.path("total").asInt()).isEqualTo(3);
        assertThat(all.path("pages").asInt()).isEqualTo(2);
        assertThat(all.path("records").findValuesAsText("conversation")).containsExactly("resposta", "dois");
        assertThat(own.path("records").findValuesAsText("conversation")).containsExactly("resposta");
        assertThat(period.path("records").findValuesAsText("conversation")).containsExactly("dois");
        assertThat(halfPeriod.path("records")).as("one end alone does nothing").hasSize(3);
        assertThat(theirs.path("records")).as("fromMe:false is ignored").hasSize(3);
        Shape.assertLike(own.at("/records/0"), """
                {"id":"cmh0","key":{"id":"3EB0","fromMe":true,"remoteJid":"5511988887777@s.whatsapp.net"},
                 "pushName":"Você","messageType":"conversation","message":{"conversation":"x"},
                 "messageTimestamp":1761051000,"instanceId":"2b40","source":"desktop","contextInfo":null,
                 "MessageUpdate":[{"status":"READ"}]}
                """);
    }

    @Test
    void givesTheFileOfAMessage() {
        String picture = simulator.incoming("demo", Incoming.media(MARIA, "Maria", MediaKind.IMAGE, "olha isso"));
        String text = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "oi"));

        Rest.Answer found = media("{\"message\":{\"key\":{\"id\":\"" + picture + "\"}},\"convertToMp4\":false}");
        Rest.Answer whole = media("{\"message\":"
                + hub.awaitCalls("messages.upsert", 2).stream()
                        .filter(call -> call.data().path("messageType").asText().equals("imageMessage"))
                        .findFirst()
                        .orElseThrow()
                        .data()
                + "}");

        assertThat(found.status()).isEqualTo(201);
        Shape.assertLike(found.body(), """
                {"mediaType":"imageMessage","fileName":"3A1003F00D0000000000.jpeg","caption":"olha isso",
                 "size":{"fileLength":{"low":48211,"high":0,"unsigned":true},"height":1280,"width":960},
                 "mimetype":"image/jpeg","base64":"/9j/4AAQSkZJRgABAQAAAQABAAD=","buffer":null}
                """);
        assertThat(Base64.getDecoder().decode(found.body().path("base64").asText()))
                .startsWith(0xFF, 0xD8);
        assertThat(whole.body()).isEqualTo(found.body());
        assertThat(media("{\"message\":{\"key\":{\"id\":\"nobody\"}}}").message())
                .isEqualTo(Json.array("Message not found"));
        assertThat(media("{\"message\":{\"key\":{\"id\":\"" + text + "\"}}}").message())
                .isEqualTo(Json.array("The message is not of the media type"));
    }

    @Test
    void deletesForEveryoneWithABodyOnDelete() {
        String id = send("Olá");

        Rest.Answer answer = rest.call(
                "DELETE",
                "/chat/deleteMessageForEveryone/demo",
                "{\"id\":\"" + id + "\",\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":true}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().at("/message/protocolMessage/type").asText()).isEqualTo("REVOKE");
        JsonNode event = hub.awaitOne("messages.delete").data();
        Shape.assertLike(event, """
                {"id":"cmh0x1a2b0003qk01efgh5678","key":{"id":"3EB0AAAA11112222BBBB","fromMe":true,
                 "remoteJid":"5511988887777@s.whatsapp.net","deleted":true},"pushName":"Você","participant":null,
                 "messageType":"conversation","message":{"conversation":"Olá"},"source":"desktop",
                 "messageTimestamp":1761051000,"status":"DELETED","instanceId":"2b40eef5-4dbb-4fb9-813c-636a12ca2572"}
                """);
        assertThat(event.at("/key/id").asText()).isEqualTo(id);
    }

    @Test
    void changesAMessageItKnowsUnderItsOwnAddress() {
        String id = send("Olá");
        String body =
                "{\"number\":\"%s\",\"key\":{\"id\":\"%s\",\"remoteJid\":\"5511988887777@s.whatsapp.net\",\"fromMe\":true},\"text\":\"Olá, corrigido\"}";

        assertThat(rest.post("/chat/updateMessage/demo", body.formatted(MARIA, "nobody"))
                        .status())
                .isEqualTo(404);
        Rest.Answer other = rest.post("/chat/updateMessage/demo", body.formatted("5511900000099", id));
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.message()).isEqualTo(Json.array("RemoteJid does not match"));
        assertThat(rest.post("/chat/updateMessage/demo", body.formatted(MARIA + "@s.whatsapp.net", id))
                        .status())
                .isEqualTo(200);

        Shape.assertLike(hub.awaitOne("send.message.update").data(), """
                {"key":{"remoteJid":"5511988887777@s.whatsapp.net","fromMe":true,"id":"3EB0AAAA11112222BBBB"},
                 "type":"MESSAGE_EDIT","editedMessage":{"extendedTextMessage":{"text":"Olá, corrigido"}},
                 "timestampMs":"1761051100000"}
                """);
        assertThat(simulator.receivedBy(MARIA)).extracting(Received::text).containsExactly("Olá, corrigido");
    }

    @Test
    void knowsGroupsAndPictures() {
        simulator.incoming("demo", Incoming.text(MARIA, "Ana", "bom dia grupo").inGroup(TEAM));

        JsonNode group = rest.get("/group/findGroupInfos/demo?groupJid=120363025246125486%40g.us")
                .body();
        Rest.Answer picture = rest.post("/chat/fetchProfilePictureUrl/demo", "{\"number\":\"5511988887777\"}");

        assertThat(group.path("subject").asText()).isEqualTo("Equipe");
        assertThat(group.path("size").asInt()).isEqualTo(2);
        assertThat(rest.get("/group/findGroupInfos/demo?groupJid=1%40g.us").status())
                .isEqualTo(404);
        assertThat(picture.body())
                .isEqualTo(Json.read("{\"wuid\":\"5511988887777@s.whatsapp.net\",\"profilePictureUrl\":null}"));
    }

    private JsonNode find(String body) {
        return rest.post("/chat/findMessages/demo", body).body().path("messages");
    }

    private Rest.Answer media(String body) {
        return rest.post("/chat/getBase64FromMediaMessage/demo", body);
    }

    private String send(String text) {
        return rest.post("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"" + text + "\"}")
                .body()
                .at("/key/id")
                .asText();
    }
}

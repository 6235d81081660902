package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.reactive.function.BodyInserters;

/** The API on the real store: what a script does with a fresh installation. */
class ApiIT extends GatewayIntegration {

    @Test
    void walksFromSigningInToAnAnsweredConversation() {
        int inbox = anInbox();
        Talk ana = aTalkIn(inbox, "Ana");
        String messages = "/conversations/" + ana.conversation() + "/messages";

        JsonNode asked = ada.post(messages, "{'content':'Is it open?','message_type':'incoming','source_id':'WAID:1'}");
        JsonNode answered = ada.post(
                messages,
                "{'content':'Yes','echo_id':'tmp-1','content_attributes':{'in_reply_to':%d}}"
                        .formatted(asked.path("id").asInt()));

        assertThat(asked.path("message_type").asInt()).isZero();
        assertThat(asked.at("/sender/name").asText()).isEqualTo("Ana");
        assertThat(answered.path("echo_id").asText()).isEqualTo("tmp-1");
        assertThat(answered.at("/content_attributes/in_reply_to").asInt())
                .isEqualTo(asked.path("id").asInt());
        assertThat(answered.at("/sender/id").asInt()).isEqualTo(ada.id);

        JsonNode listed = ada.get("/conversations?inbox_id=" + inbox);
        assertThat(listed.at("/data/meta/all_count").asInt()).isEqualTo(1);
        assertThat(listed.at("/data/payload/0/id").asInt()).isEqualTo(ana.conversation());
        assertThat(listed.at("/data/payload/0/messages/0/content").asText()).isEqualTo("Yes");

        JsonNode window = ada.get(messages);
        assertThat(texts(window)).containsSubsequence("Is it open?", "Yes");
        assertThat(window.at("/meta/contact/name").asText()).isEqualTo("Ana");
    }

    @Test
    void worksOnAConversation() {
        int inbox = anInbox();
        Talk ana = aTalkIn(inbox, "Ana");
        String conversation = "/conversations/" + ana.conversation();
        ada.post(conversation + "/messages", "{'content':'hello','message_type':'incoming'}");

        assertThat(ada.get(conversation).path("unread_count").asInt()).isEqualTo(1);
        assertThat(ada.post(conversation + "/update_last_seen", "{}")
                        .path("unread_count")
                        .asInt())
                .isZero();
        assertThat(ada.post(conversation + "/unread", "{}").path("unread_count").asInt())
                .isEqualTo(1);
        assertThat(ada.post(conversation + "/assignments", "{'assignee_id':'%d'}".formatted(ada.id))
                        .path("id")
                        .asInt())
                .isEqualTo(ada.id);
        assertThat(ada.post(conversation + "/assignments", "{'assignee_id':null}")
                        .isNull())
                .isTrue();
        assertThat(ada.post(conversation + "/labels", "{'labels':['vip','new']}")
                        .path("payload"))
                .hasSize(2);
        assertThat(ada.post(conversation + "/custom_attributes", "{'custom_attributes':{'order':7}}")
                        .at("/custom_attributes/order")
                        .asInt())
                .isEqualTo(7);
        assertThat(ada.status(HttpMethod.POST, conversation + "/toggle_priority", "{'priority':'urgent'}"))
                .isEqualTo(200);
        assertThat(ada.post(conversation + "/toggle_status", "{'status':'resolved'}")
                        .at("/payload/current_status")
                        .asText())
                .isEqualTo("resolved");

        JsonNode now = ada.get(conversation);
        assertThat(now.path("status").asText()).isEqualTo("resolved");
        assertThat(now.path("priority").asText()).isEqualTo("urgent");
        assertThat(now.path("labels")).hasSize(2);
        assertThat(now.path("meta").has("assignee")).isFalse();
        assertThat(ada.get("/conversations?inbox_id=" + inbox).at("/data/payload"))
                .isEmpty();
        assertThat(ada.get("/conversations?status=all&inbox_id=" + inbox).at("/data/payload"))
                .hasSize(1);
        assertThat(ada.status(HttpMethod.POST, conversation + "/toggle_typing_status", "{'typing_status':'on'}"))
                .isEqualTo(200);
    }

    @Test
    void scrollsThroughConversations() {
        int inbox = anInbox();
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(aTalkIn(inbox, "Contact " + i).conversation());
        }
        List<Integer> seen = new ArrayList<>();

        String after = "";
        for (int page = 0; page < 4; page++) {
            JsonNode rows = ada.get("/conversations?limit=2&sort_by=created_at_desc&inbox_id=" + inbox + after)
                    .at("/data/payload");
            rows.forEach(row -> seen.add(row.path("id").asInt()));
            after = rows.isEmpty()
                    ? after
                    : "&after=" + rows.get(rows.size() - 1).path("id").asInt();
        }

        assertThat(seen).isEqualTo(made);
    }

    @Test
    void sendsFilesThatEverybodyWithTheLinkCanFetch() {
        Talk ana = aTalkIn(anInbox(), "Ana");
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("content", "The list");
        body.part("attachments[]", "a,b".getBytes()).filename("list é.csv");

        JsonNode message = parsed(client.post()
                .uri("/api/v1/accounts/%d/conversations/%d/messages".formatted(ada.account, ana.conversation()))
                .header("api_access_token", ada.token)
                .body(BodyInserters.fromMultipartData(body.build()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());

        JsonNode attachment = message.at("/attachments/0");
        assertThat(attachment.path("file_type").asText()).isEqualTo("file");
        assertThat(attachment.path("file_size").asInt()).isEqualTo(3);
        URI link = URI.create(attachment.path("data_url").asText());
        assertThat(link.getPath()).endsWith("/list é.csv");
        client.get()
                .uri(URI.create("http://localhost:" + port + link.getRawPath()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("a,b");
    }

    @Test
    void takesAMessageBack() {
        Talk ana = aTalkIn(anInbox(), "Ana");
        String messages = "/conversations/" + ana.conversation() + "/messages";
        int note = ada.post(messages, "{'content':'psst','private':true}")
                .path("id")
                .asInt();

        JsonNode deleted = parsed(ada.ask(HttpMethod.DELETE, messages + "/" + note, "")
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());

        assertThat(deleted.path("content").asText()).isEqualTo("This message was deleted");
        assertThat(texts(ada.get(messages))).doesNotContain("psst");
    }

    @Test
    void refusesAPhoneNumberThatIsTaken() {
        String phone = "+1555" + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 9_000_000) + "1";
        ada.post("/contacts", "{'name':'Ana','phone_number':'%s'}".formatted(phone));

        JsonNode refusal =
                parsed(ada.ask(HttpMethod.POST, "/contacts", "{'name':'Eve','phone_number':'%s'}".formatted(phone))
                        .expectStatus()
                        .isEqualTo(422)
                        .expectBody()
                        .returnResult()
                        .getResponseBody());

        assertThat(refusal.path("message").asText()).isEqualTo("Phone number has already been taken");
        assertThat(refusal.path("attributes")).hasSize(1);
    }

    @Test
    void keepsTheSmallThings() {
        String mark = "x" + UUID.randomUUID().toString().substring(0, 8);
        int label = ada.post("/labels", "{'label':{'title':'%s'}}".formatted(mark))
                .path("id")
                .asInt();
        int team =
                ada.post("/teams", "{'name':'%s'}".formatted(mark)).path("id").asInt();
        int saved = ada.post("/canned_responses", "{'short_code':'%s','content':'Hello'}".formatted(mark))
                .path("id")
                .asInt();

        assertThat(ada.get("/labels/" + label).path("color").asText()).isEqualTo("#1f93ff");
        assertThat(ada.post("/teams/" + team + "/team_members", "{'user_ids':[%d]}".formatted(ada.id))
                        .path(0)
                        .path("id")
                        .asInt())
                .isEqualTo(ada.id);
        assertThat(ada.get("/teams/" + team).path("is_member").asBoolean()).isTrue();
        assertThat(ada.get("/canned_responses?search=" + mark)
                        .path(0)
                        .path("id")
                        .asInt())
                .isEqualTo(saved);
        assertThat(ada.status(HttpMethod.DELETE, "/canned_responses/" + saved, ""))
                .isEqualTo(200);
        assertThat(ada.get("/canned_responses?search=" + mark)).isEmpty();
    }

    /** A door each: whoever does not belong to an inbox learns nothing of it and can do nothing in it. */
    @Test
    void keepsAgentsOutOfInboxesTheyDoNotBelongTo() {
        int inbox = anInbox();
        Talk ana = aTalkIn(inbox, "Ana Secret");
        String conversation = "/conversations/" + ana.conversation();
        int message = ada.post(conversation + "/messages", "{'content':'confidential','message_type':'incoming'}")
                .path("id")
                .asInt();
        Person bo = aNewAgent();

        assertThat(bo.get("/inboxes").path("payload")).isEmpty();
        assertThat(bo.get("/conversations?status=all").at("/data/payload")).isEmpty();
        assertThat(bo.get("/conversations?status=all")
                        .at("/data/meta/all_count")
                        .asInt())
                .isZero();
        assertThat(bo.get("/conversations?status=all&inbox_id=" + inbox).at("/data/payload"))
                .isEmpty();
        assertThat(bo.get("/conversations?status=all&limit=10").at("/data/payload"))
                .isEmpty();
        assertThat(bo.get("/conversations/meta?status=all")
                        .at("/meta/all_count")
                        .asInt())
                .isZero();
        assertThat(bo.get("/contacts/search?q=Secret").path("payload")).isEmpty();
        assertThat(bo.get("/contacts").path("payload"))
                .noneMatch(it -> it.path("id").asInt() == ana.contact());

        List.of(
                        "/inboxes/" + inbox,
                        "/inbox_members/" + inbox,
                        conversation,
                        conversation + "/labels",
                        conversation + "/messages",
                        conversation + "/messages?after=0",
                        conversation + "/messages/" + message + "/revisions",
                        "/contacts/" + ana.contact(),
                        "/contacts/" + ana.contact() + "/labels",
                        "/contacts/" + ana.contact() + "/conversations")
                .forEach(door -> assertThat(bo.status(HttpMethod.GET, door, ""))
                        .as("GET " + door)
                        .isIn(401, 404));
        List.of(
                        conversation + "/messages",
                        conversation + "/messages/" + message + "/retry",
                        conversation + "/toggle_status",
                        conversation + "/toggle_priority",
                        conversation + "/assignments",
                        conversation + "/labels",
                        conversation + "/custom_attributes",
                        conversation + "/update_last_seen",
                        conversation + "/unread",
                        conversation + "/toggle_typing_status",
                        "/contacts/" + ana.contact() + "/labels")
                .forEach(door -> assertThat(
                                bo.status(HttpMethod.POST, door, "{'content':'x','labels':['x'],'typing_status':'on'}"))
                        .as("POST " + door)
                        .isIn(401, 404));
        assertThat(bo.status(HttpMethod.DELETE, conversation + "/messages/" + message, ""))
                .isIn(401, 404);
        assertThat(bo.status(HttpMethod.PATCH, "/contacts/" + ana.contact(), "{'name':'x'}"))
                .isIn(401, 404);
        assertThat(bo.status(
                        HttpMethod.POST,
                        "/conversations",
                        "{'inbox_id':%d,'contact_id':%d}".formatted(inbox, ana.contact())))
                .isIn(401, 404);

        ada.post("/inbox_members", "{'inbox_id':%d,'user_ids':[%d]}".formatted(inbox, bo.id));
        assertThat(bo.get(conversation).path("id").asInt()).isEqualTo(ana.conversation());
        assertThat(texts(bo.get(conversation + "/messages"))).contains("confidential");
    }

    @Test
    void servesTheConsolesPageAndTheHealthToEverybody() {
        client.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches("Content-Type", "text/html.*");
        client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
        client.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
        client.get().uri("/actuator/env").exchange().expectStatus().isUnauthorized();
        client.get()
                .uri("/api")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.queue_services")
                .isEqualTo("ok")
                .jsonPath("$.data_services")
                .isEqualTo("ok");
    }

    private static List<String> texts(JsonNode window) {
        List<String> texts = new ArrayList<>();
        window.path("payload")
                .forEach(message -> texts.add(message.path("content").asText()));
        return texts;
    }
}

package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations find their agents, whoever comes, goes, is full or is killed: two routers, of which one decides. */
class AssignmentIT {

    private static final String A = "/api/v1/accounts/1";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static EvolutionSimulator evolution;
    private static Hub hub;
    private static Hub one;
    private static Hub two;
    private static Api administrator;
    private static int inbox;
    private static Webhooks webhooks;
    private static int written;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        Map<String, String> servers = Services.shared().isolated(AssignmentIT.class);
        hub = Hub.start("assignment", servers, Map.of("PARLEY_ASSIGNMENT", "false", "PARLEY_PRESENCE_LEASE", "2s"));
        one = Hub.startPart("assignment-one", Repository.partJar("router"), servers);
        two = Hub.startPart("assignment-two", Repository.partJar("router"), servers);
        administrator = Api.administratorOf(hub);
        JsonNode made = administrator.createWhatsAppInbox("desk", evolution.baseUrl(), evolution.apiKey(), "desk");
        inbox = made.path("id").asInt();
        webhooks = new Webhooks(URI.create(made.path("callback_webhook_url").asText()));
        administrator
                .patch(A + "/inboxes/" + inbox, Map.of("enable_auto_assignment", true))
                .require(200);
    }

    @AfterAll
    static void stop() {
        one.close();
        hub.close();
        evolution.stop();
    }

    @Test
    void givesEveryConversationToOneAgentWhoIsThereAndHasRoom() {
        Agent ana = agent("Ana", 5);
        Agent bo = agent("Bo", 5);
        AgentStream anas = AgentStream.open(ana.api());
        AgentStream bos = AgentStream.open(bo.api());

        write(6);
        awaitHeld(ana, 3, bo, 3, 0);

        one.kill();
        write(8);
        awaitHeld(ana, 5, bo, 5, 4);
        one.start();
        one.awaitReady();

        limit(ana, 7);
        awaitHeld(ana, 7, bo, 5, 2);

        bos.close();
        await().atMost(LIMIT).until(() -> availabilityOf(bo).equals("offline"));
        limit(bo, 100);
        limit(ana, 9);
        awaitHeld(ana, 9, bo, 5, 0);

        two.kill();
        write(1);
        awaitHeld(ana, 9, bo, 5, 1);
        bos = AgentStream.open(bo.api());
        awaitHeld(ana, 9, bo, 6, 0);

        limit(bo, 6);
        write(1);
        awaitHeld(ana, 9, bo, 6, 1);
        resolveOneOf(ana);
        awaitHeld(ana, 9, bo, 6, 0);

        assertThat(conversations()).hasSize(written).allSatisfy(AssignmentIT::wasAssignedOnce);
        assertThat(anas.dataOf("conversation.updated"))
                .filteredOn(it -> it.path("changed").toString().contains("assignee"))
                .hasSize(written);
        anas.close();
        bos.close();
    }

    private static Agent agent(String name, int limit) {
        String email = name.toLowerCase(Locale.ROOT) + "@example.org";
        String password = name + "-Secret-1";
        int id = administrator
                .post(
                        A + "/agents",
                        Map.of(
                                "name",
                                name,
                                "email",
                                email,
                                "role",
                                "agent",
                                "password",
                                password,
                                "assignment_limit",
                                limit))
                .require(200)
                .path("id")
                .asInt();
        administrator
                .post(A + "/inbox_members", Map.of("inbox_id", inbox, "user_ids", List.of(id)))
                .require(200);
        return new Agent(id, Api.signIn(hub.baseUrl(), email, password));
    }

    private static void limit(Agent agent, int limit) {
        administrator
                .patch(A + "/agents/" + agent.id(), Map.of("assignment_limit", limit))
                .require(200);
    }

    private static String availabilityOf(Agent agent) {
        for (JsonNode row : administrator.get(A + "/agents").require(200)) {
            if (row.path("id").asInt() == agent.id()) {
                return row.path("availability_status").asText();
            }
        }
        throw new AssertionError("no agent " + agent.id());
    }

    private static void write(int people) {
        for (int person = 0; person < people; person++) {
            int number = written++;
            webhooks.postUntilAccepted(Webhooks.text(
                    "desk", "55119810%05d".formatted(number), "Contact " + number, "ASSIGN" + number, "hello"));
        }
    }

    private static void resolveOneOf(Agent agent) {
        JsonNode held = conversations().stream()
                .filter(it -> isOpen(it) && assigneeOf(it) == agent.id())
                .findFirst()
                .orElseThrow();
        agent.api()
                .post(A + "/conversations/" + held.path("id").asInt() + "/toggle_status", Map.of("status", "resolved"))
                .require(200);
    }

    private static void awaitHeld(Agent one, int ones, Agent other, int others, int waiting) {
        await().atMost(LIMIT).untilAsserted(() -> {
            List<JsonNode> all = conversations();
            assertThat(all).hasSize(written);
            assertThat(List.of(openOf(all, one.id()), openOf(all, other.id()), openOf(all, 0)))
                    .containsExactly((long) ones, (long) others, (long) waiting);
        });
    }

    private static List<JsonNode> conversations() {
        return administrator.conversations();
    }

    private static long openOf(List<JsonNode> all, int agent) {
        return all.stream().filter(it -> isOpen(it) && assigneeOf(it) == agent).count();
    }

    private static boolean isOpen(JsonNode conversation) {
        return conversation.path("status").asText().equals("open");
    }

    /** 0 when it is nobody's. */
    private static int assigneeOf(JsonNode conversation) {
        return conversation.path("meta").path("assignee").path("id").asInt();
    }

    private static void wasAssignedOnce(JsonNode conversation) {
        assertThat(administrator.messages(conversation.path("id").asInt()))
                .filteredOn(it -> it.path("content").asText().endsWith("by automation"))
                .hasSize(1);
    }

    private record Agent(int id, Api api) {}
}

package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Conversations find their agents, whoever comes, goes, is full or is killed: two routers, of which one decides. */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class AssignmentIT {

    private static final String A = "/api/v1/accounts/1";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static EvolutionSimulator evolution;
    private static Hub hub;
    private static Hub one;
    private static Hub two;
    private static Api administrator;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        Map<String, String> servers = Services.shared().isolated(AssignmentIT.class);
        hub = Hub.start("assignment", servers, Map.of("PARLEY_ASSIGNMENT", "false", "PARLEY_PRESENCE_LEASE", "2s"));
        one = Hub.startPart("assignment-one", Repository.partJar("router"), servers);
        two = Hub.startPart("assignment-two", Repository.partJar("router"), servers);
        administrator = Api.administratorOf(hub);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        hub.close();
        evolution.stop();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void givesEveryConversationToOneAgentWhoIsThereAndHasRoom() {
        Inbox inbox = inbox("desk");
        Agent ana = agent("Ana", 5, inbox);
        Agent bo = agent("Bo", 5, inbox);
        AgentStream anas = AgentStream.open(ana.api());
        AgentStream bos = AgentStream.open(bo.api());

        inbox.write(6);
        inbox.awaitHeld(ana, 3, bo, 3, 0);

        one.kill();
        inbox.write(8);
        inbox.awaitHeld(ana, 5, bo, 5, 4);
        one.start();
        one.awaitReady();

        limit(ana, 7);
        inbox.awaitHeld(ana, 7, bo, 5, 2);

        bos.close();
        awaitAvailability(bo, "offline");
        limit(bo, 100);
        limit(ana, 9);
        inbox.awaitHeld(ana, 9, bo, 5, 0);

        two.kill();
        inbox.write(1);
        inbox.awaitHeld(ana, 9, bo, 5, 1);
        two.start();
        bos = AgentStream.open(bo.api());
        inbox.awaitHeld(ana, 9, bo, 6, 0);

        limit(bo, 6);
        inbox.write(1);
        inbox.awaitHeld(ana, 9, bo, 6, 1);
        status(inbox.oneOf(ana), "resolved");
        inbox.awaitHeld(ana, 9, bo, 6, 0);

        assertThat(inbox.conversations()).hasSize(inbox.written().get()).allSatisfy(AssignmentIT::wasAssignedOnce);
        assertThat(anas.dataOf("conversation.updated"))
                .filteredOn(it -> it.path("changed").toString().contains("assignee"))
                .hasSize(inbox.written().get());
        anas.close();
        bos.close();
    }

    /** Nothing but what is awaited happens between two steps: whatever makes room gives the next away. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void givesWhatWaitsWhateverMadeRoom() {
        Inbox inbox = inbox("room");
        Agent cy = agent("Cy", 1, inbox);
        Agent di = agent("Di", 0, inbox("elsewhere"));
        AgentStream cys = AgentStream.open(cy.api());
        AgentStream dis = AgentStream.open(di.api());

        inbox.write(3);
        inbox.awaitHeld(cy, 1, di, 0, 2);
        int snoozed = inbox.oneOf(cy);
        status(snoozed, "snoozed");
        inbox.awaitHeld(cy, 1, di, 0, 1);
        status(inbox.oneOf(cy), "pending");
        inbox.awaitHeld(cy, 1, di, 0, 0);

        inbox.write(2);
        inbox.awaitHeld(cy, 1, di, 0, 2);
        limit(cy, 2);
        inbox.awaitHeld(cy, 2, di, 0, 1);
        inbox.members(cy, di);
        inbox.awaitHeld(cy, 2, di, 1, 0);

        availability(di, "busy");
        inbox.write(1);
        inbox.awaitHeld(cy, 2, di, 1, 1);
        availability(di, "online");
        inbox.awaitHeld(cy, 2, di, 2, 0);

        int team = administrator
                .post(A + "/teams", Map.of("name", "second line"))
                .require(200)
                .path("id")
                .asInt();
        int theirs = inbox.oneOf(di);
        assign(theirs, "team_id", team);
        assign(theirs, "assignee_id", null);
        inbox.awaitHeld(cy, 2, di, 1, 1);
        administrator
                .post(A + "/teams/" + team + "/team_members", Map.of("user_ids", List.of(di.id())))
                .require(200);
        inbox.awaitHeld(cy, 2, di, 2, 0);
        change("/teams/" + team, Map.of("allow_auto_assign", false));
        assign(theirs, "assignee_id", null);
        inbox.awaitHeld(cy, 2, di, 1, 1);
        change("/teams/" + team, Map.of("allow_auto_assign", true));
        inbox.awaitHeld(cy, 2, di, 2, 0);

        inbox.change(Map.of("enable_auto_assignment", false));
        inbox.write(1);
        inbox.awaitHeld(cy, 2, di, 2, 1);
        inbox.change(Map.of("enable_auto_assignment", true));
        inbox.awaitHeld(cy, 2, di, 3, 0);
        inbox.change(Map.of("auto_assignment_config", Map.of("max_assignment_limit", 3)));
        inbox.write(1);
        inbox.awaitHeld(cy, 2, di, 3, 1);
        inbox.change(Map.of("auto_assignment_config", Map.of("max_assignment_limit", 4)));
        inbox.awaitHeld(cy, 2, di, 4, 0);

        inbox.members(cy);
        inbox.awaitHeld(cy, 2, di, 0, 4);
        limit(cy, 0);
        inbox.awaitHeld(cy, 4, di, 0, 2);
        assign(theirs, "team_id", null);
        inbox.change(Map.of("auto_assignment_config", Map.of()));
        inbox.awaitHeld(cy, 6, di, 0, 0);
        status(snoozed, "open");
        inbox.awaitHeld(cy, 7, di, 0, 0);

        inbox.members(cy, di);
        status(snoozed, "resolved");
        inbox.writeAgain(snoozed);
        inbox.awaitHeld(cy, 7, di, 0, 0);
        status(snoozed, "resolved");
        cys.close();
        awaitAvailability(cy, "offline");
        inbox.writeAgain(snoozed);
        inbox.awaitHeld(cy, 6, di, 1, 0);
        dis.close();
    }

    /**
     * Ten are there all the time and may hold any number; forty with limits of their own come and go, and close some of
     * what they hold. Then the ten get limits too, so that conversations wait, and routers are killed.
     */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void sharesTwoThousandConversationsAmongFiftyAgentsWhoComeAndGo() {
        Inbox inbox = inbox("crowd");
        AssignmentHistory history = AssignmentHistory.of(new Database(hub.settings()), inbox.id());
        List<Agent> equal = agents("Equal", 10, number -> 0, inbox);
        List<Agent> passing = agents("Passing", 40, number -> 1 + number % 12, inbox);
        Random random = new Random(1);
        try (Presence there = new Presence()) {
            equal.forEach(there::come);
            equal.forEach(agent -> awaitAvailability(agent, "online"));
            for (int round = 0; round < 5; round++) {
                inbox.writeFromFourSides(200, () -> {
                    resolve(history.heldBy(ids(passing), random.nextInt(40)));
                    IntStream.range(0, 20).forEach(change -> there.comeOrGo(passing.get(random.nextInt(40))));
                });
                await().atMost(LIMIT)
                        .until(() -> history.numberOfGiven() == inbox.written().get());
                assertThat(history.spreadAmong(ids(equal))).isLessThanOrEqualTo(1);
            }

            passing.forEach(there::go);
            passing.forEach(agent -> awaitAvailability(agent, "offline"));
            Map<Integer, Long> before = history.timesGiven(ids(passing));
            assertThat(before.values()).anyMatch(times -> times > 0);
            inbox.writeFromFourSides(100, () -> {});
            await().atMost(LIMIT)
                    .until(() -> history.numberOfGiven() == inbox.written().get());
            assertThat(history.timesGiven(ids(passing))).isEqualTo(before);

            Map<Integer, Long> held = history.held(ids(equal));
            equal.forEach(agent -> limit(agent, Math.toIntExact(held.get(agent.id())) + 5));
            passing.subList(0, 20).forEach(there::come);
            for (int round = 0; round < 5; round++) {
                if (round == 1) {
                    one.kill();
                    one.start();
                }
                if (round == 3) {
                    one.awaitReady();
                    two.kill();
                    two.start();
                }
                inbox.writeFromFourSides(180, () -> {
                    resolve(history.heldBy(ids(equal), random.nextInt(100)));
                    resolve(history.heldBy(ids(passing), random.nextInt(40)));
                    IntStream.range(0, 20).forEach(change -> there.comeOrGo(passing.get(random.nextInt(40))));
                });
                await().atMost(LIMIT)
                        .until(() -> history.numberOfGiven() == inbox.written().get()
                                || history.allAreFull(ids(there.agents())));
            }
            assertThat(history.numberOfGiven()).isLessThan(inbox.written().get());

            equal.forEach(agent -> limit(agent, 0));
            await().atMost(LIMIT)
                    .until(() -> history.numberOfGiven() == inbox.written().get());
        }

        assertThat(inbox.written()).hasValue(2_000);
        assertThat(history.timesGivenToEach()).hasSize(2_000).containsOnly(1L);
        assertThat(history.timesOverLimit()).isZero();
    }

    private static List<Integer> ids(Collection<Agent> agents) {
        return agents.stream().map(Agent::id).toList();
    }

    private static List<Agent> agents(String name, int number, IntUnaryOperator limit, Inbox inbox) {
        return IntStream.range(0, number)
                .mapToObj(each -> agent(name + each, limit.applyAsInt(each), inbox))
                .toList();
    }

    private static Inbox inbox(String instance) {
        JsonNode made = administrator.createWhatsAppInbox(instance, evolution.baseUrl(), evolution.apiKey(), instance);
        int id = made.path("id").asInt();
        change("/inboxes/" + id, Map.of("enable_auto_assignment", true));
        return new Inbox(
                id,
                instance,
                new Webhooks(URI.create(made.path("callback_webhook_url").asText())),
                new AtomicInteger());
    }

    /** @param limit of open conversations; 0: any number */
    private static Agent agent(String name, int limit, Inbox inbox) {
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
                .post(A + "/inbox_members", Map.of("inbox_id", inbox.id(), "user_ids", List.of(id)))
                .require(200);
        return new Agent(id, Api.signIn(hub.baseUrl(), email, password));
    }

    private static void limit(Agent agent, int limit) {
        change("/agents/" + agent.id(), Map.of("assignment_limit", limit));
    }

    private static void availability(Agent agent, String availability) {
        change("/agents/" + agent.id(), Map.of("availability", availability));
    }

    private static void status(int conversation, String status) {
        administrator
                .post(A + "/conversations/" + conversation + "/toggle_status", Map.of("status", status))
                .require(200);
    }

    private static void resolve(List<Integer> conversations) {
        if (!conversations.isEmpty()) {
            administrator
                    .post(A + "/bulk_actions", Map.of("ids", conversations, "fields", Map.of("status", "resolved")))
                    .require(200);
        }
    }

    private static void assign(int conversation, String field, @Nullable Integer id) {
        administrator
                .post(A + "/conversations/" + conversation + "/assignments", Collections.singletonMap(field, id))
                .require(200);
    }

    private static void change(String path, Map<String, ?> change) {
        administrator.patch(A + path, change).require(200);
    }

    private static void awaitAvailability(Agent agent, String availability) {
        await().atMost(LIMIT).until(() -> availabilityOf(agent).equals(availability));
    }

    private static String availabilityOf(Agent agent) {
        for (JsonNode row : administrator.get(A + "/agents").require(200)) {
            if (row.path("id").asInt() == agent.id()) {
                return row.path("availability_status").asText();
            }
        }
        throw new AssertionError("no agent " + agent.id());
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

    /** @param written how many people wrote to it so far */
    private record Inbox(int id, String instance, Webhooks webhooks, AtomicInteger written) {

        void write(int people) {
            for (int person = 0; person < people; person++) {
                int number = written.getAndIncrement();
                write("55119810%05d".formatted(number), instance.toUpperCase(Locale.ROOT) + number);
            }
        }

        void writeAgain(int conversation) {
            String phone = administrator
                    .get(A + "/conversations/" + conversation)
                    .require(200)
                    .at("/meta/sender/phone_number")
                    .asText();
            write(phone.substring(1), "AGAIN" + UUID.randomUUID());
        }

        private void write(String digits, String sourceId) {
            webhooks.postUntilAccepted(Webhooks.text(instance, digits, "Contact " + digits, sourceId, "hello"));
        }

        void change(Map<String, ?> change) {
            AssignmentIT.change("/inboxes/" + id, change);
        }

        void members(Agent... agents) {
            List<Integer> ids = Stream.of(agents).map(Agent::id).toList();
            AssignmentIT.change("/inbox_members", Map.of("inbox_id", id, "user_ids", ids));
        }

        /** Four write at once, while something happens. */
        void writeFromFourSides(int people, Runnable meanwhile) {
            try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
                IntStream.range(0, 4).forEach(writer -> writers.execute(() -> write(people / 4)));
                meanwhile.run();
            }
        }

        List<JsonNode> conversations() {
            return administrator.conversations().stream()
                    .filter(it -> it.path("inbox_id").asInt() == id)
                    .toList();
        }

        void awaitHeld(Agent one, int ones, Agent other, int others, int waiting) {
            await().atMost(LIMIT).untilAsserted(() -> {
                List<JsonNode> all = conversations();
                assertThat(all).hasSize(written.get());
                assertThat(List.of(openOf(all, one.id()), openOf(all, other.id()), openOf(all, 0)))
                        .containsExactly((long) ones, (long) others, (long) waiting);
            });
        }

        int oneOf(Agent agent) {
            return conversations().stream()
                    .filter(it -> isOpen(it) && assigneeOf(it) == agent.id())
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asInt();
        }
    }

    /** Whose browsers are connected; nobody reads what they are told. */
    private static final class Presence implements AutoCloseable {

        private static final HttpClient BROWSERS = HttpClient.newHttpClient();

        private final Map<Agent, WebSocket> streams = new HashMap<>();

        void come(Agent agent) {
            URI stream = URI.create(hub.baseUrl().toString().replaceFirst("^http", "ws") + A + "/stream?access_token="
                    + agent.api().token());
            streams.put(
                    agent,
                    BROWSERS.newWebSocketBuilder()
                            .buildAsync(stream, new WebSocket.Listener() {})
                            .join());
        }

        void go(Agent agent) {
            WebSocket stream = streams.remove(agent);
            if (stream != null) {
                stream.abort();
            }
        }

        void comeOrGo(Agent agent) {
            if (streams.containsKey(agent)) {
                go(agent);
            } else {
                come(agent);
            }
        }

        Collection<Agent> agents() {
            return streams.keySet();
        }

        @Override
        public void close() {
            streams.values().forEach(WebSocket::abort);
        }
    }
}

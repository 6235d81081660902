package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Conversations find their agents, whoever comes, goes, is full or is killed: two routers, of which one decides. */
@Execution(ExecutionMode.CONCURRENT)
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
        await().atMost(LIMIT).until(() -> availabilityOf(bo).equals("offline"));
        limit(bo, 100);
        limit(ana, 9);
        inbox.awaitHeld(ana, 9, bo, 5, 0);

        two.kill();
        inbox.write(1);
        inbox.awaitHeld(ana, 9, bo, 5, 1);
        bos = AgentStream.open(bo.api());
        inbox.awaitHeld(ana, 9, bo, 6, 0);

        limit(bo, 6);
        inbox.write(1);
        inbox.awaitHeld(ana, 9, bo, 6, 1);
        inbox.resolveOneOf(ana);
        inbox.awaitHeld(ana, 9, bo, 6, 0);

        assertThat(inbox.conversations()).hasSize(inbox.written().get()).allSatisfy(AssignmentIT::wasAssignedOnce);
        assertThat(anas.dataOf("conversation.updated"))
                .filteredOn(it -> it.path("changed").toString().contains("assignee"))
                .hasSize(inbox.written().get());
        anas.close();
        bos.close();
    }

    /** Ten are there all the time and take what comes; forty with limits of their own come and go meanwhile. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void sharesTwoThousandConversationsAmongFiftyAgentsWhoComeAndGo() {
        Inbox inbox = inbox("crowd");
        Map<Integer, Integer> timesGiven = new ConcurrentHashMap<>();
        List<Agent> equal = agents("Equal", 10, number -> 0, inbox);
        List<Agent> passing = agents("Passing", 40, number -> 1 + number % 12, inbox);
        try (AgentStream ledger = AgentStream.open(administrator, frame -> note(frame, timesGiven));
                Presence there = new Presence()) {
            equal.forEach(there::come);
            equal.forEach(agent ->
                    await().atMost(LIMIT).until(() -> availabilityOf(agent).equals("online")));
            Random random = new Random(1);
            for (int round = 0; round < 20; round++) {
                try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
                    IntStream.range(0, 4).forEach(writer -> writers.execute(() -> inbox.write(25)));
                    IntStream.range(0, 10).forEach(change -> there.comeOrGo(passing.get(random.nextInt(40))));
                }
            }

            await().atMost(LIMIT).until(() -> timesGiven.size() == 2_000);
        }

        List<JsonNode> all = inbox.conversations();
        assertThat(all).hasSize(2_000).noneMatch(it -> assigneeOf(it) == 0);
        assertThat(timesGiven.values()).containsOnly(1);
        assertThat(passing)
                .allSatisfy(agent -> assertThat(openOf(all, agent.id())).isLessThanOrEqualTo(agent.limit()));
        LongSummaryStatistics held =
                equal.stream().mapToLong(agent -> openOf(all, agent.id())).summaryStatistics();
        assertThat(held.getMax() - held.getMin()).isLessThanOrEqualTo(1);
        assertThat(passing.stream().mapToLong(agent -> openOf(all, agent.id())).sum())
                .isPositive();
    }

    private static List<Agent> agents(String name, int number, IntUnaryOperator limit, Inbox inbox) {
        return IntStream.range(0, number)
                .mapToObj(each -> agent(name + each, limit.applyAsInt(each), inbox))
                .toList();
    }

    /** An administrator's stream tells of every assignment once. */
    private static void note(JsonNode frame, Map<Integer, Integer> timesGiven) {
        if (frame.path("type").asText().equals("conversation.updated")
                && frame.at("/data/changed").toString().contains("assignee")
                && assigneeOf(frame.path("data")) != 0) {
            timesGiven.merge(frame.at("/data/id").asInt(), 1, Integer::sum);
        }
    }

    private static Inbox inbox(String instance) {
        JsonNode made = administrator.createWhatsAppInbox(instance, evolution.baseUrl(), evolution.apiKey(), instance);
        int id = made.path("id").asInt();
        administrator
                .patch(A + "/inboxes/" + id, Map.of("enable_auto_assignment", true))
                .require(200);
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
        return new Agent(id, limit, Api.signIn(hub.baseUrl(), email, password));
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

    private record Agent(int id, int limit, Api api) {}

    /** @param written how many people wrote to it so far */
    private record Inbox(int id, String instance, Webhooks webhooks, AtomicInteger written) {

        void write(int people) {
            for (int person = 0; person < people; person++) {
                int number = written.getAndIncrement();
                webhooks.postUntilAccepted(Webhooks.text(
                        instance,
                        "55119810%05d".formatted(number),
                        "Contact " + number,
                        instance.toUpperCase(Locale.ROOT) + number,
                        "hello"));
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

        void resolveOneOf(Agent agent) {
            JsonNode held = conversations().stream()
                    .filter(it -> isOpen(it) && assigneeOf(it) == agent.id())
                    .findFirst()
                    .orElseThrow();
            String path = A + "/conversations/" + held.path("id").asInt() + "/toggle_status";
            agent.api().post(path, Map.of("status", "resolved")).require(200);
        }
    }

    /** Whose browsers are connected. */
    private static final class Presence implements AutoCloseable {

        private final Map<Agent, AgentStream> streams = new HashMap<>();

        void come(Agent agent) {
            streams.put(agent, AgentStream.open(agent.api(), frame -> {}));
        }

        void comeOrGo(Agent agent) {
            AgentStream stream = streams.remove(agent);
            if (stream == null) {
                come(agent);
            } else {
                stream.close();
            }
        }

        @Override
        public void close() {
            streams.values().forEach(AgentStream::close);
        }
    }
}

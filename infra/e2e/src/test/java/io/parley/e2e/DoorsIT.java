package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.Incoming;
import io.parley.evolution.simulator.Incoming.MediaKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agent who is no member of an inbox reaches nothing of it, whichever door they try. */
class DoorsIT {

    private static final String A = "/api/v1/accounts/1";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static SharedHub shared;
    private static SharedHub.Inbox closed;
    private static SharedHub.Inbox theirs;
    private static Api agent;
    private static int conversation;
    private static int contact;
    private static int message;

    @BeforeAll
    static void start() {
        shared = SharedHub.get();
        Api administrator = shared.administrator;
        closed = shared.inbox("closed-door");
        theirs = shared.inbox("their-door");
        agent = shared.agent("Nina", theirs).api();
        closed.webhooks()
                .postUntilAccepted(
                        Webhooks.text(closed.instance(), "5511960000001", "Secret Sam", "DOOR1", "secretword"));
        JsonNode stored = await().atMost(LIMIT)
                .until(
                        () -> administrator.conversations().stream()
                                .filter(it -> it.path("inbox_id").asInt() == closed.id())
                                .findFirst()
                                .orElse(null),
                        it -> it != null);
        conversation = stored.path("id").asInt();
        contact = stored.path("meta").path("sender").path("id").asInt();
        message = administrator.messages(conversation).get(0).path("id").asInt();
    }

    @Test
    void listsLeaveItOut() {
        assertThat(agent.conversations()).noneMatch(it -> it.path("inbox_id").asInt() == closed.id());
        assertThat(agent.get(A + "/conversations?status=all&inbox_id=" + closed.id())
                        .json()
                        .path("data")
                        .path("payload"))
                .isEmpty();
        assertThat(agent.get(A + "/inboxes").require(200).path("payload"))
                .noneMatch(it -> it.path("id").asInt() == closed.id())
                .anyMatch(it -> it.path("id").asInt() == theirs.id());
        assertThat(agent.get(A + "/contacts").require(200).toString()).doesNotContain("Secret Sam");
    }

    @Test
    void searchesDoNotFindIt() {
        assertThat(agent.get(A + "/contacts/search?q=Secret").require(200).path("payload"))
                .isEmpty();
        assertThat(agent.get(A + "/conversations?status=all&q=secretword")
                        .json()
                        .path("data")
                        .path("payload"))
                .isEmpty();
    }

    @Test
    void showsAreRefused() {
        for (String door : List.of(
                "/conversations/" + conversation,
                "/conversations/" + conversation + "/messages",
                "/conversations/" + conversation + "/labels",
                "/contacts/" + contact,
                "/inboxes/" + closed.id())) {
            assertThat(agent.get(A + door).status()).as(door).isIn(401, 404);
        }
        assertThat(agent.get(A + "/contacts/" + contact + "/conversations")
                        .response()
                        .body())
                .asString()
                .doesNotContain("secretword");
    }

    @Test
    void actionsAreRefused() {
        String it = A + "/conversations/" + conversation;
        assertThat(agent.post(it + "/messages", Map.of("content", "hi")).status())
                .isIn(401, 404);
        assertThat(agent.post(it + "/toggle_status", Map.of("status", "resolved"))
                        .status())
                .isIn(401, 404);
        assertThat(agent.post(it + "/assignments", Map.of("assignee_id", 1)).status())
                .isIn(401, 404);
        assertThat(agent.post(it + "/labels", Map.of("labels", List.of("x"))).status())
                .isIn(401, 404);
        assertThat(agent.post(it + "/update_last_seen", Map.of()).status()).isIn(401, 404);
        assertThat(agent.post(it + "/toggle_typing_status", Map.of("typing_status", "on"))
                        .status())
                .isIn(401, 404);
        assertThat(agent.delete(it + "/messages/" + message).status()).isIn(401, 404);
        assertThat(shared.administrator.messages(conversation))
                .filteredOn(one -> one.path("id").asInt() == message)
                .singleElement()
                .satisfies(one -> assertThat(one.path("content").asText()).isEqualTo("secretword"));
    }

    /** Whatever the API has or will have: its own document says which doors there are. */
    @Test
    void noOperationOfTheApiTellsOfIt() {
        JsonNode paths = agent.get("/api-docs").require(200).path("paths");
        List<String> tried = new ArrayList<>();
        paths.fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (path.getKey().startsWith("/api/v1/accounts/")
                            && !path.getKey().endsWith("/stream")) {
                        String door = theirNumbers(path.getKey()) + "?q=secret&inbox_id=" + closed.id()
                                + "&inbox_ids[]=" + closed.id();
                        Api.Answer answer = method.equals("get") ? agent.get(door) : agent.send(method, door);
                        tried.add(path.getKey());
                        assertThat(answer.status()).as(method + " " + door).isLessThan(500);
                        assertThat(new String(answer.response().body(), StandardCharsets.UTF_8))
                                .as(method + " " + door)
                                .doesNotContainIgnoringCase("secret ")
                                .doesNotContain("secretword", closed.instance());
                        if (method.equals("get") && path.getKey().matches(".*/(conversations|inboxes)/\\{[a-z_]+}.*")) {
                            assertThat(answer.status()).as(method + " " + door).isIn(401, 403, 404);
                        }
                    }
                }));

        assertThat(tried)
                .anyMatch(it -> it.endsWith("/conversations/{id}"))
                .anyMatch(it -> it.endsWith("/{conversation_id}/messages"))
                .anyMatch(it -> it.endsWith("/inboxes/{id}"));
        assertThat(shared.administrator.messages(conversation))
                .filteredOn(it -> it.path("message_type").asInt() != 0)
                .isEmpty();
    }

    /** The path of an operation with the numbers of what is behind the door. */
    private static String theirNumbers(String path) {
        return path.replace("{account_id}", "1")
                .replace("{conversation_id}", Integer.toString(conversation))
                .replace("{inbox_id}", Integer.toString(closed.id()))
                .replace("/conversations/{id}", "/conversations/" + conversation)
                .replace("/contacts/{id}", "/contacts/" + contact)
                .replace("/inboxes/{id}", "/inboxes/" + closed.id())
                .replaceAll("\\{[a-z_]+}", Integer.toString(message));
    }

    @Test
    void aStreamOfServerSentEventsLeavesItsPastOut() throws Exception {
        HttpResponse<Stream<String>> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(shared.hub.baseUrl().resolve(A + "/stream?after=0-0"))
                                .timeout(LIMIT)
                                .header("api_access_token", agent.token())
                                .header("accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());

        try (Stream<String> lines = events.body()) {
            List<String> past = lines.takeWhile(it -> !it.contains("caught-up")).toList();
            assertThat(past).noneMatch(it -> it.contains("ecret"));
        }
    }

    @Test
    void theStreamIsSilentAboutIt() {
        try (AgentStream stream = AgentStream.open(agent)) {
            closed.webhooks()
                    .postUntilAccepted(
                            Webhooks.text(closed.instance(), "5511960000001", "Secret Sam", "DOOR2", "secret two"));
            theirs.webhooks()
                    .postUntilAccepted(Webhooks.text(theirs.instance(), "5511960000002", "Open Olga", "DOOR3", "open"));

            // what comes later for all is there, so what came before for others would be, too
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(stream.dataOf("message.created"))
                            .anyMatch(it -> it.path("content").asText().equals("open")));
            await().atMost(LIMIT)
                    .until(() -> shared.administrator.messages(conversation).size() == 2);
            assertThat(stream.frames()).noneMatch(it -> it.toString().contains("ecret"));
        }
    }

    @Test
    void aFileNeedsItsSignedUrl() {
        shared.evolution.incoming(
                closed.instance(), Incoming.media("5511960000001", "Secret Sam", MediaKind.IMAGE, "a picture"));
        String url = await().atMost(LIMIT)
                .until(
                        () -> shared.administrator.messages(conversation).stream()
                                .map(it -> it.path("attachments")
                                        .path(0)
                                        .path("data_url")
                                        .asText(""))
                                .filter(it -> !it.isEmpty())
                                .findFirst()
                                .orElse(null),
                        it -> it != null);
        String path = URI.create(url).getPath();

        assertThat(shared.administrator.get(path).status()).isEqualTo(200);
        String[] segments = path.split("/");
        segments[segments.length - 2] = "0".repeat(segments[segments.length - 2].length());
        assertThat(agent.get(String.join("/", segments)).status()).isEqualTo(404);
    }
}

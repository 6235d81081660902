package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming;
import io.parley.evolution.simulator.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The path of a message on real servers, from the webhook to the agent and back to the phone. */
class MainJobIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static SharedHub shared;
    private static Api api;

    @BeforeAll
    static void start() {
        shared = SharedHub.get();
        api = shared.administrator;
    }

    @Test
    void bringsAWhatsAppMessageToTheAgentAndTheAnswerToThePhoneWithItsTicks() {
        SharedHub.Inbox inbox = shared.inbox("path");
        try (AgentStream stream = AgentStream.open(api)) {
            ObjectNode webhook = Webhooks.text(inbox.instance(), "5511988887001", "Maria", "PATH1", "Oi, tudo bem?");

            assertThat(inbox.webhooks().post(webhook)).isEqualTo(202);

            JsonNode seen = await().atMost(LIMIT)
                    .until(() -> withContent(stream.dataOf("message.created"), "Oi, tudo bem?"), it -> it != null);
            assertThat(seen.path("message_type").asInt()).isZero();
            int conversation = seen.path("conversation_id").asInt();
            assertThat(api.conversations())
                    .filteredOn(it -> it.path("id").asInt() == conversation)
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.path("meta").path("sender").path("name").asText())
                                .isEqualTo("Maria");
                        assertThat(it.path("meta")
                                        .path("sender")
                                        .path("phone_number")
                                        .asText())
                                .isEqualTo("+5511988887001");
                        assertThat(it.path("inbox_id").asInt()).isEqualTo(inbox.id());
                        assertThat(it.path("unread_count").asInt()).isEqualTo(1);
                    });

            Phone phone = shared.evolution.phone("5511988887001");
            shared.evolution.put(phone.autoRead(false).offline(true));
            int answer = api.reply(conversation, "Olá, Maria! Tudo ótimo.")
                    .path("id")
                    .asInt();
            awaitStatuses(stream, answer, "sent");
            shared.evolution.put(phone.autoRead(false).offline(false));
            awaitStatuses(stream, answer, "sent", "delivered");
            shared.evolution.open(inbox.instance(), phone.number());
            awaitStatuses(stream, answer, "sent", "delivered", "read");
            assertThat(shared.evolution.receivedBy("5511988887001"))
                    .singleElement()
                    .satisfies(it -> assertThat(it.text()).isEqualTo("Olá, Maria! Tudo ótimo."));
        }
    }

    @Test
    void storesAWebhookThatComesAHundredTimesOnce() throws Exception {
        SharedHub.Inbox inbox = shared.inbox("hundred");
        ObjectNode webhook = Webhooks.text(inbox.instance(), "5511988887002", "João", "HUNDRED1", "uma vez só");

        List<Integer> answers = atOnce(IntStream.range(0, 100)
                .<Callable<Integer>>mapToObj(number -> () -> inbox.webhooks().post(webhook))
                .toList());

        assertThat(answers).containsOnly(202);
        // a later message of the same contact: when it is there, all hundred before it were handled
        inbox.webhooks()
                .postUntilAccepted(Webhooks.text(inbox.instance(), "5511988887002", "João", "HUNDRED2", "depois"));
        JsonNode conversation = await().atMost(LIMIT)
                .until(
                        () -> conversationOf(inbox.id()),
                        it -> it != null && contents(it).contains("depois"));
        assertThat(contents(conversation)).containsExactly("uma vez só", "depois");
        assertThat(conversationsOf(inbox.id())).hasSize(1);
        assertThat(contactsNamed("+5511988887002")).hasSize(1);
    }

    @Test
    void makesOneContactOfAPersonWhoWritesToTwoInboxesAtOnce() throws Exception {
        SharedHub.Inbox one = shared.inbox("two-a");
        SharedHub.Inbox other = shared.inbox("two-b");
        for (int round = 0; round < 10; round++) {
            // with and without the ninth digit, as accounts from before it have it
            String digits = "55119888%05d".formatted(71_000 + round);
            String old = digits.substring(0, 4) + digits.substring(5);
            ObjectNode toOne = Webhooks.text(one.instance(), digits, "Rita", "A" + round, "para um");
            ObjectNode toOther = Webhooks.text(other.instance(), old, "Rita", "B" + round, "para outro");

            atOnce(List.of(
                    () -> one.webhooks().post(toOne), () -> other.webhooks().post(toOther)));
        }

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(conversationsOf(one.id())).hasSize(10);
            assertThat(conversationsOf(other.id())).hasSize(10);
        });
        for (int round = 0; round < 10; round++) {
            assertThat(contactsNamed("+55119888%05d".formatted(71_000 + round))).hasSize(1);
        }
    }

    @Test
    void deadLettersAMessageOfADisabledInboxAndBringsItBackAfterTheFix() {
        SharedHub.Inbox inbox = shared.inbox("poison");
        api.patch("/api/v1/accounts/1/inboxes/" + inbox.id(), Map.of("enabled", false))
                .require(200);
        await().atMost(LIMIT).untilAsserted(() -> {
            inbox.webhooks().post(Webhooks.text(inbox.instance(), "5511988887004", "Ivo", "POISON1", "perdida?"));
            assertThat(shared.hub.command("dlq", "list")).containsIgnoringCase("disabled");
        });
        api.patch("/api/v1/accounts/1/inboxes/" + inbox.id(), Map.of("enabled", true))
                .require(200);

        // the table of inboxes follows its topic, so that the first replay may still meet the disabled inbox
        await().atMost(LIMIT).untilAsserted(() -> {
            shared.hub.command("dlq", "replay", "--all");
            assertThat(conversationsOf(inbox.id())).hasSize(1);
        });

        assertThat(contents(conversationOf(inbox.id()))).containsExactly("perdida?");
        await().atMost(LIMIT).untilAsserted(() -> {
            shared.hub.command("dlq", "replay", "--all");
            assertThat(shared.hub.command("dlq", "list")).contains("No dead letters");
        });
    }

    @Test
    void findsAndRepairsAWrongWebhook() {
        SharedHub.Inbox inbox = shared.inbox("wrong-webhook");
        shared.pointWebhookElsewhere(inbox);

        assertThat(shared.hub.commandThatFails("whatsapp", "check", Integer.toString(inbox.id())))
                .contains("FAIL webhook")
                .contains("fix-webhook");
        assertThat(shared.hub.command("whatsapp", "fix-webhook", Integer.toString(inbox.id())))
                .contains("ok   webhook");

        shared.evolution.incoming(inbox.instance(), Incoming.text("5511988887005", "Lia", "chegou"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(conversationsOf(inbox.id())).hasSize(1));
    }

    @Test
    void noticesAConnectionThatDiedWithoutAWord() {
        SharedHub.Inbox inbox = shared.inbox("dead-open");
        assertThat(connectionOf(inbox)).isEqualTo("open");

        shared.evolution.loseConnection(inbox.instance());

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(connectionOf(inbox)).isNotEqualTo("open"));
    }

    private static String connectionOf(SharedHub.Inbox inbox) {
        return api.get("/api/v1/accounts/1/inboxes/" + inbox.id())
                .require(200)
                .at("/connection/state")
                .asText();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = calls.stream()
                    .map(call -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return call.call();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    private static JsonNode withContent(List<JsonNode> messages, String content) {
        return messages.stream()
                .filter(it -> it.path("content").asText().equals(content))
                .findFirst()
                .orElse(null);
    }

    private static void awaitStatuses(AgentStream stream, int message, String... statuses) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(statusesOf(stream, message)).containsSubsequence(statuses));
    }

    private static List<String> statusesOf(AgentStream stream, int message) {
        return stream.dataOf("message.updated").stream()
                .filter(it -> it.path("id").asInt() == message)
                .map(it -> it.path("delivery_status").asText())
                .toList();
    }

    private static List<JsonNode> conversationsOf(int inbox) {
        return api.conversations().stream()
                .filter(it -> it.path("inbox_id").asInt() == inbox)
                .toList();
    }

    private static JsonNode conversationOf(int inbox) {
        return conversationsOf(inbox).stream().findFirst().orElse(null);
    }

    private static List<String> contents(JsonNode conversation) {
        return api.messages(conversation.path("id").asInt()).stream()
                .filter(it -> it.path("message_type").asInt() != 2)
                .map(it -> it.path("content").asText())
                .toList();
    }

    private static List<JsonNode> contactsNamed(String phone) {
        JsonNode found = api.get("/api/v1/accounts/1/contacts/search?q=" + phone.substring(1))
                .require(200);
        return StreamSupport.stream(found.path("payload").spliterator(), false)
                .filter(it -> it.path("phone_number").asText().equals(phone))
                .toList();
    }
}

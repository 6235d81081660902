package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code ./parley} as a newcomer types it, on servers it starts by itself. */
@Execution(ExecutionMode.CONCURRENT)
@Order(4)
class LauncherIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CONTACTS = 10;
    private static final int MESSAGES_EACH = 3;
    private static final String POISON = "poison";

    @TempDir
    private static Path folder;

    private static Installation installation;
    private static Api api;
    private static Webhooks webhooks;

    @BeforeAll
    static void start() {
        installation = Installation.in(folder.resolve("parley"));
        installation.up();
        api = installation.administrator();
        JsonNode demo = await().atMost(LIMIT).until(LauncherIT::demoWhatsApp, it -> it.has("id"));
        webhooks = new Webhooks(URI.create(demo.path("callback_webhook_url").asText()));
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void keepsEverythingOverDownAndUp() {
        webhooks.postUntilAccepted(Webhooks.text("demo", "5511944440001", "Vera", "KEEP1", "before the night"));
        int conversation = await().atMost(LIMIT).until(() -> conversationOf("+5511944440001"), it -> it > 0);
        api.reply(conversation, "see you tomorrow");
        await().atMost(LIMIT).until(() -> statuses(conversation).contains("read"));
        assertThat(installation.run("status")).contains("hub", "kafka", "postgres", "redis");
        List<String> before = contents(conversation);
        String token = api.token();

        installation.down();
        installation.up();

        api = installation.administrator();
        assertThat(api.token()).isEqualTo(token);
        assertThat(contents(conversation)).isEqualTo(before).containsSequence("before the night", "see you tomorrow");
        assertThat(statuses(conversation)).contains("read");
        // the same webhook once more is the same message, and the line goes on where it was
        webhooks.postUntilAccepted(Webhooks.text("demo", "5511944440001", "Vera", "KEEP1", "before the night"));
        webhooks.postUntilAccepted(Webhooks.text("demo", "5511944440001", "Vera", "KEEP2", "good morning"));
        await().atMost(LIMIT).until(() -> contents(conversation).contains("good morning"));
        assertThat(contents(conversation))
                .filteredOn("before the night"::equals)
                .hasSize(1);
        assertThat(installation.run("db", "migrate")).contains("0 migrations applied");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void setsAPoisonedRecordAsideStoresTheRestAndBringsItBackAfterTheFix() {
        // a fault of ours that only one message meets; to mend it is the fix
        onDatabase(
                "ALTER TABLE messages ADD CONSTRAINT a_fault CHECK (text IS DISTINCT FROM '" + POISON + "') NOT VALID");
        List<Integer> contacts = IntStream.range(0, CONTACTS).boxed().toList();

        contacts.parallelStream().forEach(contact -> {
            for (int number = 0; number < MESSAGES_EACH; number++) {
                webhooks.postUntilAccepted(Webhooks.text(
                        "demo",
                        digitsOf(contact),
                        "Contact " + contact,
                        "P" + contact + "-" + number,
                        text(contact, number)));
            }
        });

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(contacts)
                        .allSatisfy(contact -> assertThat(incoming(contact)).isEqualTo(textsWithoutPoison(contact))));
        String letters =
                await().atMost(LIMIT).until(() -> installation.run("dlq", "list"), it -> it.contains("routed"));
        assertThat(letters.lines().filter(it -> it.contains("parley.routed.v1.dlq")))
                .hasSize(1);
        assertThat(letters).contains("a_fault");
        String letter = letters.lines()
                .filter(it -> it.contains("parley.routed.v1.dlq"))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        assertThat(installation.run("dlq", "show", letter)).contains(POISON, "parley.routed.v1");

        onDatabase("ALTER TABLE messages DROP CONSTRAINT a_fault");
        assertThat(installation.run("dlq", "replay", letter)).contains("1 replayed");

        await().atMost(LIMIT).until(() -> incoming(0).contains(POISON));
        assertThat(incoming(0)).hasSize(MESSAGES_EACH).doesNotHaveDuplicates();
        assertThat(installation.run("dlq", "list")).contains("No dead letters");
    }

    /** Nothing until {@code up} has made it. */
    private static JsonNode demoWhatsApp() {
        for (JsonNode inbox : api.get("/api/v1/accounts/1/inboxes").require(200).path("payload")) {
            if (inbox.path("channel_type").asText().equals("Channel::Whatsapp")) {
                return inbox;
            }
        }
        return MissingNode.getInstance();
    }

    private static void onDatabase(String sql) {
        new Database(installation.settings()).execute(sql);
    }

    private static String text(int contact, int number) {
        return contact == 0 && number == 1 ? POISON : "message %d of %d".formatted(number, contact);
    }

    private static List<String> textsWithoutPoison(int contact) {
        return IntStream.range(0, MESSAGES_EACH)
                .mapToObj(number -> text(contact, number))
                .filter(it -> !it.equals(POISON))
                .toList();
    }

    private static String digitsOf(int contact) {
        return "551193333%04d".formatted(contact);
    }

    private static List<String> incoming(int contact) {
        int conversation = conversationOf("+" + digitsOf(contact));
        return conversation == 0 ? List.of() : contents(conversation);
    }

    /** Its number, or 0. */
    private static int conversationOf(String phone) {
        return api.conversations().stream()
                .filter(it -> it.at("/meta/sender/phone_number").asText().equals(phone))
                .mapToInt(it -> it.path("id").asInt())
                .findFirst()
                .orElse(0);
    }

    private static List<String> contents(int conversation) {
        return api.messages(conversation).stream()
                .filter(it -> it.path("message_type").asInt() < 2)
                .map(it -> it.path("content").asText())
                .toList();
    }

    private static List<String> statuses(int conversation) {
        return api.messages(conversation).stream()
                .map(it -> it.path("delivery_status").asText())
                .toList();
    }
}

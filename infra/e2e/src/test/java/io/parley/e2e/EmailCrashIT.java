package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.parley.services.Services;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same promises on e-mail, both ways, over TLS on a real mail server, while the hub is killed. */
class EmailCrashIT {

    private static final int CUSTOMERS = 15;
    private static final int MAILS_EACH = 8;
    private static final int REPLIES_EACH = 2;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static GreenMail mails;
    private static GreenMailUser support;
    private static Hub hub;

    @BeforeAll
    static void start() {
        mails = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        support = mails.setUser("support@shop.example", "support", "secret");
        mails.start();
        hub = Hub.start(
                "email-crash",
                Services.shared().isolated(EmailCrashIT.class),
                Map.of("PARLEY_EMAIL_POLL", "2s", "PARLEY_UNKNOWN_GRACE", "5s"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        mails.stop();
    }

    @Test
    void losesDoublesAndReordersNoMailAndSendsEachAnswerOnce() throws MessagingException {
        Api api = Api.administratorOf(hub);
        connect(api);
        for (int number = 0; number < MAILS_EACH; number++) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                deliver(customer, number);
            }
            deliver(0, number); // the same mail by another way
            if (number == 2 || number == 5) {
                int due = number * CUSTOMERS;
                await().atMost(LIMIT)
                        .until(() -> stored(api).values().stream()
                                        .mapToInt(List::size)
                                        .sum()
                                > due / 2);
                hub.kill();
                hub.start();
                hub.awaitReady();
            }
        }
        Map<String, List<String>> written = new LinkedHashMap<>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            written.put(addressOf(customer), textsOf(customer));
        }
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(stored(api)).isEqualTo(written));

        List<Integer> conversations =
                api.conversations().stream().map(it -> it.path("id").asInt()).toList();
        for (int round = 0; round < REPLIES_EACH; round++) {
            for (int conversation : conversations) {
                reply(api, conversation, "answer %d to conversation %d".formatted(round, conversation));
            }
            if (round == 0) {
                hub.kill();
                hub.start();
                hub.awaitReady();
            }
        }
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(answersOf(api, conversations))
                        .hasSizeGreaterThanOrEqualTo(CUSTOMERS * REPLIES_EACH)
                        .extracting(it -> it.path("delivery_status").asText())
                        .doesNotContain("accepted"));
        List<String> arrived = arrived();
        assertThat(arrived).doesNotHaveDuplicates();
        for (JsonNode answer : answersOf(api, conversations)) {
            if (answer.path("delivery_status").asText().equals("failed")) {
                assertThat(answer.path("content_attributes")
                                .path("external_error")
                                .asText())
                        .isNotBlank();
            } else {
                assertThat(arrived).contains(answer.path("content").asText());
            }
        }
    }

    private static void connect(Api api) {
        ObjectNode inbox = Api.JSON.createObjectNode().put("name", "mail");
        inbox.putObject("channel")
                .put("type", "email")
                .put("email", "support@shop.example")
                .put("imap_enabled", true)
                .put("imap_address", "127.0.0.1")
                .put("imap_port", mails.getImaps().getPort())
                .put("imap_login", "support")
                .put("imap_password", "secret")
                .put("imap_enable_ssl", true)
                .put("imap_openssl_verify_mode", "none")
                .put("smtp_enabled", true)
                .put("smtp_address", "127.0.0.1")
                .put("smtp_port", mails.getSmtps().getPort())
                .put("smtp_login", "support")
                .put("smtp_password", "secret")
                .put("smtp_enable_ssl_tls", true)
                .put("smtp_openssl_verify_mode", "none")
                .put("messages_per_minute", 1_000);
        JsonNode check =
                api.post("/api/v1/accounts/1/inboxes/email/check", inbox).require(200);
        assertThat(check.path("ok").asBoolean()).as(check.toString()).isTrue();
        JsonNode created = api.post("/api/v1/accounts/1/inboxes", inbox).require(200);
        assertThat(created.path("channel_type").asText()).isEqualTo("Channel::Email");
        assertThat(created.toString()).doesNotContain("secret\"");
    }

    private static void deliver(int customer, int number) throws MessagingException {
        String first = "first-%d@customer.example".formatted(customer);
        String mail = """
                From: Customer %d <%s>
                To: support@shop.example
                Subject: %sOrder of %d
                Message-ID: <%s>
                %sContent-Type: text/plain; charset=utf-8

                %s
                """.formatted(
                        customer,
                        addressOf(customer),
                        number == 0 ? "" : "Re: ",
                        customer,
                        number == 0 ? first : "mail-%d-%d@customer.example".formatted(customer, number),
                        number == 0 ? "" : "References: <" + first + ">\n",
                        textsOf(customer).get(number));
        support.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static String addressOf(int customer) {
        return "customer%d@customer.example".formatted(customer);
    }

    private static List<String> textsOf(int customer) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < MAILS_EACH; number++) {
            texts.add("mail %d of customer %d".formatted(number, customer));
        }
        return texts;
    }

    /** What is stored, by conversation's contact; a second conversation of one would break the order. */
    private static Map<String, List<String>> stored(Api api) {
        Map<String, List<String>> stored = new LinkedHashMap<>();
        for (JsonNode conversation : api.conversations()) {
            List<String> texts = api.messages(conversation.path("id").asInt()).stream()
                    .filter(it -> it.path("message_type").asInt() == 0)
                    .map(it -> it.path("content").asText())
                    .toList();
            stored.merge(conversation.path("meta").path("sender").path("email").asText(), texts, (one, other) -> {
                List<String> both = new ArrayList<>(one);
                both.addAll(other);
                return both;
            });
        }
        return stored;
    }

    private static void reply(Api api, int conversation, String text) {
        await().atMost(LIMIT).until(() -> {
            try {
                return api.reply(conversation, text).path("id").asInt() > 0;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    private static List<JsonNode> answersOf(Api api, List<Integer> conversations) {
        List<JsonNode> answers = new ArrayList<>();
        for (int conversation : conversations) {
            api.messages(conversation).stream()
                    .filter(it -> it.path("message_type").asInt() == 1)
                    .forEach(answers::add);
        }
        return answers;
    }

    /** The answers in the customers' mailboxes, as often as they are there. */
    private static List<String> arrived() {
        return Arrays.stream(mails.getReceivedMessages())
                .map(GreenMailUtil::getBody)
                .filter(it -> it.contains("answer "))
                .map(it -> it.replaceAll("(?s)^.*?(answer \\d+ to conversation \\d+).*$", "$1"))
                .toList();
    }
}

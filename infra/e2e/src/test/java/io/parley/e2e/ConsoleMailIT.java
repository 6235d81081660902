package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mails in the console: safe to look at, whatever they hold. */
class ConsoleMailIT {

    private static Desk desk;
    private static Page ada;
    private static GreenMail mails;
    /** Its answers go to the mail server of this test. */
    private static JsonNode sending;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-mail", "Mia");
        ada = desk.ada;
        mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.setUser("support@shop.example", "support", "secret");
        mails.start();
        sending = inbox(Map.of(
                "smtp_enabled",
                true,
                "smtp_address",
                "127.0.0.1",
                "smtp_port",
                mails.getSmtp().getPort(),
                "smtp_login",
                "support",
                "smtp_password",
                "secret",
                "smtp_enable_starttls_auto",
                false));
    }

    @AfterAll
    static void close() {
        desk.close();
        mails.stop();
    }

    @Test
    void showsMailsWithoutLettingThemDoAnything() {
        URI mailbox = mailbox();
        List<String> fetched = new CopyOnWriteArrayList<>();
        ada.context().route("**/*.tracker.example/**", route -> {
            fetched.add(route.request().url());
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("image/svg+xml")
                    .setBody("<svg xmlns='http://www.w3.org/2000/svg'/>"));
        });
        deliver(mailbox, "Xaver", """
                <p>Hello <b>there</b></p>
                <script>top.ran = true</script><img src="x" onerror="top.ran = true"><p onclick="top.ran = true">press me</p>
                <img alt="logo" src="https://a.tracker.example/pixel.png">
                <p style="background: url(https://b.tracker.example/style.png)">in colour</p>
                <a href="https://shop.example/">a shop</a>
                <div class="gmail_quote"><p>On Monday you wrote:</p><blockquote>the earlier mail</blockquote></div>
                """);
        openMail("Xaver");

        Locator frame = ada.getByTestId("thread").locator("iframe");
        FrameLocator mail = frame.contentFrame();
        assertThat(mail.locator("b")).hasText("there");
        assertThat(frame).hasAttribute("sandbox", Pattern.compile("^(?!.*allow-scripts)"));
        assertThat(mail.getByText("the earlier mail")).hasCount(0);
        assertThat(mail.getByRole(AriaRole.LINK)).hasAttribute("target", "_blank");
        mail.getByText("press me").click();
        Desk.button(ada, "··· quoted text").click();
        assertThat(mail.getByText("the earlier mail")).isVisible();
        Desk.button(ada, "Hide quoted text").click();
        assertThat(mail.getByText("the earlier mail")).hasCount(0);
        assertThat(ada.evaluate("window.ran")).isNull();
        assertThat(fetched).isEmpty();

        Desk.button(ada, "Show images").click();

        await().atMost(Desk.LIMIT).until(() -> {
            ada.evaluate("1"); // requests are told while Playwright is listened to
            return fetched.contains("https://a.tracker.example/pixel.png");
        });
        assertThat(Desk.button(ada, "Show images")).hasCount(0);
    }

    @Test
    void showsLongMailsWhole() {
        URI mailbox = mailbox();
        deliver(
                mailbox,
                "Yvonne",
                "<p>It begins.</p>" + "<p>And goes on for long.</p>".repeat(3_000) + "<p>It ends.</p>");
        openMail("Yvonne");

        FrameLocator mail = ada.getByTestId("thread").locator("iframe").contentFrame();
        assertThat(mail.getByText("It begins.")).isVisible();
        assertThat(mail.getByText("It ends.")).isAttached();
    }

    @Test
    void copiesAnAnswerToOthersWithoutTellingWhoIsBlind() throws MessagingException {
        deliver(callbackOf(sending), "Zora", "<p>Where is it?</p>");
        openMail("Zora");
        Desk.button(ada, "Cc / Bcc").click();
        ada.getByLabel("Cc", new Page.GetByLabelOptions().setExact(true)).fill("eve@customer.example");
        ada.getByLabel("Bcc").fill("boss@shop.example");
        ada.getByTestId("composer").fill("On its way");
        ada.getByTestId("composer").press("Enter");

        assertThat(Desk.messages(ada).last()).containsText("Cc: eve@customer.example");
        assertThat(ada.getByLabel("Bcc")).hasValue("");
        for (String each : List.of("Zora@customer.example", "eve@customer.example", "boss@shop.example")) {
            MimeMessage mail = received(each);
            assertThat(mail.getSubject()).isEqualTo("Re: From Zora");
            assertThat(mail.getAllRecipients())
                    .extracting(it -> ((InternetAddress) it).getAddress())
                    .containsExactlyInAnyOrder("Zora@customer.example", "eve@customer.example");
            assertThat(GreenMailUtil.getWholeMessage(mail))
                    .contains("On its way")
                    .doesNotContain("boss@shop.example");
        }
    }

    @Test
    void namesTheSubjectOfAMailOfOursThatIsAboutSomethingElse() throws MessagingException {
        deliver(callbackOf(sending), "Wanda", "<p>Where is it?</p>");
        openMail("Wanda");
        ada.getByTestId("composer").fill("On its way");
        ada.getByTestId("composer").press("Enter");
        assertThat(received("Wanda@customer.example").getSubject()).isEqualTo("Re: From Wanda");
        assertThat(ada.getByTestId("thread").getByLabel("Sent")).isVisible();
        assertThat(Desk.messages(ada).last()).not().containsText("From Wanda");

        Desk.button(ada, "New conversation").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Inbox").selectOption(sending.path("id").asText());
        dialog.getByLabel("Subject").fill("Your refund");
        dialog.getByLabel("First message").fill("It is yours by Monday.");
        Desk.button(dialog, "Send").click();

        assertThat(Desk.messages(ada)).hasCount(1);
        assertThat(Desk.messages(ada)).containsText("Your refund");
    }

    /** The first mail in somebody's mailbox, whatever its headers say. */
    private static MimeMessage received(String address) {
        return await(address).atMost(Desk.LIMIT).until(() -> mailIn(address), Objects::nonNull);
    }

    private static @Nullable MimeMessage mailIn(String address) throws FolderException {
        GreenMailUser user = mails.getUserManager().getUserByEmail(address);
        return user == null
                ? null
                : mails.getManagers().getImapHostManager().getInbox(user).getMessages().stream()
                        .map(StoredMessage::getMimeMessage)
                        .findFirst()
                        .orElse(null);
    }

    /** Where mails are pushed to: an inbox that reads no mailbox of its own. */
    private static URI mailbox() {
        return callbackOf(inbox(Map.of()));
    }

    private static JsonNode inbox(Map<String, ?> settings) {
        String address = "desk-%s@shop.example".formatted(UUID.randomUUID());
        ObjectNode inbox = Api.JSON.createObjectNode().put("name", "Mail").put("enable_auto_assignment", false);
        inbox.putObject("channel").put("type", "email").put("email", address).setAll((ObjectNode)
                Api.JSON.valueToTree(settings));
        return desk.shared.administrator.post(Desk.ACCOUNT + "/inboxes", inbox).require(200);
    }

    private static URI callbackOf(JsonNode inbox) {
        return URI.create(inbox.path("callback_webhook_url").asText());
    }

    private static void deliver(URI mailbox, String name, String html) {
        String mail = """
                From: %s <%s@customer.example>
                To: support@shop.example
                Subject: From %s
                Message-ID: <%s@customer.example>
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                %s
                """.formatted(name, name, name, UUID.randomUUID(), html);
        // the inbox becomes known in its own time
        await().atMost(Desk.LIMIT)
                .until(() -> Api.send(HttpRequest.newBuilder(mailbox)
                                        .header("content-type", "message/rfc822")
                                        .POST(HttpRequest.BodyPublishers.ofString(mail.replace("\n", "\r\n"))))
                                .status()
                        == 202);
    }

    private static void openMail(String name) {
        ada.navigate(desk.at("/app/inbox/all"));
        ada.locator("[data-conversation]")
                .filter(new Locator.FilterOptions().setHasText(name))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(ada.getByTestId("thread-name")).hasText(name);
    }
}

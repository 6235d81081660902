package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inboxes of every channel: how they are connected, all that is set of them, and what comes of it. */
class ConsoleInboxIT {

    private static Desk desk;
    private static Page ada;
    private static Page gil;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-inbox", "Gil");
        ada = desk.ada;
        gil = desk.colleague;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void connectsAWebChatAndAnApiInbox() {
        Locator dialog = newInbox("Web chat");
        dialog.getByLabel("Name of the inbox").fill("Shop chat");
        dialog.getByLabel("Website").fill("https://shop.example.org");
        Desk.button(dialog, "Connect").click();
        assertThat(dialog.getByText("Put this into your pages")).isVisible();
        assertThat(dialog.locator("pre")).containsText("websiteToken");
        desk.adas.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Desk.button(dialog, "Copy").first().click();
        assertThat(ada.evaluate("navigator.clipboard.readText()"))
                .isEqualTo(dialog.locator("pre").textContent());
        Desk.button(dialog, "Done").click();

        newInbox("API").getByLabel("Name of the inbox").fill("Programs");
        Desk.button(dialog, "Connect").click();
        assertThat(dialog.getByText("Inbox identifier")).isVisible();
        Desk.button(dialog, "Done").click();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("Programs");
    }

    @Test
    void testsAMailboxBeforeItIsMade() {
        ada.navigate(desk.at("/app/settings/inboxes"));
        ada.getByRole(AriaRole.BUTTON, Desk.named("Add")).click();
        ada.getByText("E-mail", new Page.GetByTextOptions().setExact(true)).click();
        ada.getByLabel("E-mail", new Page.GetByLabelOptions().setExact(true))
                .last()
                .fill("support@example.org");
        ada.getByLabel("IMAP server").fill("127.0.0.1");
        ada.getByLabel("IMAP port").fill("9");
        ada.getByRole(AriaRole.BUTTON, Desk.named("Test the connection")).click();

        assertThat(ada.getByTestId("findings")).containsText("127.0.0.1:9");
        assertThat(ada.getByTestId("findings")).containsText("No SMTP server");

        GreenMail mails = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
        });
        mails.setUser("support@example.org", "support", "secret");
        mails.start();
        try {
            ada.getByLabel("IMAP port").fill(String.valueOf(mails.getImap().getPort()));
            ada.getByLabel("IMAP login").fill("support");
            ada.getByLabel("IMAP password").fill("secret");
            ada.getByLabel("IMAP with TLS").click();
            ada.getByLabel("SMTP server").fill("127.0.0.1");
            ada.getByLabel("SMTP port").fill(String.valueOf(mails.getSmtp().getPort()));
            ada.getByLabel("SMTP login").fill("support");
            ada.getByLabel("SMTP password").fill("secret");
            ada.getByLabel("SMTP with STARTTLS").click();
            Desk.button(ada, "Test the connection").click();
            assertThat(ada.getByTestId("findings")).containsText("Signed in to 127.0.0.1, 0 mails in INBOX");
            assertThat(ada.getByTestId("findings")).containsText(Pattern.compile("SMTP\\s*Signed in to 127.0.0.1"));
        } finally {
            mails.stop();
        }
    }

    @Test
    void followsAWhatsAppConnectionThatIsLostAndScannedAgain() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        ada.getByRole(AriaRole.TAB, Desk.named("Connection")).click();
        assertThat(dialog.getByText("Connected", new Locator.GetByTextOptions().setExact(false))
                        .first())
                .isVisible();
        desk.shared.evolution.disconnect(desk.inbox.instance(), 401);
        assertThat(dialog.getByText("Not connected").first()).isVisible();

        Desk.button(dialog, "Connect again").click();
        assertThat(dialog.getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName(Pattern.compile("^QR code"))))
                .isVisible();
        desk.shared.evolution.scan(desk.inbox.instance(), null);

        assertThat(dialog.getByText(Pattern.compile("^Connected"))).isVisible();
    }

    @Test
    void setsAnInboxUp() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Locator greets =
                dialog.getByRole(AriaRole.SWITCH, new Locator.GetByRoleOptions().setName("Greet new conversations"));
        greets.click();
        Desk.accessible(ada);
        dialog.getByRole(AriaRole.TEXTBOX, Desk.within("Greet new conversations"))
                .fill("Welcome!");
        dialog.getByRole(AriaRole.SWITCH, new Locator.GetByRoleOptions().setName("Assign automatically"))
                .click();
        dialog.getByLabel("Open conversations at most").fill("9");
        Desk.button(dialog, "Save").click();
        assertThat(ada.getByText("Saved", new Page.GetByTextOptions().setExact(true))
                        .first())
                .isVisible();
        JsonNode kept = desk.shared
                .administrator
                .get(Desk.ACCOUNT + "/inboxes/" + desk.inbox.id())
                .require(200);
        assertThat(kept.path("greeting_message").asText()).isEqualTo("Welcome!");
        assertThat(kept.at("/auto_assignment_config/max_assignment_limit").asInt())
                .isEqualTo(9);

        ada.getByRole(AriaRole.TAB, Desk.named("Members")).click();
        Locator member = dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Gil"));
        assertThat(member).isChecked();
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), member::uncheck);
        assertThat(desk.colleague.getByRole(AriaRole.NAVIGATION).first()).not().containsText(desk.inbox.instance());
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), member::check);
        assertThat(desk.colleague.getByRole(AriaRole.NAVIGATION).first()).containsText(desk.inbox.instance());
    }

    @Test
    void keepsEverySettingOfAnInboxAndRemovesIt() {
        SharedHub.Inbox inbox = desk.shared.inbox("console-inbox-other");
        ada.navigate(desk.at("/app/settings/inboxes/" + inbox.id()));
        ada.getByLabel("Name of the inbox").fill("Renamed");
        toggle("In use").click();
        toggle("Assign automatically").click();
        toggle("Back to the agent they had last").click();
        toggle("Ignore groups").click();
        toggle("Show contacts that we have read").click();
        save();

        ada.reload();
        assertThat(ada.getByLabel("Name of the inbox")).hasValue("Renamed");
        for (String on : List.of("Assign automatically", "Ignore groups")) {
            assertThat(toggle(on)).isChecked();
        }
        for (String off : List.of("In use", "Back to the agent they had last", "Show contacts that we have read")) {
            assertThat(toggle(off)).not().isChecked();
        }
        ada.keyboard().press("Escape");
        assertThat(ada.getByRole(AriaRole.MAIN).getByRole(AriaRole.LINK, Desk.within("Renamed")))
                .containsText("off");
        Desk.button(ada, "Delete Renamed").click();
        Desk.button(ada.getByRole(AriaRole.DIALOG), "Delete").click();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).not().containsText("Renamed");
        assertThat(desk.shared
                        .administrator
                        .get(Desk.ACCOUNT + "/inboxes/" + inbox.id())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keepsTheSettingsOfAChannel() {
        Locator dialog = newInbox("Web chat");
        dialog.getByLabel("Name of the inbox").fill("Other shop");
        dialog.getByLabel("Website").fill("https://other.example.org");
        Desk.button(dialog, "Connect").click();
        Desk.button(dialog, "Done").click();
        ada.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, Desk.within("Other shop"))
                .click();
        ada.getByRole(AriaRole.TAB, Desk.named("Channel")).click();
        dialog.getByLabel("Welcome title").fill("Good day!");
        dialog.getByLabel("Colour").fill("#aa3300");
        dialog.getByLabel("Promised answer").selectOption("in_a_day");
        dialog.getByLabel("Allowed domains").fill("other.example.org");
        toggle("Ask who they are before the chat").click();
        save();

        ada.reload();
        ada.getByRole(AriaRole.TAB, Desk.named("Channel")).click();
        assertThat(dialog.getByLabel("Website")).hasValue("https://other.example.org");
        assertThat(dialog.getByLabel("Welcome title")).hasValue("Good day!");
        assertThat(dialog.getByLabel("Colour")).hasValue("#aa3300");
        assertThat(dialog.getByLabel("Promised answer")).hasValue("in_a_day");
        assertThat(dialog.getByLabel("Allowed domains")).hasValue("other.example.org");
        assertThat(toggle("Ask who they are before the chat")).isChecked();
    }

    @Test
    void asksBeforeChangesAreLost() {
        SharedHub.Inbox inbox = desk.shared.inbox("console-inbox-asked");
        ada.navigate(desk.at("/app/settings/inboxes"));
        ada.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, Desk.within(inbox.instance()))
                .click();
        Locator name = ada.getByLabel("Name of the inbox");
        assertThat(name).hasValue(inbox.instance());
        ada.keyboard().press("Escape");
        assertThat(name).hasCount(0);

        ada.navigate(desk.at("/app/settings/inboxes/" + inbox.id()));
        ada.getByRole(AriaRole.TAB, Desk.named("Channel")).click();
        ada.getByLabel("API key").fill("half a k");
        ada.getByRole(AriaRole.TAB, Desk.named("General")).click();
        ada.keyboard().press("Escape");
        Desk.button(ada, "Cancel").click();
        ada.getByRole(AriaRole.TAB, Desk.named("Channel")).click();
        assertThat(ada.getByLabel("API key")).hasValue("half a k");
        ada.keyboard().press("Escape");
        Desk.button(ada, "Discard").click();
        assertThat(ada).hasURL(Pattern.compile("/app/settings/inboxes$"));

        ada.navigate(desk.at("/app/settings/inboxes/" + inbox.id()));
        name.fill("Called otherwise");
        save();
        ada.keyboard().press("Escape");
        assertThat(ada).hasURL(Pattern.compile("/app/settings/inboxes$"));

        Desk.button(ada, "Add").click();
        name.fill("Half an inbox");
        ada.keyboard().press("Escape");
        Desk.button(ada, "Discard").click();
        assertThat(name).hasCount(0);
    }

    private static Locator toggle(String name) {
        return ada.getByRole(AriaRole.DIALOG).getByRole(AriaRole.SWITCH, Desk.within(name));
    }

    private static void save() {
        Desk.button(ada.getByRole(AriaRole.DIALOG), "Save").click();
        assertThat(ada.getByText("Saved", new Page.GetByTextOptions().setExact(true))
                        .first())
                .isVisible();
    }

    @Test
    void keepsHoursWithPausesAndHolidays() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        ada.getByRole(AriaRole.TAB, Desk.named("Business hours")).click();
        ada.getByLabel("Keep business hours").click();
        ada.getByLabel("Time zone").selectOption("America/Sao_Paulo");
        ada.getByLabel("Monday: opens").fill("08:30");
        ada.getByLabel("Another opening: Monday").click();
        ada.getByLabel("Monday: closes").last().fill("19:45");
        ada.getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("Wednesday"))
                .getByLabel("all day")
                .check();
        ada.getByLabel("Friday", new Page.GetByLabelOptions().setExact(true)).click();
        ada.getByRole(AriaRole.BUTTON, Desk.named("Add a holiday")).click();
        ada.getByLabel("Date of the holiday").fill("2026-12-25");
        ada.getByLabel("Name of the holiday").fill("Christmas");
        ada.getByLabel("every year").check();
        ada.getByRole(AriaRole.BUTTON, Desk.named("Save")).click();

        await().atMost(Desk.LIMIT)
                .until(() -> desk.shared
                        .administrator
                        .get(Desk.ACCOUNT + "/inboxes/" + desk.inbox.id())
                        .require(200)
                        .at("/holidays/0/name")
                        .asText()
                        .equals("Christmas"));
        JsonNode kept = desk.shared
                .administrator
                .get(Desk.ACCOUNT + "/inboxes/" + desk.inbox.id())
                .require(200);
        assertThat(kept.at("/holidays/0/yearly").asBoolean()).isTrue();
        assertThat(kept.at("/working_hours/1/blocks")).hasSize(2);
        assertThat(kept.at("/working_hours/2/blocks")).hasSize(1);
        assertThat(kept.path("timezone").asText()).isEqualTo("America/Sao_Paulo");

        ada.reload();
        ada.getByRole(AriaRole.TAB, Desk.named("Business hours")).click();
        assertThat(ada.getByLabel("Monday: opens").first()).hasValue("08:30");
        assertThat(ada.getByLabel("Monday: closes").last()).hasValue("19:45");
        assertThat(ada.getByLabel("Tuesday: opens")).hasCount(1);
        assertThat(ada.getByLabel("Wednesday: opens")).hasCount(0);
        assertThat(ada.getByLabel("Friday: opens")).hasCount(0);
        assertThat(ada.getByLabel("Date of the holiday")).hasValue("2026-12-25");
        ada.getByLabel("Remove this opening: Monday").last().click();
        assertThat(ada.getByLabel("Monday: opens")).hasCount(1);
        Desk.button(ada, "Delete Christmas").click();
        assertThat(ada.getByLabel("Date of the holiday")).hasCount(0);
    }

    @Test
    void answersByItselfOnAHoliday() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        ada.getByRole(AriaRole.TAB, Desk.named("Business hours")).click();
        if (!toggle("Keep business hours").isChecked()) {
            toggle("Keep business hours").click();
        }
        ada.getByLabel("Time zone").selectOption("UTC");
        Desk.button(ada, "Add a holiday").click();
        ada.getByLabel("Date of the holiday")
                .last()
                .fill(LocalDate.now(ZoneOffset.UTC).toString());
        ada.getByRole(AriaRole.TEXTBOX, Desk.named("Away message")).fill("We are at the beach.");
        save();

        // the router reads of it in its own time
        Desk.Talk talk = await().atMost(Desk.LIMIT)
                .until(
                        () -> desk.arrives("Ingo", "Anybody there?"),
                        it -> desk.shared.administrator.messages(it.conversation()).stream()
                                .anyMatch(message ->
                                        message.path("content").asText().equals("We are at the beach.")));
        desk.open(gil, talk);
        assertThat(gil.locator("article[data-state]").last()).containsText("We are at the beach.");
        assertThat(gil.getByTestId("thread")).containsText("Sent automatically");
    }

    /** What waits goes to whoever comes online, has room again, or may have more. */
    @Test
    void givesWhatWaitsToWhoeverHasRoom() {
        String mark = UUID.randomUUID().toString();
        SharedHub.Inbox rounds = desk.shared.inbox("rounds-" + mark);
        SharedHub.Agent hedda = desk.shared.agent("Hedda-" + mark, rounds);
        // whoever made it is a member, too
        desk.shared
                .administrator
                .patch(
                        Desk.ACCOUNT + "/inbox_members",
                        Map.of("inbox_id", rounds.id(), "user_ids", List.of(hedda.id())))
                .require(200);
        try (Browser browser = Browser.desktop()) {
            Page page = desk.signIn(browser, hedda.email(), hedda.password());
            availability(page, "Offline");
            ada.navigate(desk.at("/app/settings/inboxes/" + rounds.id()));
            toggle("Assign automatically").click();
            ada.getByLabel("Open conversations at most").fill("1");
            save();
            List<String> names = List.of("Waiter one", "Waiter two", "Waiter three");
            names.forEach(name -> desk.arrives(rounds, name, "I wait"));
            page.navigate(desk.at("/app/inbox/unassigned"));
            assertThat(page.locator("[data-conversation]")).hasCount(3);

            availability(page, "Online");
            assertThat(page.locator("[data-conversation]")).hasCount(2);
            page.navigate(desk.at("/app/inbox/mine"));
            assertThat(page.locator("[data-conversation]")).containsText("Waiter one");

            page.locator("[data-conversation]").getByRole(AriaRole.LINK).click();
            page.getByTestId("resolve").click();
            assertThat(page.locator("[data-conversation]")).containsText("Waiter two");

            ada.getByLabel("Open conversations at most").fill("2");
            save();
            assertThat(page.locator("[data-conversation]")).hasCount(2);
            assertThat(page.locator("[data-conversation]").first()).containsText("Waiter three");
        }
    }

    private static void availability(Page page, String availability) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                .click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(availability))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(availability + ": my menu")))
                .isVisible();
    }

    private static Locator newInbox(String channel) {
        ada.navigate(desk.at("/app/settings/inboxes"));
        Desk.button(ada, "Add").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByText(channel, new Locator.GetByTextOptions().setExact(true)).click();
        return dialog;
    }
}

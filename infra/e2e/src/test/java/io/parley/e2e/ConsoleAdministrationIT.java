package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What administrators set up: people, inboxes of every channel, and what the hub gave up on. */
class ConsoleAdministrationIT {

    /** What is clicked may just be gone. */
    private static final Locator.ClickOptions SOON = new Locator.ClickOptions().setTimeout(2_000);

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-administration", "Elsa");
        ada = desk.ada;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void makesChangesAndRemovesAgents() {
        ada.navigate(desk.at("/app/settings/agents"));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Name").fill("Finn");
        dialog.getByLabel("E-mail").fill("finn@example.org");
        dialog.getByLabel("Password").fill("short");
        Desk.button(dialog, "Save").click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
        dialog.getByLabel("Password").fill("Finn-Secret-1");
        Desk.button(dialog, "Save").click();
        Locator finn = ada.locator("[data-item='Finn']");
        assertThat(finn).containsText("Agent");

        Desk.button(ada, "Edit Finn").click();
        dialog.getByLabel("Role").selectOption("administrator");
        dialog.getByLabel("Open conversations at most").fill("7");
        Desk.button(dialog, "Save").click();
        assertThat(finn).containsText("Administrator");
        ada.reload();
        Desk.button(ada, "Edit Finn").click();
        assertThat(dialog.getByLabel("Open conversations at most")).hasValue("7");
        ada.keyboard().press("Escape");
        Desk.button(ada, "Delete Finn").click();
        Desk.button(dialog, "Delete").click();
        assertThat(finn).hasCount(0);
    }

    @Test
    void makesTeamsWithMembersAndCannedResponses() {
        ada.navigate(desk.at("/app/settings/teams"));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Name").fill("returns");
        Desk.button(dialog, "Save").click();
        Desk.button(ada, "Members of returns").click();
        Locator elsa = dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Elsa"));
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), elsa::check);
        ada.keyboard().press("Escape");
        ada.reload();
        Desk.button(ada, "Members of returns").click();
        assertThat(elsa).isChecked();

        ada.navigate(desk.at("/app/settings/canned"));
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Short code").fill("returns");
        dialog.getByLabel("Text").fill("Send it back within 30 days.");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='/returns']")).containsText("within 30 days");
    }

    @Test
    void connectsAWebChatAndAnApiInbox() {
        Locator dialog = newInbox("Web chat");
        dialog.getByLabel("Name of the inbox").fill("Shop chat");
        dialog.getByLabel("Website").fill("https://shop.example.org");
        Desk.button(dialog, "Connect").click();
        assertThat(dialog.getByText("Put this into your pages")).isVisible();
        assertThat(dialog.locator("pre")).containsText("websiteToken");
        Desk.button(dialog, "Done").click();

        newInbox("API").getByLabel("Name of the inbox").fill("Programs");
        Desk.button(dialog, "Connect").click();
        assertThat(dialog.getByText("Inbox identifier")).isVisible();
        Desk.button(dialog, "Done").click();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("Programs");
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
        dialog.getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Greet new conversations"))
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
        Locator elsa = dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Elsa"));
        assertThat(elsa).isChecked();
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), elsa::uncheck);
        assertThat(desk.colleague.getByRole(AriaRole.NAVIGATION).first()).not().containsText(desk.inbox.instance());
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), elsa::check);
        assertThat(desk.colleague.getByRole(AriaRole.NAVIGATION).first()).containsText(desk.inbox.instance());
    }

    @Test
    void showsDeadLettersAndPutsThemBack() {
        SharedHub.Inbox off = desk.shared.inbox("switched-off");
        enable(off, false);
        ada.navigate(desk.at("/app/settings/system"));
        Locator letters = ada.getByTestId("letters")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("disabled"));
        await().atMost(Desk.LIMIT).until(() -> {
            off.webhooks()
                    .post(Webhooks.text(
                            off.instance(),
                            "5511988880099",
                            "Gus",
                            UUID.randomUUID().toString(),
                            "lost?"));
            Desk.button(ada, "Look again").click();
            return letters.count() > 0;
        });
        letters.first().getByRole(AriaRole.BUTTON).first().click();
        assertThat(ada.getByRole(AriaRole.DIALOG)).containsText("lost?");
        ada.keyboard().press("Escape");

        enable(off, true);
        // the table of inboxes follows its topic, so that the first replay may still meet the disabled inbox
        await().atMost(Desk.LIMIT).ignoreException(TimeoutError.class).until(() -> {
            Desk.button(ada, "Look again").click();
            if (letters.count() > 0) {
                letters.first().getByRole(AriaRole.BUTTON).last().click(SOON);
            }
            return letters.count() == 0 && arrived(off);
        });
    }

    private static boolean arrived(SharedHub.Inbox inbox) {
        return desk.shared.administrator.conversations().stream()
                .anyMatch(it -> it.path("inbox_id").asInt() == inbox.id());
    }

    private static void enable(SharedHub.Inbox inbox, boolean enabled) {
        desk.shared
                .administrator
                .patch(Desk.ACCOUNT + "/inboxes/" + inbox.id(), Map.of("enabled", enabled))
                .require(200);
    }

    private static Locator newInbox(String channel) {
        ada.navigate(desk.at("/app/settings/inboxes"));
        Desk.button(ada, "Add").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByText(channel, new Locator.GetByTextOptions().setExact(true)).click();
        return dialog;
    }
}

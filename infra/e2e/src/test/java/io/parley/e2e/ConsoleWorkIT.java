package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list, what is done with conversations and contacts, and who is told of it. */
class ConsoleWorkIT {

    private static Desk desk;
    private static Page ada;
    private static Page dora;
    private static int team;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-work", "Dora");
        ada = desk.ada;
        dora = desk.colleague;
        team = desk.shared
                .administrator
                .post(Desk.ACCOUNT + "/teams", Map.of("name", "parcels"))
                .require(200)
                .path("id")
                .asInt();
        desk.shared
                .administrator
                .post(Desk.ACCOUNT + "/labels", Map.of("title", "lost", "color", "#E5484D", "show_on_sidebar", true))
                .require(200);
        ada.reload();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void countsLiveAndSortsAndShowsViews() {
        Desk.Talk talk = desk.arrives("Abel", "first");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        assertThat(desk.row(ada, talk)).isVisible();
        int open = Integer.parseInt(ada.getByTestId("count-open").textContent());

        Desk.Talk later = desk.arrives("Berta", "second");
        assertThat(ada.getByTestId("count-open")).hasText(String.valueOf(open + 1));
        assertThat(ada.locator("[data-conversation]").first())
                .hasAttribute("data-conversation", String.valueOf(later.conversation()));
        Desk.button(ada, "Sort").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("Created last")).click();
        assertThat(ada.locator("[data-conversation]").first())
                .hasAttribute("data-conversation", String.valueOf(later.conversation()));
        Desk.button(ada, "Sort").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("Newest first")).click();

        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/conversations/" + later.conversation() + "/toggle_status",
                        Map.of("status", "pending"))
                .require(200);
        assertThat(desk.row(ada, later)).hasCount(0);
        assertThat(ada.getByTestId("count-open")).hasText(String.valueOf(open));
        ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Pending")))
                .click();
        assertThat(desk.row(ada, later)).isVisible();
    }

    @Test
    void assignsLabelsAndSetsTheTeam() {
        Desk.Talk talk = desk.arrives("Carla", "Where is it?");
        desk.open(ada, talk);
        dora.navigate(desk.at("/app/inbox/mine"));
        ada.getByTestId("assignee").click();
        ada.keyboard().type("Dora");
        ada.keyboard().press("Enter");
        assertThat(ada.getByTestId("assignee")).containsText("Dora");
        assertThat(desk.row(dora, talk)).isVisible();
        Desk.button(dora, "Notifications, 1 unread").click();
        assertThat(dora.getByText("Carla was assigned to you")).isVisible();
        dora.keyboard().press("Escape");

        ada.getByTestId("composer").press("Escape");
        ada.keyboard().press("t");
        ada.keyboard().type("parcels");
        ada.keyboard().press("Enter");
        assertThat(Desk.button(ada, "parcels")).isVisible();
        ada.keyboard().press("l");
        ada.keyboard().type("lost");
        ada.keyboard().press("Enter");
        ada.keyboard().press("Escape");
        assertThat(desk.row(ada, talk)).containsText("lost");
        ada.navigate(desk.at("/app/inbox/team/" + team));
        assertThat(desk.row(ada, talk)).isVisible();
        ada.navigate(desk.at("/app/inbox/label/lost"));
        assertThat(desk.row(ada, talk)).isVisible();
    }

    @Test
    void savesAFilterAsAListOfItsOwn() {
        Desk.Talk urgent = desk.arrives("Dirk", "Help!");
        Desk.Talk other = desk.arrives("Emma", "No hurry");
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/conversations/" + urgent.conversation() + "/toggle_priority",
                        Map.of("priority", "urgent"))
                .require(200);
        ada.navigate(desk.at("/app/inbox/all"));
        Desk.button(ada, "Save a filter").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("Burning");
        dialog.getByLabel("Priority").selectOption("urgent");
        Desk.button(dialog, "Save").click();

        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named("Burning"))).isVisible();
        assertThat(desk.row(ada, urgent)).isVisible();
        assertThat(desk.row(ada, other)).hasCount(0);
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("Burning");
        Desk.button(ada, "Save a filter").click();
        Desk.button(dialog, "Delete Burning").click();
        ada.keyboard().press("Escape");
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).not().containsText("Burning");
        ada.waitForURL("**/app/inbox/all");
    }

    @Test
    void tellsWhoIsMentioned() {
        Desk.Talk talk = desk.arrives("Fritz", "A hard question");
        dora.navigate(desk.at("/app/inbox/mentions"));
        desk.open(ada, talk);
        Desk.button(ada, "Private note").click();
        ada.getByTestId("composer").pressSequentially("Ask @Dor");
        ada.getByRole(AriaRole.OPTION).click();
        assertThat(ada.getByTestId("composer")).hasValue("Ask @Dora ");
        ada.getByTestId("composer").press("Enter");

        assertThat(ada.locator(".mention")).hasText("@Dora");
        assertThat(desk.row(dora, talk)).isVisible();
        dora.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Notifications")))
                .click();
        dora.getByText("You were mentioned in the conversation with Fritz").click();
        assertThat(dora.getByTestId("thread-name")).hasText("Fritz");
        assertThat(ada.getByTestId("viewing")).containsText("Dora");
    }

    @Test
    void keepsNotesLabelsAndBlocks() {
        Desk.Talk talk = desk.arrives("Gina", "Hello");
        desk.open(ada, talk);
        Locator panel = ada.getByRole(AriaRole.COMPLEMENTARY);
        panel.getByLabel("Add a note").fill("Pays by invoice");
        panel.getByLabel("Add a note").press("Enter");
        assertThat(panel.getByText("Pays by invoice")).isVisible();
        Desk.button(panel, "Choose labels").click();
        ada.getByRole(AriaRole.OPTION, Desk.named("lost")).click();
        ada.keyboard().press("Escape");
        assertThat(panel.getByText("lost", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        Desk.button(panel, "Block").click();
        assertThat(panel.getByText("Blocked")).isVisible();
        Desk.button(panel, "Unblock").click();
        assertThat(panel.getByText("Blocked")).hasCount(0);
        Desk.button(panel, "Edit contact").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("E-mail").fill("gina@example.org");
        Desk.button(dialog, "Save").click();
        assertThat(panel.getByText("gina@example.org")).isVisible();
    }

    @Test
    void mergesTwoContactsAfterShowingWhatWillBe() {
        Desk.Talk kept = desk.arrives("Hanna", "From my phone");
        Desk.Talk merged = desk.arrives("Hanna Two", "From another phone");
        desk.open(ada, kept);
        Desk.button(ada.getByRole(AriaRole.COMPLEMENTARY), "Merge contacts").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.SEARCHBOX).fill(merged.digits());
        dialog.getByText("Hanna Two").click();
        assertThat(ada.getByTestId("merge-preview")).containsText("Hanna");
        assertThat(ada.getByTestId("merge-preview")).containsText("1 move");
        Desk.button(dialog, "Merge").click();

        assertThat(dialog).hasCount(0);
        assertThat(ada.getByTestId("thread")).containsText("From another phone");
    }

    @Test
    void startsAConversationFromAContact() {
        Desk.Talk talk = desk.arrives("Iris", "Thanks, that is all");
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/conversations/" + talk.conversation() + "/toggle_status",
                        Map.of("status", "resolved"))
                .require(200);
        ada.navigate(desk.at("/app/contacts"));
        ada.getByRole(AriaRole.SEARCHBOX).fill(talk.digits());
        ada.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Iris")))
                .click();
        Desk.button(ada, "New conversation").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Inbox").selectOption(desk.inbox.instance());
        dialog.getByLabel("First message").fill("One more thing");
        Desk.button(dialog, "Send").click();

        assertThat(ada.getByTestId("thread")).containsText("One more thing");
        assertThat(ada.getByTestId("thread-name")).hasText("Iris");
        assertThat(ada.getByText("Previous conversations")).isVisible();
    }

    @Test
    void showsPresenceAndWorksInTheDark() {
        dora.navigate(desk.at("/app/inbox/all"));
        dora.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                .click();
        dora.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Busy"))
                .click();
        ada.navigate(desk.at("/app/overview"));
        assertThat(ada.getByRole(AriaRole.MAIN)).containsText(Pattern.compile("Dora\\s*Busy"));
        dora.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                .click();
        dora.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Dark mode"))
                .click();
        assertThat(dora.locator("html")).hasAttribute("data-theme", "dark");
        dora.keyboard().press("Control+Shift+L");
        assertThat(dora.locator("html")).hasAttribute("data-theme", "light");
    }

    @Test
    void showsWhatIsGoingOnAndReportsAsATable() {
        Desk.Talk talk = desk.arrives("Jana", "Please answer soon");
        ada.navigate(desk.at("/app/overview"));
        assertThat(ada.getByRole(AriaRole.MAIN)).containsText("Waiting longest");
        assertThat(ada.getByRole(AriaRole.MAIN)).containsText("Dora");
        desk.shared.administrator.reply(talk.conversation(), "Here I am");
        ada.navigate(desk.at("/app/reports"));
        assertThat(ada.getByRole(AriaRole.IMG, Desk.named("Conversations"))).isVisible();
        ada.getByLabel("Report on").selectOption("inbox");
        ada.getByLabel("Inbox", new Page.GetByLabelOptions().setExact(true))
                .first()
                .selectOption(desk.inbox.instance());
        assertThat(ada.getByRole(AriaRole.ROWHEADER, Desk.named(desk.inbox.instance())))
                .isVisible();

        String name = ada.waitForDownload(() -> Desk.button(ada, "CSV").click()).suggestedFilename();

        assertThat(name).isEqualTo("parley-inbox-conversations_count.csv");
    }
}

package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.parley.evolution.simulator.Incoming.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done with conversations and contacts, and who is told of it. */
class ConsoleWorkIT {

    /** What a browser would show and play, which a program cannot see; the window is behind others when told so. */
    private static final String EARS = """
            window.shown = [];
            window.tones = 0;
            window.behind = false;
            window.Notification = class {
              static get permission() { return sessionStorage.getItem('asked') ?? 'default'; }
              static async requestPermission() { sessionStorage.setItem('asked', 'granted'); return 'granted'; }
              constructor(title, { body }) { window.shown.push({ title, body, click: () => this.onclick() }); }
              close() {}
            };
            document.hasFocus = () => !window.behind;
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) { window.tones++; return start.apply(this, when); };
            """;

    private static Desk desk;
    private static Page ada;
    private static Page dora;
    private static int team;

    @BeforeAll
    static void signIn() {
        team = SharedHub.get().team("parcels");
        SharedHub.get().label("lost");
        desk = new Desk("console-work", "Dora");
        ada = desk.ada;
        dora = desk.colleague;
    }

    @AfterAll
    static void close() {
        desk.close();
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
        dora.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Notifications, [1-9]")))
                .click();
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
    void callsWhoLooksElsewhereAsTheyLike() {
        try (Browser browser = Browser.desktop()) {
            browser.context().addInitScript(EARS);
            Page page = desk.signIn(browser, desk.agent.email(), desk.agent.password());
            Desk.Talk open = desk.arrives("Nelly", "I am being read");
            preferences(page);
            page.getByLabel("Notifications from the browser").click();
            page.getByLabel("Tell me about").selectOption("all");
            desk.open(page, open);
            page.evaluate("window.behind = true");

            desk.does(open, new Act.Text("and again"));
            assertThat(Desk.messages(page)).hasCount(2);
            assertThat(page.evaluate("[shown.length, tones]")).isEqualTo(List.of(0, 0));
            Desk.Talk elsewhere = desk.arrives("Otto", "Is *nobody* there?");
            page.waitForFunction("() => shown.length === 1 && tones === 2");
            assertThat(page.evaluate("[shown[0].title, shown[0].body]")).isEqualTo(List.of("Otto", "Is nobody there?"));
            page.evaluate("shown[0].click()");
            assertThat(page.getByTestId("thread-name")).hasText("Otto");

            page.evaluate("window.behind = false");
            desk.arrives("Pia", "Only a sound");
            page.waitForFunction("() => tones === 4");
            assertThat(page.evaluate("shown.length")).isEqualTo(1);

            preferences(page);
            page.getByLabel("Sound for new messages").click();
            page.getByLabel("Notifications from the browser").click();
            desk.open(page, elsewhere);
            page.evaluate("window.behind = true");
            Desk.Talk unheard = desk.arrives("Quentin", "Nobody hears me");
            assertThat(desk.row(page, unheard)).isVisible();
            assertThat(page.evaluate("[shown.length, tones]")).isEqualTo(List.of(0, 0));
        }
    }

    @Test
    void listsWhatOneWantsToBeToldOf() {
        preferences(dora);
        Locator mentions = dora.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Somebody mentions me"));
        assertThat(mentions).isChecked();
        mentions.click();
        assertThat(mentions).not().isChecked();
        dora.reload();
        assertThat(mentions).not().isChecked();
        mentions.click();
        assertThat(mentions).isChecked();
    }

    @Test
    void tellsWhatHappenedInTheReadersLanguage() {
        Desk.Talk talk = desk.arrives("Heitor", "Cadê meu pedido?");
        desk.change(talk, "toggle_status", Map.of("status", "resolved"));
        try (Browser browser = Browser.desktop()) {
            Page page = desk.signIn(browser, desk.agent.email(), desk.agent.password());
            preferences(page);
            page.getByLabel("Language").selectOption("pt-BR");
            desk.open(page, talk);
            Locator history = page.getByTestId("activity");
            assertThat(history.last()).containsText("Conversa resolvida por ");

            desk.change(talk, "toggle_priority", Map.of("priority", "high"));

            assertThat(history.last()).containsText(" definiu a prioridade como alta");
        }
    }

    /** Each address is a new page, which has shown and played nothing yet. */
    private static void preferences(Page page) {
        page.navigate(desk.at("/app/settings/preferences"));
    }

    @Test
    void keepsNotesLabelsAndBlocks() {
        Desk.Talk talk = desk.arrives("Gina", "Hello");
        desk.open(ada, talk);
        Locator panel = ada.getByRole(AriaRole.COMPLEMENTARY);
        panel.getByLabel("Add a note").fill("Pays by invoice");
        panel.getByLabel("Add a note").press("Enter");
        assertThat(panel.getByText("Pays by invoice")).isVisible();
        panel.getByLabel("Add a note").fill("Was a mistake");
        panel.getByLabel("Add a note").press("Enter");
        Desk.button(
                        panel.getByRole(AriaRole.ARTICLE)
                                .filter(new Locator.FilterOptions().setHasText("Was a mistake")),
                        "Delete note")
                .click();
        assertThat(panel.getByText("Was a mistake")).hasCount(0);
        ada.reload();
        assertThat(panel.getByText("Pays by invoice")).isVisible();
        assertThat(panel.getByText("Was a mistake")).hasCount(0);
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
    void keepsWhatIsKnownOfContactsAndConversations() {
        Desk.Talk talk = desk.arrives("Xena", "I moved house");
        desk.open(ada, talk);
        Locator panel = ada.getByRole(AriaRole.COMPLEMENTARY);
        assertThat(panel.getByRole(AriaRole.LINK, Desk.within("+" + talk.digits())))
                .isVisible();
        assertThat(panel.getByText(desk.inbox.instance())).isVisible();
        attribute(panel, "Contact attributes", "city", "Recife");
        attribute(panel, "Contact attributes", "size", "42");
        attribute(panel, "Conversation attributes", "order", "1001");
        Desk.button(panel, "Delete size").click();
        assertThat(attribute(panel, "size")).hasCount(0);
        attribute(panel, "city").fill("Olinda");
        ada.waitForResponse(
                it -> it.request().method().equals("PUT") && it.url().contains("/contacts/"),
                () -> attribute(panel, "city").press("Enter"));

        ada.reload();
        assertThat(attribute(panel, "city")).hasValue("Olinda");
        assertThat(attribute(panel, "order")).hasValue("1001");
        assertThat(attribute(panel, "size")).hasCount(0);
    }

    private static Locator attribute(Locator panel, String name) {
        return panel.getByLabel(name, new Locator.GetByLabelOptions().setExact(true));
    }

    private static void attribute(Locator panel, String list, String name, String value) {
        Desk.button(panel, "Add to " + list).click();
        panel.getByPlaceholder("Name").fill(name);
        panel.getByPlaceholder("Value").fill(value);
        ada.keyboard().press("Enter");
        assertThat(attribute(panel, name)).hasValue(value);
    }

    @Test
    void comesBackWhenTheyReply() {
        Desk.Talk talk = desk.arrives("Yella", "I ask my wife");
        desk.open(ada, talk);
        dora.navigate(desk.at("/app/inbox/all"));
        assertThat(desk.row(dora, talk)).isVisible();
        Desk.button(ada, "Snooze").click();
        ada.getByRole(AriaRole.OPTION, Desk.named("Until they reply")).click();
        assertThat(ada.getByTestId("status")).hasText("Snoozed");
        assertThat(desk.row(dora, talk)).hasCount(0);

        desk.does(talk, new Act.Text("She says yes"));

        assertThat(desk.row(dora, talk)).containsText("She says yes");
        assertThat(ada.getByTestId("status")).hasCount(0);
    }

    @Test
    void forgetsNotificationsThatWereRead() {
        Desk.Talk talk = desk.arrives("Zoltan", "For Dora");
        dora.navigate(desk.at("/app/inbox/all"));
        desk.change(talk, "assignments", Map.of("assignee_id", desk.agent.id()));
        Locator bell = dora.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Notifications,"));
        assertThat(bell).hasAccessibleName(Pattern.compile("[1-9]\\d* unread"));
        bell.click();
        assertThat(dora.getByText("Zoltan was assigned to you")).isVisible();
        Desk.button(dora, "All read").click();
        assertThat(Desk.button(dora, "All read")).isDisabled();
        dora.keyboard().press("Escape");
        assertThat(bell).hasAccessibleName("Notifications, 0 unread");
        dora.reload();
        assertThat(bell).hasAccessibleName("Notifications, 0 unread");
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
    void findsContactsHoweverSlowlyAllOfThemCome() {
        Desk.Talk talk = desk.arrives("Isolde", "Hello");
        CompletableFuture<Route> all = new CompletableFuture<>();
        ada.route(Pattern.compile("/contacts\\?"), all::complete);
        ada.navigate(desk.at("/app/contacts"));
        ada.getByRole(AriaRole.SEARCHBOX).fill(talk.digits());
        ada.waitForCondition(all::isDone);
        ada.unroute(Pattern.compile("/contacts\\?"));
        ada.waitForResponse(
                Pattern.compile("/contacts/search\\?"), () -> all.join().resume());

        assertThat(ada.getByRole(AriaRole.MAIN).getByRole(AriaRole.LINK, Desk.within("Isolde")))
                .hasCount(1);
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
        Desk.accessible(ada);
        Desk.button(ada, "New conversation").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Inbox").selectOption(desk.inbox.instance());
        dialog.getByLabel("First message").fill("One more thing");
        Desk.button(dialog, "Send").click();

        assertThat(ada.getByTestId("thread")).containsText("One more thing");
        assertThat(ada.getByTestId("thread-name")).hasText("Iris");
        assertThat(ada.getByText("Previous conversations")).isVisible();
        ada.getByRole(AriaRole.COMPLEMENTARY)
                .getByRole(AriaRole.LINK, Desk.within("Thanks, that is all"))
                .click();
        assertThat(ada.getByTestId("thread")).containsText("Thanks, that is all");
        assertThat(ada.getByTestId("status")).hasText("Resolved");
    }

    @Test
    void showsPresenceAndWorksInTheDark() {
        dora.navigate(desk.at("/app/inbox/all"));
        ada.navigate(desk.at("/app/overview"));
        for (String availability : List.of("Busy", "Offline", "Online")) {
            fromMyMenu(dora, availability);
            // by the stream alone: the overview asks once for its agents
            assertThat(ada.getByRole(AriaRole.MAIN)).containsText(Pattern.compile("Dora\\s*" + availability));
        }
        fromMyMenu(dora, "Dark mode");
        assertThat(dora.locator("html")).hasAttribute("data-theme", "dark");
        dora.keyboard().press("Control+Shift+L");
        assertThat(dora.locator("html")).hasAttribute("data-theme", "light");
    }

    private static void fromMyMenu(Page page, String item) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                .click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(item))
                .click();
    }

    @Test
    void showsWhatIsGoingOnRightNow() {
        desk.arrives("Jana", "Somebody waits from the beginning");
        ada.navigate(desk.at("/app/overview"));
        int open = figure("Open");
        int unassigned = figure("Unassigned");
        int waiting = figure("Waiting for an answer");
        Locator doras = ada.getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("Dora\\s*(Online|Busy|Offline)")));
        int load = Integer.parseInt(doras.getByLabel("open conversation").textContent());

        Desk.Talk talk = desk.arrives("Jens", "Please answer soon");
        assertThat(tile("Open")).hasText(String.valueOf(open + 1));
        assertThat(tile("Unassigned")).hasText(String.valueOf(unassigned + 1));
        assertThat(tile("Waiting for an answer")).hasText(String.valueOf(waiting + 1));
        desk.change(talk, "assignments", Map.of("assignee_id", desk.agent.id()));
        assertThat(tile("Unassigned")).hasText(String.valueOf(unassigned));
        assertThat(doras.getByLabel("open conversation")).hasText(String.valueOf(load + 1));
        desk.shared.administrator.reply(talk.conversation(), "Here I am");
        assertThat(tile("Waiting for an answer")).hasText(String.valueOf(waiting));
        desk.change(talk, "toggle_status", Map.of("status", "resolved"));
        assertThat(tile("Open")).hasText(String.valueOf(open));
        assertThat(doras.getByLabel("open conversation")).hasText(String.valueOf(load));

        ada.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, Desk.within("Waiting for an answer"))
                .click();
        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named("Unattended"))).isVisible();
    }

    private static Locator tile(String title) {
        return ada.getByRole(AriaRole.TERM)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + title + "$")))
                .locator("xpath=following-sibling::dd");
    }

    private static int figure(String title) {
        assertThat(tile(title)).hasText(Pattern.compile("^\\d+$"));
        return Integer.parseInt(tile(title).textContent());
    }

    @ParameterizedTest
    @CsvSource({"inbox, Inbox, console-work", "agent, Agent, Dora", "team, Team, parcels", "label, Label, lost"})
    void reports(String kind, String title, String name) throws IOException {
        desk.shared.once("what is reported", ConsoleWorkIT::answered);
        ada.navigate(desk.at("/app/reports"));
        ada.getByLabel("Report on").selectOption(kind);
        ada.getByLabel(title, new Page.GetByLabelOptions().setExact(true))
                .first()
                .selectOption(name);
        Locator row = ada.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHas(ada.getByRole(AriaRole.ROWHEADER, Desk.named(name))));
        assertThat(row).containsText(Pattern.compile("[1-9]"));
        for (String metric : List.of("Conversations", "Messages received", "Messages sent", "Resolved")) {
            assertThat(metric(metric)).containsText(Pattern.compile("[1-9]"));
            assertThat(ada.getByRole(AriaRole.TABLE, Desk.named(metric + " per day"))
                            .getByRole(AriaRole.CELL)
                            .last())
                    .hasText(Pattern.compile("^[1-9]\\d*$"));
        }
        for (String metric : List.of("First response", "Resolution")) {
            assertThat(metric(metric)).containsText(Pattern.compile("\\d+ ?[smh]"));
            assertThat(ada.getByRole(AriaRole.IMG, Desk.named(metric + " per day")))
                    .isVisible();
        }

        Download file = ada.waitForDownload(() -> Desk.button(ada, "CSV").click());

        assertThat(file.suggestedFilename()).isEqualTo("parley-" + kind + "-avg_resolution_time.csv");
        assertThat(Files.readString(file.path()))
                .startsWith("\ufeff" + title + ",Conversations,Resolved,First response,Resolution\r\n")
                .containsPattern("(?m)^" + name + ",[1-9]\\d*,[1-9]\\d*,[\\d.]+,[\\d.]+");
    }

    /** Its tile, which is pressed. */
    private static Locator metric(String name) {
        Locator tile = ada.getByRole(AriaRole.GROUP, Desk.named("Figure"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
        tile.click();
        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named(name + " per day")))
                .isVisible();
        return tile;
    }

    /** By Dora of the team, with a label, and resolved. */
    private static Desk.Talk answered() {
        Desk.Talk talk = desk.arrives("Karl", "A quick question");
        desk.change(talk, "assignments", Map.of("assignee_id", desk.agent.id()));
        desk.change(talk, "assignments", Map.of("team_id", team));
        desk.change(talk, "labels", Map.of("labels", List.of("lost")));
        // what is counted is counted for whoever has it at the time
        desk.does(talk, new Act.Text("and another"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.shared.administrator.messages(talk.conversation()).stream()
                        .anyMatch(it -> it.path("content").asText().equals("and another")));
        desk.agent.api().reply(talk.conversation(), "A quick answer");
        desk.change(talk, "toggle_status", Map.of("status", "resolved"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.shared
                                .administrator
                                .get("/api/v2/accounts/1/reports/summary?type=agent&since=%d&until=%d&id=%d"
                                        .formatted(
                                                Instant.now().getEpochSecond() - 86_400,
                                                Instant.now().getEpochSecond() + 60,
                                                desk.agent.id()))
                                .require(200)
                                .path("resolutions_count")
                                .asInt()
                        > 0);
        return talk;
    }
}

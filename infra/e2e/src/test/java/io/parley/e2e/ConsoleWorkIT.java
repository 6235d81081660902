package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.evolution.simulator.Incoming.Act;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list, what is done with conversations and contacts, and who is told of it. */
class ConsoleWorkIT {

    private static final int CROWD = 10_000;

    /** How deep the list is scrolled, page after page. */
    private static final int DEPTH = 3_000;

    /** Goes to the end of what is loaded until there are so many rows; notes the most that the page held at a time. */
    private static final String GO_DEEP = """
            rows => {
              const list = document.querySelector('[data-testid=list]');
              window.most = Math.max(window.most ?? 0, list.querySelectorAll('[data-conversation]').length);
              list.scrollTop = list.scrollHeight;
              return list.querySelector('ul').offsetHeight >= rows * list.querySelector('li').offsetHeight;
            }""";

    /** From edge to edge of the list there are rows, and nothing between them. */
    private static final String NOTHING_IS_BLANK = """
            () => {
              const list = document.querySelector('[data-testid=list]');
              const box = list.getBoundingClientRect();
              const rows = [...list.querySelectorAll('[data-conversation]')].map(it => it.getBoundingClientRect());
              rows.sort((one, other) => one.top - other.top);
              return rows.length > 0 && rows[0].top <= box.top && rows.at(-1).bottom >= box.bottom
                  && rows.every((it, at) => at === 0 || Math.abs(it.top - rows[at - 1].bottom) < 1);
            }""";

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
        desk = new Desk("console-work", "Dora");
        ada = desk.ada;
        dora = desk.colleague;
        team = make("/teams", Map.of("name", "parcels")).path("id").asInt();
        make("/labels", Map.of("title", "lost", "color", "#E5484D", "show_on_sidebar", true));
        ada.reload();
    }

    private static JsonNode make(String what, Map<String, ?> fields) {
        return desk.shared.once(
                what + fields,
                () -> desk.shared
                        .administrator
                        .post(Desk.ACCOUNT + what, fields)
                        .require(200));
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
        sort("Created last");
        assertThat(ada.locator("[data-conversation]").first())
                .hasAttribute("data-conversation", String.valueOf(later.conversation()));
        sort("Longest waiting first");
        assertAbove(talk, later);
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/conversations/" + later.conversation() + "/toggle_priority",
                        Map.of("priority", "high"))
                .require(200);
        sort("Priority");
        assertAbove(later, talk);
        sort("Oldest first");
        assertAbove(talk, later);
        sort("Newest first");

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

    private static void sort(String order) {
        Desk.button(ada, "Sort").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named(order)).click();
    }

    private static void assertAbove(Desk.Talk above, Desk.Talk below) {
        ada.waitForFunction("""
                numbers => {
                  const [above, below] = numbers.map(it => document.querySelector(`[data-conversation='${it}']`)?.getBoundingClientRect().top);
                  return above < below;
                }""", List.of(above.conversation(), below.conversation()));
    }

    @Test
    void staysLightWithTenThousandConversations() {
        String mark = UUID.randomUUID().toString();
        SharedHub.Inbox inbox = desk.shared.inbox("crowd-" + mark);
        SharedHub.Agent kim = desk.shared.agent("Kim-" + mark, inbox);
        try (Crowd crowd = new Crowd(new Database(desk.shared.hub.settings()), inbox, CROWD);
                Browser browser = Browser.desktop()) {
            Page page = desk.signIn(browser, kim.email(), kim.password());
            page.navigate(desk.at("/app/inbox/all"));
            assertThat(page.getByTestId("count-open")).hasText(String.valueOf(CROWD));
            assertThat(page.locator("[data-conversation]").first()).containsText("Crowd 1");

            page.waitForFunction(
                    GO_DEEP,
                    DEPTH,
                    new Page.WaitForFunctionOptions()
                            .setTimeout(Desk.LIMIT.multipliedBy(4).toMillis()));

            for (int place : List.of(1_500, 2_900, 1, 2_000)) {
                page.getByTestId("list")
                        .evaluate(
                                "(list, at) => { list.scrollTop = at * list.querySelector('li').offsetHeight; }",
                                place - 1);
                assertThat(crowdRow(page, place)).isInViewport();
                page.waitForFunction(NOTHING_IS_BLANK);
            }
            assertThat((Integer) page.evaluate("window.most")).isLessThan(60);
            assertThat(page.locator("[data-conversation]").count()).isLessThan(60);

            crowdRow(page, 2_000).getByRole(AriaRole.LINK).click();
            assertThat(page.getByTestId("thread-name")).hasText("Crowd 2000");
            inbox.webhooks()
                    .postUntilAccepted(Webhooks.text(
                            inbox.instance(),
                            "5511955500001",
                            "Late",
                            UUID.randomUUID().toString(),
                            "One more"));
            assertThat(page.getByTestId("count-open")).hasText(String.valueOf(CROWD + 1));
            page.getByTestId("list").evaluate("list => list.scrollTo(0, 0)");
            assertThat(page.locator("[data-conversation]").first()).containsText("One more");
        }
    }

    private static Locator crowdRow(Page page, int number) {
        return page.locator("[data-conversation]")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText("Crowd " + number, new Page.GetByTextOptions().setExact(true))));
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
            page.waitForFunction("shown.length === 1 && tones === 2");
            assertThat(page.evaluate("[shown[0].title, shown[0].body]")).isEqualTo(List.of("Otto", "Is nobody there?"));
            page.evaluate("shown[0].click()");
            assertThat(page.getByTestId("thread-name")).hasText("Otto");

            page.evaluate("window.behind = false");
            desk.arrives("Pia", "Only a sound");
            page.waitForFunction("tones === 4");
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
        Desk.accessible(ada);
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
    void showsWhatIsGoingOnAndReportsAsATable() {
        Desk.Talk talk = desk.arrives("Jana", "Please answer soon");
        ada.navigate(desk.at("/app/overview"));
        assertThat(ada.getByRole(AriaRole.MAIN)).containsText("Waiting longest");
        assertThat(ada.getByRole(AriaRole.MAIN)).containsText("Dora");
        desk.shared.administrator.reply(talk.conversation(), "Here I am");
        ada.navigate(desk.at("/app/reports"));
        assertThat(ada.getByRole(AriaRole.IMG, Desk.named("Conversations per day")))
                .isVisible();
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

package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import io.parley.evolution.simulator.Incoming.Act;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list: its views, counts and order, very many conversations, and many changed at once. */
class ConsoleListIT {

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

    /**
     * Sockets of the page that a test can close, and whose cursors are too old to go on from while {@code late} holds.
     */
    private static final String LATE_LINES = """
            window.lines = [];
            window.late = false;
            window.WebSocket = class extends WebSocket {
              constructor(address) {
                super(window.late ? String(address).replace(/after=[^&]*/, 'after=1-0') : address);
                window.lines.push(this);
              }
            };
            """;

    private static final String NOTE_WHEN_EMPTY = """
            () => {
              window.empty = false;
              const list = document.querySelector('[data-testid=list]');
              new MutationObserver(() => { window.empty ||= !list.querySelector('[data-conversation]'); })
                  .observe(list, { childList: true, subtree: true });
            }""";

    private static Desk desk;
    private static Page ada;
    private static Page ella;
    private static int team;

    @BeforeAll
    static void signIn() {
        team = SharedHub.get().team("parcels");
        SharedHub.get().label("lost");
        desk = new Desk("console-list", "Ella");
        ada = desk.ada;
        ella = desk.colleague;
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
        desk.change(later, "toggle_priority", Map.of("priority", "high"));
        sort("Priority");
        assertAbove(later, talk);
        sort("Oldest first");
        assertAbove(talk, later);
        sort("Newest first");

        desk.change(later, "toggle_status", Map.of("status", "pending"));
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
            double place = crowdRow(page, 2_000).boundingBox().y;
            inbox.webhooks()
                    .postUntilAccepted(Webhooks.text(
                            inbox.instance(),
                            "5511955500001",
                            "Late",
                            UUID.randomUUID().toString(),
                            "One more"));
            assertThat(page.getByTestId("count-open")).hasText(String.valueOf(CROWD + 1));
            assertThat(page.getByTestId("risen")).hasText("1 new");
            assertThat(crowdRow(page, 2_000).boundingBox().y).isEqualTo(place);
            page.getByTestId("risen").click();
            assertThat(page.locator("[data-conversation]").first()).containsText("One more");
            assertThat(page.locator("[data-conversation]").first()).isInViewport();
            assertThat(page.getByTestId("risen")).hasCount(0);
        }
    }

    @Test
    void staysAsLongAsItWasWhenTheStreamCannotGoOn() {
        String mark = UUID.randomUUID().toString();
        SharedHub.Inbox inbox = desk.shared.inbox("late-" + mark);
        SharedHub.Agent lea = desk.shared.agent("Lea-" + mark, inbox);
        try (Crowd crowd = new Crowd(new Database(desk.shared.hub.settings()), inbox, 340);
                Browser browser = Browser.desktop()) {
            browser.context().addInitScript(LATE_LINES);
            Page page = desk.signIn(browser, lea.email(), lea.password());
            page.navigate(desk.at("/app/inbox/all"));
            assertThat(crowdRow(page, 1)).isVisible();
            page.waitForFunction(GO_DEEP, 340);
            page.getByTestId("list")
                    .evaluate("list => { list.scrollTop = 299.5 * list.querySelector('li').offsetHeight; }");
            assertThat(crowdRow(page, 301)).isInViewport();
            double place = crowdRow(page, 301).boundingBox().y;
            List<Integer> pages = new CopyOnWriteArrayList<>();
            page.onResponse(it -> {
                if (it.url().contains("/conversations?")) {
                    pages.add(it.status());
                }
            });

            page.evaluate("() => { window.late = true; window.lines.forEach(it => it.close()); }");
            desk.arrives(inbox, "Late", "While nobody listened");

            assertThat(page.getByTestId("risen")).hasText("1 new");
            assertThat(crowdRow(page, 301).boundingBox().y).isEqualTo(place);
            page.waitForCondition(() -> pages.equals(List.of(200, 200, 200, 200)));
            assertThat(crowdRow(page, 301).boundingBox().y).isEqualTo(place);
            page.getByTestId("risen").click();
            assertThat(page.locator("[data-conversation]").first()).containsText("Late");
        }
    }

    private static Locator crowdRow(Page page, int number) {
        return page.locator("[data-conversation]")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText("Crowd " + number, new Page.GetByTextOptions().setExact(true))));
    }

    @Test
    void savesAFilterAsAListOfItsOwn() {
        Desk.Talk urgent = desk.arrives("Dirk", "Help!");
        Desk.Talk other = desk.arrives("Emma", "No hurry");
        desk.change(urgent, "toggle_priority", Map.of("priority", "urgent"));
        ada.navigate(desk.at("/app/inbox/all"));
        Desk.button(ada, "Save a filter").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill("Burning");
        dialog.getByLabel("Priority").selectOption("urgent");
        Desk.button(dialog, "Save").click();

        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named("Burning"))).isVisible();
        assertThat(desk.row(ada, urgent)).isVisible();
        assertThat(desk.row(ada, other)).hasCount(0);
        ada.evaluate(NOTE_WHEN_EMPTY);
        ada.waitForResponse("**/conversations/filter", () -> desk.does(other, new Act.Text("Still no hurry")));
        desk.does(urgent, new Act.Text("Please!"));
        assertThat(desk.row(ada, urgent)).containsText("Please!");
        assertThat(ada.evaluate("window.empty")).isEqualTo(false);
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("Burning");
        Desk.button(ada, "Save a filter").click();
        Desk.button(dialog, "Delete Burning").click();
        ada.keyboard().press("Escape");
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).not().containsText("Burning");
        ada.waitForURL("**/app/inbox/all");
    }

    @Test
    void keepsItsPlaceWhateverRisesAbove() {
        List<Desk.Talk> talks = IntStream.range(0, 16)
                .mapToObj(number -> desk.arrives("Riser " + number, "I wait"))
                .toList();
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        Locator read = desk.row(ada, talks.get(9));
        assertThat(desk.row(ada, talks.getLast())).isVisible();
        ada.getByTestId("list").evaluate("list => { list.scrollTop = 2.5 * list.querySelector('li').offsetHeight; }");
        assertThat(desk.row(ada, talks.getLast())).not().isInViewport();
        double place = read.boundingBox().y;

        desk.does(talks.get(1), new Act.Text("from the end"));
        assertThat(ada.getByTestId("risen")).hasText("1 new");
        assertThat(read.boundingBox().y).isEqualTo(place);
        desk.does(talks.get(6), new Act.Text("from what is seen"));
        assertThat(ada.getByTestId("risen")).hasText("2 new");
        desk.change(talks.getLast(), "toggle_status", Map.of("status", "resolved"));
        assertThat(desk.row(ada, talks.getLast())).hasCount(0);
        assertThat(read.boundingBox().y).isEqualTo(place);

        ada.getByTestId("risen").click();
        assertThat(desk.row(ada, talks.get(1))).isInViewport();
        assertThat(desk.row(ada, talks.get(6))).isInViewport();
        desk.arrives("Riser at the top", "Hello");
        assertThat(ada.locator("[data-conversation]").first()).containsText("Riser at the top");
        assertThat(ada.getByTestId("risen")).hasCount(0);
    }

    @Test
    void showsWhoseItIsWhereItCameInAndHowLongItWaits() {
        Desk.Talk talk = desk.arrives("Cora", "Where is my money?");
        desk.change(talk, "assignments", Map.of("assignee_id", desk.agent.id()));
        new Database(desk.shared.hub.settings())
                .execute("UPDATE conversations SET waiting_since = now() - interval '125 minutes' WHERE display_id = "
                        + talk.conversation());
        ada.navigate(desk.at("/app/inbox/all"));

        Locator row = desk.row(ada, talk);
        assertThat(row.getByRole(AriaRole.IMG, Desk.within("WhatsApp"))).isVisible();
        assertThat(row.getByTitle("Ella")).isVisible();
        assertThat(row.getByTitle("Waiting for an answer")).hasText(Pattern.compile("2h [56]m"));
        desk.shared.administrator.reply(talk.conversation(), "Here it is");
        assertThat(row.getByLabel("Our answer")).isVisible();
        assertThat(row.getByTitle("Waiting for an answer")).hasCount(0);
    }

    @Test
    void movesFromListToListAsSomebodyTakesIt() {
        ada.navigate(desk.at("/app/inbox/unassigned"));
        ella.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        Desk.Talk talk = desk.arrives("Dina", "Anybody?");
        assertThat(desk.row(ada, talk)).isVisible();
        int unassigned = count(ella, "Unassigned");
        int mine = count(ella, "Mine");

        desk.row(ella, talk).getByRole(AriaRole.LINK).click();
        ella.getByTestId("composer").press("Escape");
        ella.keyboard().press("i");

        assertThat(desk.row(ada, talk)).hasCount(0);
        assertThat(whose(ella, "Unassigned")).hasText("Unassigned " + (unassigned - 1));
        assertThat(whose(ella, "Mine")).hasText("Mine " + (mine + 1));
        whose(ella, "Unassigned").click();
        assertThat(desk.row(ella, talk)).hasCount(0);
        whose(ella, "Mine").click();
        assertThat(desk.row(ella, talk)).isVisible();
        ella.keyboard().press("Shift+I");
        assertThat(desk.row(ella, talk)).hasCount(0);
        assertThat(desk.row(ada, talk)).isVisible();
    }

    private static Locator whose(Page page, String whose) {
        return page.getByRole(AriaRole.GROUP, Desk.named("Whose")).getByRole(AriaRole.BUTTON, Desk.within(whose));
    }

    private static int count(Page page, String whose) {
        assertThat(whose(page, whose)).hasText(Pattern.compile("\\d"));
        return Integer.parseInt(whose(page, whose).textContent().replaceAll("\\D", ""));
    }

    @Test
    void changesThePriorityAndTheStatusOfMany() {
        Desk.Talk first = desk.arrives("Uma", "one");
        Desk.Talk second = desk.arrives("Vic", "two");
        ada.navigate(desk.at("/app/inbox/all"));
        choose(select(first, second), "Priority", "High");
        for (Desk.Talk talk : List.of(first, second)) {
            assertThat(desk.row(ada, talk).getByRole(AriaRole.IMG, Desk.within("High")))
                    .isVisible();
        }

        Desk.button(select(first, second), "Status").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("Pending")).click();
        assertThat(desk.row(ada, first)).hasCount(0);
        status("Pending").click();
        Desk.button(select(first, second), "Resolve").click();
        assertThat(desk.row(ada, first)).hasCount(0);
        awaitStatus("resolved", first, second);

        status("Resolved").click();
        Desk.button(select(first, second), "Status").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("Open")).click();
        assertThat(desk.row(ada, second)).hasCount(0);
        awaitStatus("open", first, second);
    }

    @Test
    void snoozesMany() {
        Desk.Talk first = desk.arrives("Wim", "one");
        Desk.Talk second = desk.arrives("Xenia", "two");
        ada.navigate(desk.at("/app/inbox/all"));
        choose(select(first, second), "Snooze", "Tomorrow morning");

        assertThat(desk.row(ada, first)).hasCount(0);
        assertThat(desk.row(ada, second)).hasCount(0);
        status("Snoozed").click();
        for (Desk.Talk talk : List.of(first, second)) {
            assertThat(desk.row(ada, talk).getByLabel("Snoozed")).isVisible();
            assertThat(desk.row(ada, talk)).containsText("9:00");
        }
        ada.reload();
        status("Snoozed").click();
        assertThat(desk.row(ada, second)).containsText("9:00");
    }

    @Test
    void givesManyToAnAgentAndATeam() {
        Desk.Talk first = desk.arrives("Yuri", "one");
        Desk.Talk second = desk.arrives("Zita", "two");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        ella.navigate(desk.at("/app/inbox/mine"));
        choose(select(first, second), "Assign", "Ella");
        for (Desk.Talk talk : List.of(first, second)) {
            assertThat(desk.row(ada, talk).getByTitle("Ella")).isVisible();
            assertThat(desk.row(ella, talk)).isVisible();
        }

        choose(select(first, second), "Team", "parcels");
        ella.navigate(desk.at("/app/inbox/team/" + team));
        assertThat(desk.row(ella, first)).isVisible();
        assertThat(desk.row(ella, second)).isVisible();

        choose(select(first, second), "Assign", "Nobody");
        assertThat(desk.row(ada, second).getByTitle("Ella")).hasCount(0);
        ella.navigate(desk.at("/app/inbox/unassigned"));
        assertThat(desk.row(ella, first)).isVisible();
        assertThat(desk.row(ella, second)).isVisible();
    }

    @Test
    void labelsMany() {
        Desk.Talk first = desk.arrives("Anton", "one");
        Desk.Talk second = desk.arrives("Bella", "two");
        ella.navigate(desk.at("/app/inbox/label/lost"));
        ada.navigate(desk.at("/app/inbox/all"));
        choose(select(first, second), "Labels", "lost");

        for (Desk.Talk talk : List.of(first, second)) {
            assertThat(desk.row(ada, talk)).containsText("lost");
            assertThat(desk.row(ella, talk)).isVisible();
        }
    }

    @Test
    void selectsARangeAllAndNone() {
        List<Desk.Talk> talks = Stream.of("Carl", "Dora", "Emil", "Fanny")
                .map(name -> desk.arrives(name, "one of four"))
                .toList();
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        checkbox(talks.get(3)).press("Space");
        checkbox(talks.get(1))
                .click(new Locator.ClickOptions()
                        .setModifiers(List.of(KeyboardModifier.SHIFT))
                        .setForce(true));
        assertThat(ada.getByTestId("selected")).hasText("3 selected");
        assertThat(checkbox(talks.get(2))).isChecked();
        assertThat(checkbox(talks.get(0))).not().isChecked();

        ada.keyboard().press("Control+a");
        assertThat(checkbox(talks.get(0))).isChecked();
        ada.keyboard().press("Escape");
        assertThat(ada.getByTestId("selected")).hasCount(0);
        assertThat(checkbox(talks.get(3))).not().isChecked();
    }

    /** The bar of what can be done with them. */
    private static Locator select(Desk.Talk... talks) {
        for (Desk.Talk talk : talks) {
            checkbox(talk).press("Space");
        }
        assertThat(ada.getByTestId("selected")).hasText(talks.length + " selected");
        return ada.getByRole(AriaRole.TOOLBAR);
    }

    private static Locator checkbox(Desk.Talk talk) {
        return desk.row(ada, talk).getByRole(AriaRole.CHECKBOX);
    }

    private static void choose(Locator bar, String what, String choice) {
        Desk.button(bar, what).click();
        ada.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(choice))
                .click();
        assertThat(ada.getByTestId("selected")).hasCount(0);
    }

    private static Locator status(String name) {
        return ada.getByRole(AriaRole.GROUP, Desk.named("Status")).getByRole(AriaRole.BUTTON, Desk.within(name));
    }

    private static void awaitStatus(String status, Desk.Talk... talks) {
        await().atMost(Desk.LIMIT)
                .until(() -> Stream.of(talks).allMatch(it -> desk.statusOf(it).equals(status)));
    }
}

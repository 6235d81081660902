package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as agents use it. */
class ConsoleIT {

    /** Sockets of the page that a test can close, and that lead nowhere while {@code cut} holds. */
    private static final String CUTTABLE_LINES = """
            window.cut = false;
            window.lines = [];
            window.WebSocket = class extends WebSocket {
              constructor(address) {
                super(window.cut ? String(address).replace("/stream", "/cut") : address);
                window.lines.push(this);
              }
            };
            """;

    /** Visible elements beyond the right edge that nothing can be scrolled to, once the page has been painted twice. */
    private static final String STICKS_OUT = """
            async () => {
              const painted = () => new Promise(requestAnimationFrame);
              await painted();
              await painted();
              const scrolls = it => /auto|scroll/.test(getComputedStyle(it).overflowX);
              const hidden = it => it.closest('.sr-only, [aria-hidden=true]') || getComputedStyle(it).visibility === 'hidden';
              const within = it => { for (let at = it.parentElement; at; at = at.parentElement) if (scrolls(at)) return true; };
              return [...document.body.querySelectorAll('*')]
                  .filter(it => it.getBoundingClientRect().width > 0 && it.getBoundingClientRect().right > innerWidth + 1)
                  .filter(it => !hidden(it) && !within(it))
                  .map(it => it.outerHTML.slice(0, 120))
                  .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []);
            }""";

    private static Desk desk;
    private static Page ada;
    private static Page bo;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console", "Bo");
        ada = desk.ada;
        bo = desk.colleague;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void letsInWhoKnowsThePasswordAndOutAgain() {
        try (Browser browser = Browser.desktop()) {
            Page page = browser.open(URI.create(desk.at("/")));
            page.getByLabel("E-mail").fill(Hub.ADMIN_EMAIL);
            page.getByLabel("Password").fill("a guess");
            Desk.button(page, "Sign in").click();
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("This e-mail and password do not match.");
            Desk.accessible(page);
            page.getByLabel("Password").fill(Hub.ADMIN_PASSWORD);
            Desk.button(page, "Sign in").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                    .click();
            page.getByRole(AriaRole.MENUITEM, Desk.named("Sign out")).click();
            assertThat(Desk.button(page, "Sign in")).isVisible();
            page.navigate(desk.at("/app/contacts"));
            assertThat(Desk.button(page, "Sign in")).isVisible();
        }
    }

    @Test
    void showsWhatContactsWriteAtOnceAndTheAnswersTicks() {
        ada.navigate(desk.at("/app/inbox/all"));
        Desk.Talk talk = desk.arrives("Paula", "Is *anybody* there?");

        Locator row = desk.row(ada, talk);
        assertThat(row).containsText("Is anybody there?");
        assertThat(row.getByTestId("unread")).hasText("1");
        row.getByRole(AriaRole.LINK).click();
        assertThat(ada.getByTestId("thread").locator("strong")).hasText("anybody");
        ada.getByTestId("composer").fill("Always, **Paula**.");
        ada.keyboard().press("Enter");

        Locator answer = ada.locator("article[data-state]").last();
        assertThat(answer).containsText("Always");
        assertThat(answer).hasAttribute("data-state", Pattern.compile("sent|delivered|read"));
        assertThat(row.getByTestId("unread")).hasCount(0);
        assertThat(row).containsText("Always");
    }

    @Test
    void tellsTwoAgentsOfEachOtherAndOfWhatCameMeanwhile() {
        Desk.Talk talk = desk.arrives("Quinn", "Where is my parcel?");
        desk.open(ada, talk);
        desk.open(bo, talk);

        ada.getByTestId("composer").fill("One moment");
        assertThat(bo.getByTestId("typing")).containsText("typing");
        bo.getByTestId("composer").fill("It left today.");
        bo.keyboard().press("Enter");

        assertThat(ada.getByTestId("meanwhile")).containsText("It left today.");
        ada.getByTestId("composer").press("Enter");
        assertThat(ada.getByTestId("meanwhile")).containsText("once more");
        assertThat(ada.getByTestId("composer")).hasValue("One moment");
        ada.getByTestId("composer").press("Enter");
        assertThat(bo.getByTestId("thread")).containsText("One moment");
    }

    @Test
    void keepsDraftsPerConversationAndNotesToItself() {
        Desk.Talk first = desk.arrives("Rita", "Hello?");
        Desk.Talk second = desk.arrives("Sam", "Good morning");
        desk.open(bo, first);
        bo.getByTestId("composer").fill("half a thought");
        await().atMost(Desk.LIMIT)
                .until(() ->
                        bo.evaluate("JSON.stringify(localStorage)").toString().contains("half a thought"));
        desk.open(bo, second);
        assertThat(bo.getByTestId("composer")).hasValue("");
        desk.open(bo, first);
        assertThat(bo.getByTestId("composer")).hasValue("half a thought");
        bo.getByTestId("composer").fill("");

        bo.getByRole(AriaRole.BUTTON, Desk.named("Private note")).click();
        bo.getByTestId("composer").fill("Only for us");
        bo.keyboard().press("Enter");
        desk.open(ada, first);
        assertThat(ada.getByTestId("thread")).containsText("Only for us");
        assertThat(desk.shared.evolution.received().stream()
                        .noneMatch(it -> it.toString().contains("Only for us")))
                .isTrue();
    }

    @Test
    void goesThroughTheListByKeysWithoutWriting() {
        Desk.Talk older = desk.arrives("Uli", "one");
        Desk.Talk newer = desk.arrives("Vera", "two");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        assertThat(desk.row(ada, newer)).isVisible();

        ada.keyboard().press("j");
        assertThat(ada.getByTestId("thread-name")).hasText("Vera");
        ada.keyboard().press("j");
        assertThat(ada.getByTestId("thread-name")).hasText("Uli");
        ada.keyboard().press("k");
        assertThat(ada.getByTestId("thread-name")).hasText("Vera");
        assertThat(ada.getByTestId("composer")).hasValue("");
        ada.keyboard().press("r");
        ada.keyboard().type("jk");

        assertThat(ada.getByTestId("composer")).hasValue("jk");
        ada.getByTestId("composer").fill("");
        assertThat(desk.row(ada, older)).isVisible();
    }

    @Test
    void saysWhenAConversationIsNotThere() {
        ada.navigate(desk.at("/app/conversations/999999"));

        assertThat(ada.getByRole(AriaRole.ALERT)).containsText("There is no such conversation");
        Desk.button(ada, "Back").click();
        assertThat(ada.getByTestId("list")).isVisible();
    }

    @Test
    void worksByKeyboard() {
        Desk.Talk talk = desk.arrives("Tess", "Please call me");
        desk.open(ada, talk);
        ada.getByTestId("composer").press("Escape");

        ada.keyboard().press("i");
        assertThat(ada.getByTestId("assignee")).containsText("Admin");
        ada.keyboard().press("p");
        ada.keyboard().type("urg");
        ada.keyboard().press("Enter");
        assertThat(desk.row(ada, talk).getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Urgent")))
                .isVisible();
        ada.keyboard().press("s");
        ada.keyboard().type("tomorrow");
        ada.keyboard().press("Enter");
        assertThat(ada.getByTestId("status")).containsText("Snoozed");
        ada.keyboard().press("e");
        assertThat(ada.getByTestId("status")).hasText("Resolved");

        ada.keyboard().press("Control+k");
        ada.keyboard().type("unassigned");
        ada.keyboard().press("Enter");
        ada.waitForURL("**/app/inbox/unassigned");
        ada.keyboard().press("?");
        assertThat(ada.getByRole(AriaRole.DIALOG)).containsText("Keyboard map");
        ada.keyboard().press("Escape");
    }

    @Test
    void takesAConversationThroughItsStates() {
        Desk.Talk talk = desk.arrives("Theo", "No hurry");
        desk.open(ada, talk);
        Locator status = ada.getByTestId("status");
        more("Mark as pending");
        assertThat(status).hasText("Pending");
        ada.getByTestId("resolve").click();
        assertThat(status).hasText("Resolved");
        Desk.button(ada, "Reopen").click();
        assertThat(status).hasCount(0);
        more("Snooze until …");
        ada.getByLabel("Until", new Page.GetByLabelOptions().setExact(true)).fill("2036-06-01T09:30");
        Desk.button(ada.getByRole(AriaRole.DIALOG), "Snooze").click();
        assertThat(status).containsText("Snoozed");
        assertThat(status).containsText("9:30");
        ada.getByTestId("resolve").click();
        Desk.button(ada, "Reopen").click();

        more("Mute and block contact");
        assertThat(status).hasText("Resolved");
        assertThat(ada.getByRole(AriaRole.COMPLEMENTARY).getByText("Blocked")).isVisible();
        more("Unmute");
        assertThat(ada.getByRole(AriaRole.COMPLEMENTARY).getByText("Blocked")).hasCount(0);
        Desk.button(ada, "Reopen").click();
        assertThat(status).hasCount(0);
        more("Mark unread");
        assertThat(desk.row(ada, talk).getByTestId("unread")).hasText("1");
    }

    private static void more(String action) {
        Desk.button(ada, "More actions").click();
        // a hint may stand beside it
        ada.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action))
                .click();
    }

    @Test
    void changesManyAtOnce() {
        Desk.Talk first = desk.arrives("Uma", "one");
        Desk.Talk second = desk.arrives("Vic", "two");
        ada.navigate(desk.at("/app/inbox/all"));
        Locator selected = select(first, second);
        Desk.button(selected, "Priority").click();
        ada.getByRole(AriaRole.OPTION, Desk.named("High")).click();
        for (Desk.Talk talk : List.of(first, second)) {
            assertThat(desk.row(ada, talk).getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("High")))
                    .isVisible();
        }

        Desk.button(select(first, second), "Resolve").click();

        assertThat(desk.row(ada, first)).hasCount(0);
        await().atMost(Desk.LIMIT)
                .until(() -> List.of(first, second).stream()
                        .allMatch(it -> desk.statusOf(it).equals("resolved")));
    }

    /** The bar of what can be done with them. */
    private static Locator select(Desk.Talk... talks) {
        for (Desk.Talk talk : talks) {
            desk.row(ada, talk).getByRole(AriaRole.CHECKBOX).press("Space");
        }
        assertThat(ada.getByTestId("selected")).hasText(talks.length + " selected");
        return ada.getByRole(AriaRole.TOOLBAR);
    }

    @Test
    void sendsFilesAndCannedResponses() {
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/canned_responses",
                        Map.of("short_code", "hi", "content", "Hi {{contact.first_name}}!"))
                .require(200);
        Desk.Talk talk = desk.arrives("Wanda Wu", "Could you send me the list?");
        desk.open(bo, talk);
        bo.reload();
        bo.getByTestId("composer").pressSequentially("/hi");
        assertThat(bo.getByRole(AriaRole.OPTION)).containsText("/hi");
        bo.keyboard().press("Enter");
        assertThat(bo.getByTestId("composer")).hasValue("Hi Wanda!");
        bo.getByTestId("files")
                .setInputFiles(new FilePayload("list.txt", "text/plain", "1 apple".getBytes(StandardCharsets.UTF_8)));
        bo.getByTestId("send").click();

        Locator sent = bo.locator("article[data-state]").last();
        assertThat(sent.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("list.txt")))
                .isVisible();
        assertThat(sent).containsText("Hi Wanda!");
    }

    @Test
    void keepsWhatIsKnownOfContacts() {
        Desk.Talk talk = desk.arrives("Xena", "I moved house");
        desk.open(ada, talk);
        Locator panel = ada.getByRole(AriaRole.COMPLEMENTARY);
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add to Contact attributes"))
                .click();
        panel.getByPlaceholder("Name").fill("city");
        panel.getByPlaceholder("Value").fill("Recife");
        ada.keyboard().press("Enter");
        assertThat(panel.getByLabel("city", new Locator.GetByLabelOptions().setExact(true)))
                .hasValue("Recife");
    }

    @Test
    void comesBackWithNothingLost() {
        try (Browser browser = Browser.desktop()) {
            browser.context().addInitScript(CUTTABLE_LINES);
            Page page = desk.signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            page.navigate(desk.at("/app/inbox/all"));
            page.waitForFunction("() => window.lines.some(it => it.readyState === WebSocket.OPEN)");
            page.evaluate("() => { window.cut = true; window.lines.forEach(it => it.close()); }");
            assertThat(page.getByTestId("banner")).isVisible();
            Desk.Talk talk = desk.arrives("Yara", "Did you get this?");

            page.evaluate("() => { window.cut = false; }");

            assertThat(desk.row(page, talk)).containsText("Did you get this?");
            assertThat(page.getByTestId("banner")).hasCount(0);
        }
    }

    @Test
    void speaksOtherLanguages() {
        bo.navigate(desk.at("/app/settings/preferences"));
        bo.getByLabel("Language").selectOption("pt-BR");
        assertThat(bo.getByRole(AriaRole.NAVIGATION).first()).containsText("Não atribuídas");
        bo.getByLabel("Idioma").selectOption("es");
        assertThat(bo.getByRole(AriaRole.NAVIGATION).first()).containsText("Sin asignar");
        bo.getByLabel("Idioma").selectOption("");
        assertThat(bo.getByRole(AriaRole.NAVIGATION).first()).containsText("Unassigned");
    }

    @Test
    void administersLabels() {
        ada.navigate(desk.at("/app/settings/labels"));
        ada.getByRole(AriaRole.BUTTON, Desk.named("Add")).click();
        ada.getByLabel("Label", new Page.GetByLabelOptions().setExact(false))
                .first()
                .fill("urgent-parcel");
        ada.getByRole(AriaRole.BUTTON, Desk.named("Save")).click();
        assertThat(ada.locator("[data-item='urgent-parcel']")).isVisible();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("urgent-parcel");
    }

    @Test
    void keepsHoursWithPausesAndHolidays() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        ada.getByRole(AriaRole.TAB, Desk.named("Business hours")).click();
        ada.getByLabel("Keep business hours").click();
        ada.getByLabel("Another opening: Monday").click();
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
        ada.navigate(desk.at("/app/settings/audit"));
        assertThat(ada.getByTestId("audit").getByRole(AriaRole.LISTITEM).first())
                .containsText("console");
    }

    @Test
    void makesTokensThatAreShownOnceAndRevokedAlone() {
        bo.navigate(desk.at("/app/settings/profile"));
        bo.getByPlaceholder("Reporting script").fill("Nightly report");
        bo.getByRole(AriaRole.BUTTON, Desk.named("Create")).click();
        String token = bo.getByTestId("new-token").inputValue();
        assertThat(profileBy(token)).isEqualTo(200);
        bo.reload();
        assertThat(bo.locator("[data-item='Nightly report']")).isVisible();
        assertThat(bo.getByTestId("new-token")).hasCount(0);

        bo.getByRole(AriaRole.BUTTON, Desk.named("Revoke Nightly report")).click();
        bo.getByRole(AriaRole.BUTTON, Desk.named("Revoke")).click();

        assertThat(bo.locator("[data-item='Nightly report']")).hasCount(0);
        assertThat(profileBy(token)).isEqualTo(401);
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
    }

    @Test
    void showsHowTheHubIs() {
        ada.navigate(desk.at("/app/settings/system"));
        assertThat(ada.getByTestId("health")).containsText("Database fine");
        assertThat(ada.getByTestId("lag")).containsText("gateway");
        assertThat(ada.getByRole(AriaRole.IMG, Desk.named("Throughput"))).isVisible();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/inbox/all",
                "/app/contacts",
                "/app/overview",
                "/app/reports",
                "/app/settings/profile",
                "/app/settings/preferences",
                "/app/settings/canned",
                "/app/settings/inboxes",
                "/app/settings/agents",
                "/app/settings/teams",
                "/app/settings/labels",
                "/app/settings/audit",
                "/app/settings/system"
            })
    void isThereForEverybody(String path) {
        ada.navigate(desk.at(path));
        assertThat(ada.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                        .first())
                .isVisible();
        Desk.accessible(ada);
        fitsEverySize();
    }

    @Test
    void isThereForEverybodyInAConversationOnAPhone() {
        Desk.Talk talk = desk.arrives("Zoe", "Hi from the road");
        desk.open(ada, talk);
        Desk.accessible(ada);
        fitsEverySize();
        ada.setViewportSize(3840, 2160);
        assertThat(desk.row(ada, talk)).isInViewport();
        assertThat(ada.getByTestId("composer")).isInViewport();
        assertThat(ada.getByRole(AriaRole.COMPLEMENTARY)).isInViewport();
        ada.setViewportSize(1440, 900);
        try (Browser browser = Browser.phone()) {
            Page phone = desk.signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            phone.navigate(desk.at("/app/inbox/all"));
            desk.row(phone, talk).getByRole(AriaRole.LINK).click();
            assertThat(phone.getByTestId("thread")).containsText("Hi from the road");
            assertThat(phone.locator("html")).hasJSProperty("scrollWidth", 360);
            Desk.accessible(phone);
            Browser.picture(ada, "console");
            Browser.picture(phone, "console-phone");
            phone.getByRole(AriaRole.BUTTON, Desk.named("Back")).click();
            assertThat(desk.row(phone, talk)).isVisible();
        }
    }

    /** From a small phone to a 4K screen nothing sticks out of the window. */
    private static void fitsEverySize() {
        for (int[] size : new int[][] {{360, 780}, {3840, 2160}, {1440, 900}}) {
            ada.setViewportSize(size[0], size[1]);
            Object sticksOut = ada.evaluate(STICKS_OUT);
            assertThat(sticksOut).as("%s at %d", ada.url(), size[0]).isEqualTo(List.of());
        }
    }

    private static int profileBy(String token) {
        return Api.send(HttpRequest.newBuilder(URI.create(desk.at("/api/v1/profile")))
                        .header("api_access_token", token))
                .status();
    }
}

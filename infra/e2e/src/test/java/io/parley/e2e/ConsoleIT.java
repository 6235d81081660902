package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
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
    void saysWhenAConversationIsNotThere() {
        ada.navigate(desk.at("/app/conversations/999999"));

        assertThat(ada.getByRole(AriaRole.ALERT)).containsText("This does not exist");
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

        palette("unassigned");
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
    void goesThroughTheListByKeyboard() {
        Desk.Talk older = desk.arrives("Ugo", "first");
        Desk.Talk newer = desk.arrives("Viola", "second");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        assertThat(desk.row(ada, newer)).isVisible();
        ada.keyboard().press("j");
        assertThat(ada.getByTestId("thread-name")).hasText("Viola");
        ada.keyboard().press("j");
        assertThat(ada.getByTestId("thread-name")).hasText("Ugo");
        ada.keyboard().press("k");
        assertThat(ada.getByTestId("thread-name")).hasText("Viola");
        assertThat(ada.getByTestId("composer")).hasValue("");

        ada.keyboard().press("n");
        assertThat(ada.getByTestId("composer")).hasAttribute("aria-label", "Private note");
        ada.getByTestId("composer").press("Escape");
        ada.keyboard().press("r");
        assertThat(ada.getByTestId("composer")).hasAttribute("aria-label", "Reply to Viola");
        ada.getByTestId("composer").press("Escape");
        ada.keyboard().press("c");
        assertThat(ada.getByRole(AriaRole.COMPLEMENTARY)).hasCount(0);
        ada.keyboard().press("c");
        assertThat(ada.getByRole(AriaRole.COMPLEMENTARY)).isVisible();
        ada.keyboard().press("x");
        assertThat(ada.getByTestId("selected")).hasText("1 selected");
        ada.keyboard().press("Escape");
        assertThat(ada.getByTestId("selected")).hasCount(0);
        ada.keyboard().press("u");
        assertThat(desk.row(ada, newer).getByTestId("unread")).hasText("1");
        assertThat(ada.getByTestId("thread-name")).hasCount(0);
        ada.keyboard().press("g");
        ada.keyboard().press("o");
        ada.waitForURL("**/app/overview");
        assertThat(desk.row(ada, older)).hasCount(0);
    }

    @Test
    void findsConversationsContactsAndCommandsInThePalette() {
        Desk.Talk talk = desk.arrives("Willibald", "Find me");
        ada.navigate(desk.at("/app/overview"));
        palette("Willibald");
        Locator options = ada.getByRole(AriaRole.DIALOG).getByRole(AriaRole.OPTION);
        options.filter(new Locator.FilterOptions().setHasText(talk.digits()))
                .first()
                .click();
        ada.waitForURL("**/app/contacts/*");
        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named("Willibald"))).isVisible();

        palette("#" + talk.conversation());
        ada.keyboard().press("Enter");
        assertThat(ada.getByTestId("thread-name")).hasText("Willibald");
        palette("set me busy");
        ada.keyboard().press("Enter");
        assertThat(ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Busy: my menu")))
                .isVisible();
        palette("set me online");
        ada.keyboard().press("Enter");
        assertThat(ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Online: my menu")))
                .isVisible();
    }

    private static void palette(String words) {
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).isVisible();
        ada.keyboard().press("Control+k");
        Locator options = ada.getByRole(AriaRole.DIALOG).getByRole(AriaRole.OPTION);
        options.last().hover(); // where a pointer may rest, and no list is any more once it is narrowed
        ada.getByPlaceholder("What do you want to do?").fill(words);
        assertThat(options.first()).isVisible();
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
            assertThat(page.evaluate("window.lines.at(-1).url").toString()).contains("after=");
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
    void isThereForEverybodyInWhatOpensOverThePages() {
        Desk.Talk talk = desk.arrives("Zara", "Hi");
        desk.open(ada, talk);
        Desk.button(ada, "Private note").click();
        ada.getByTestId("composer").press("Escape");
        desk.row(ada, talk).getByRole(AriaRole.CHECKBOX).press("Space");
        Desk.accessible(ada);
        ada.keyboard().press("Escape");
        for (String keys : List.of("Control+k", "?", "a", "s", "p", "l")) {
            ada.keyboard().press(keys);
            accessibleDialog();
        }
        for (String button : List.of("Save a filter", "Merge contacts", "Edit contact")) {
            Desk.button(ada, button).click();
            accessibleDialog();
        }
        ada.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Notifications,"))
                .click();
        accessibleDialog();
        more("Jump to a date");
        accessibleDialog();
        more("Snooze until …");
        accessibleDialog();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts", "settings/agents", "settings/labels", "settings/canned", "settings/articles"})
    void isThereForEverybodyInForms(String page) {
        ada.navigate(desk.at("/app/" + page));
        ada.getByRole(AriaRole.MAIN)
                .getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^(Add|New contact)$")))
                .click();
        accessibleDialog();
    }

    @Test
    void isThereForEverybodyInAnInboxOfEachChannel() {
        ada.navigate(desk.at("/app/settings/inboxes/" + desk.inbox.id()));
        for (String tab : List.of("General", "Connection", "Channel", "Members", "Business hours")) {
            ada.getByRole(AriaRole.TAB, Desk.named(tab)).click();
            Desk.accessible(ada);
        }
        ada.navigate(desk.at("/app/settings/inboxes"));
        Desk.button(ada, "Add").click();
        for (String channel : List.of("WhatsApp", "E-mail", "Web chat", "API")) {
            ada.getByRole(AriaRole.DIALOG)
                    .getByText(channel, new Locator.GetByTextOptions().setExact(true))
                    .click();
            Desk.accessible(ada);
        }
    }

    private static void accessibleDialog() {
        assertThat(ada.getByRole(AriaRole.DIALOG)).isVisible();
        Desk.accessible(ada);
        ada.keyboard().press("Escape");
        assertThat(ada.getByRole(AriaRole.DIALOG)).hasCount(0);
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
}

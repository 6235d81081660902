package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where agents are and how they get back there: addresses, keys, what can be taken back, and whose page it is. */
class ConsoleNavigationIT {

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("navigation", "Nina");
        ada = desk.ada;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void comesBackToTheListAsItWasNarrowed() {
        Desk.Talk talk = desk.arrives("Paula", "Where is my zeppelin?");
        toggle(talk, "pending");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        ada.getByRole(AriaRole.BUTTON, named("^Pending")).click();
        desk.row(ada, talk).getByRole(AriaRole.LINK).click();
        assertThat(ada).hasURL(Pattern.compile("/conversation/" + talk.conversation() + "\\?status=pending$"));

        ada.reload();
        assertThat(ada.getByRole(AriaRole.BUTTON, named("^Pending"))).hasAttribute("aria-pressed", "true");
        assertThat(desk.row(ada, talk)).isVisible();
        ada.goBack();
        ada.goBack();
        assertThat(ada.getByRole(AriaRole.BUTTON, named("^Open"))).hasAttribute("aria-pressed", "true");
        assertThat(desk.row(ada, talk)).hasCount(0);

        ada.keyboard().press("Control+Shift+F");
        ada.getByLabel("Search messages").fill("zeppelin");
        ada.keyboard().press("Enter");
        desk.row(ada, talk).getByRole(AriaRole.LINK).click();
        assertThat(ada.getByTestId("thread-name")).hasText("Paula");
        assertThat(ada.getByLabel("Search messages")).hasValue("zeppelin");
        assertThat(desk.row(ada, talk)).containsText("Pending");
    }

    @Test
    void doesNothingToWhatAnotherPageHides() {
        Desk.Talk talk = desk.arrives("Quentin", "Still there?");
        openByKeyboard(talk);
        ada.keyboard().press("g");
        ada.keyboard().press("o");
        assertThat(ada.getByRole(AriaRole.HEADING, Desk.named("Overview"))).isVisible();

        ada.keyboard().press("e");
        ada.keyboard().press("g");
        ada.keyboard().press("a");

        assertThat(desk.row(ada, talk)).isVisible();
        assertThat(desk.statusOf(talk)).isEqualTo("open");
    }

    @Test
    void takesBackWhatWasDone() {
        Desk.Talk one = desk.arrives("Rita", "One");
        Desk.Talk other = desk.arrives("Sven", "Two");
        openByKeyboard(one);
        ada.keyboard().press("e");
        toast("Conversation with Rita resolved")
                .getByRole(AriaRole.BUTTON)
                .first()
                .click();
        awaitStatus(one, "open");

        toggle(other, "pending");
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        desk.row(ada, one).getByRole(AriaRole.CHECKBOX).press("Space");
        ada.getByRole(AriaRole.BUTTON, named("^Pending")).click();
        assertThat(ada.getByTestId("selected")).hasCount(0);
        desk.row(ada, other).getByRole(AriaRole.CHECKBOX).press("Space");
        assertThat(ada.getByTestId("selected")).hasText("1 selected");
        ada.keyboard().press("e");
        awaitStatus(other, "resolved");
        toast("1 conversation changed").getByRole(AriaRole.BUTTON).first().click();
        awaitStatus(other, "pending");
        assertThat(desk.statusOf(one)).isEqualTo("open");
    }

    @Test
    void showsNothingOfOneAgentToTheNextInTheSameBrowser() {
        Desk.Talk talk = desk.arrives("Tom", "A secret");
        try (Browser browser = Browser.desktop()) {
            Page page = desk.signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            desk.open(page, talk);
            page.waitForResponse(
                    it -> it.url().endsWith("/draft") && it.request().method().equals("PUT"),
                    () -> page.getByTestId("composer").fill("Only Ada thinks so"));
            Page tab = browser.open(URI.create(desk.at("/app/contacts")));
            assertThat(tab.getByRole(AriaRole.HEADING, Desk.named("Contacts"))).isVisible();

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("my menu"))
                    .click();
            page.getByRole(AriaRole.MENUITEM, Desk.named("Sign out")).click();
            assertThat(Desk.button(tab, "Sign in")).isVisible();
            page.getByLabel("E-mail").fill(desk.agent.email());
            page.getByLabel("Password").fill(desk.agent.password());
            page.keyboard().press("Enter");

            assertThat(page.getByTestId("composer")).hasValue("");
            assertThat(tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Nina, ")))
                    .isVisible();
        }
    }

    @Test
    void saysWhatIsNotThereAndWhereOneIs() {
        ada.navigate(desk.at("/app/contacts/99999999"));
        assertThat(ada.getByText("This contact does not exist")).isVisible();
        ada.navigate(desk.at("/app/inbox/elsewhere"));
        assertThat(ada).hasURL(Pattern.compile("/app/inbox/mine$"));
        ada.navigate(desk.at("/app/settings/labels"));
        assertThat(ada).hasTitle(Pattern.compile("Labels · Settings"));
    }

    @Test
    void opensAnArticleByItsAddressAndKeepsWhatIsWrittenInIt() {
        int article = desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/articles",
                        Map.of("title", "Landing", "content", "# Landing\n\nSlowly.", "locale", "en"))
                .require(200)
                .at("/payload/id")
                .asInt();
        ada.navigate(desk.at("/app/settings/articles/" + article));
        assertThat(ada.getByLabel("Title")).hasValue("Landing");
        ada.getByLabel("Title").fill("Landing a zeppelin");

        ada.keyboard().press("Escape");
        Desk.button(ada, "Cancel").click();
        assertThat(ada.getByLabel("Title")).hasValue("Landing a zeppelin");
        ada.keyboard().press("Escape");
        Desk.button(ada, "Discard").click();

        assertThat(ada).hasURL(Pattern.compile("/app/settings/articles$"));
    }

    @Test
    void putsTheFocusWhereOneGoesOn() {
        ada.navigate(desk.at("/app/settings/canned"));
        Desk.button(ada, "Add").click();
        assertThat(ada.getByLabel("Short code")).isFocused();
        ada.keyboard().press("Escape");
        assertThat(Desk.button(ada, "Add")).isFocused();
        ada.navigate(desk.at("/app/settings/profile"));
        Desk.button(ada, "Replace").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        assertThat(Desk.button(dialog, "Cancel")).isFocused();
        Desk.accessible(ada);
        ada.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    private static void openByKeyboard(Desk.Talk talk) {
        ada.navigate(desk.at("/app/inbox/inbox/" + desk.inbox.id()));
        desk.row(ada, talk).getByRole(AriaRole.LINK).click();
        ada.getByTestId("composer").press("Escape");
    }

    private static void toggle(Desk.Talk talk, String status) {
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/conversations/" + talk.conversation() + "/toggle_status",
                        Map.of("status", status))
                .require(200);
    }

    private static void awaitStatus(Desk.Talk talk, String status) {
        await().atMost(Desk.LIMIT).until(() -> desk.statusOf(talk).equals(status));
    }

    private static Locator toast(String text) {
        return ada.getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText(text))
                .filter(new Locator.FilterOptions().setHas(ada.getByRole(AriaRole.BUTTON)));
    }

    private static Page.GetByRoleOptions named(String pattern) {
        return new Page.GetByRoleOptions().setName(Pattern.compile(pattern));
    }
}

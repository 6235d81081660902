package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An empty installation, as whoever installed it meets it. */
@Execution(ExecutionMode.CONCURRENT)
class FirstRunIT {

    private static EvolutionSimulator evolution;
    private static Hub hub;

    private Browser browser;
    private Page page;

    @BeforeAll
    static void start() {
        evolution = EvolutionSimulator.start(
                Settings.forTests().toBuilder().openAtOnce(false).build());
        Map<String, String> empty = Map.of(
                "PARLEY_ADMIN_EMAIL",
                "",
                "PARLEY_ADMIN_PASSWORD",
                "",
                "EVOLUTION_API_URL",
                evolution.baseUrl().toString(),
                "EVOLUTION_API_KEY",
                evolution.apiKey());
        hub = Hub.start("first-run", Services.shared().isolated(FirstRunIT.class), empty);
    }

    @AfterAll
    static void stop() {
        hub.close();
        evolution.stop();
    }

    @BeforeEach
    void open() {
        new Database(hub.settings()).execute("TRUNCATE accounts, agents CASCADE");
        browser = Browser.desktop();
        page = browser.open(hub.baseUrl());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void makesTheAdministratorAndConnectsThePhone() {
        assertThat(page.getByRole(AriaRole.HEADING, Desk.named("Welcome to Parley")))
                .isVisible();
        Desk.accessible(page);
        makeTheAdministrator();

        page.getByLabel("Name of the inbox").fill("Support");
        page.getByLabel("Instance", new Page.GetByLabelOptions().setExact(false))
                .first()
                .fill("support");
        Desk.accessible(page);
        Desk.button(page, "Connect").click();
        assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("^QR code"))))
                .isVisible();
        Browser.picture(page, "first-run");
        evolution.scan("support", null);
        assertThat(page.getByText(Pattern.compile("^Connected"))).isVisible();

        goToWork("Support");
        try (Browser other = Browser.desktop()) {
            assertThat(Desk.button(other.open(hub.baseUrl()), "Sign in")).isVisible();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void connectsAMailboxThatWasTested() {
        makeTheAdministrator();
        choose("E-mail");
        page.getByLabel("E-mail", new Page.GetByLabelOptions().setExact(true))
                .last()
                .fill("support@example.org");
        page.getByLabel("IMAP server").fill("127.0.0.1");
        page.getByLabel("IMAP port").fill("9");
        Desk.button(page, "Test the connection").click();
        assertThat(page.getByTestId("findings")).containsText("127.0.0.1:9");
        page.getByLabel("IMAP server").fill("");
        Desk.button(page, "Test the connection").click();
        assertThat(page.getByTestId("findings")).containsText("No IMAP server");
        page.getByLabel("Name of the inbox").fill("Letters");
        Desk.button(page, "Connect").click();
        assertThat(page.getByLabel("Webhook address for the provider")).hasValue(Pattern.compile("^http"));

        goToWork("Letters");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void givesTheSnippetOfAWebChat() {
        browser.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        makeTheAdministrator();
        choose("Web chat");
        page.getByLabel("Name of the inbox").fill("Chat");
        page.getByLabel("Website").fill("https://shop.example.org");
        Desk.button(page, "Connect").click();
        Locator snippet = page.locator("pre");
        assertThat(snippet).containsText("websiteToken");
        Desk.button(page, "Copy").first().click();
        assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(snippet.textContent());

        goToWork("Chat");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void connectsProgramsOrNothingYet() {
        makeTheAdministrator();
        choose("API");
        page.getByLabel("Name of the inbox").fill("Programs");
        Desk.button(page, "Connect").click();
        assertThat(page.getByLabel("Inbox identifier")).hasValue(Pattern.compile("\\w{10}"));
        goToWork("Programs");

        close();
        open();
        makeTheAdministrator();
        Desk.button(page, "Later").click();
        assertThat(page.getByRole(AriaRole.NAVIGATION).first()).containsText("No inbox yet");
    }

    private void makeTheAdministrator() {
        page.getByLabel("Name of your company").fill("Shoes & Co");
        page.getByLabel("Your name").fill("Ada");
        page.getByLabel("E-mail").fill("ada@example.org");
        page.getByLabel("Password").fill("short");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        page.getByLabel("Password").fill("Correct-Horse-1");
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Name of the inbox")).isVisible();
    }

    private void choose(String channel) {
        page.getByText(channel, new Page.GetByTextOptions().setExact(true)).click();
    }

    private void goToWork(String inbox) {
        Desk.button(page, "To the conversations").click();
        assertThat(page.getByTestId("list")).isVisible();
        assertThat(page.getByRole(AriaRole.NAVIGATION).first()).containsText("Shoes & Co");
        assertThat(page.getByRole(AriaRole.NAVIGATION).first()).containsText(inbox);
    }
}

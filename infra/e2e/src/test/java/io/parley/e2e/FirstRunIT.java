package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An empty installation, as whoever installed it meets it. */
@Execution(ExecutionMode.CONCURRENT)
class FirstRunIT {

    @Test
    void makesTheAdministratorAndConnectsThePhone() {
        EvolutionSimulator evolution = EvolutionSimulator.start(
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
        try (Hub hub = Hub.start("first-run", Services.shared().isolated(FirstRunIT.class), empty);
                Browser browser = Browser.desktop()) {
            Page page = browser.open(hub.baseUrl());
            assertThat(page.getByRole(AriaRole.HEADING, Desk.named("Welcome to Parley")))
                    .isVisible();
            Desk.accessible(page);
            page.getByLabel("Name of your company").fill("Shoes & Co");
            page.getByLabel("Your name").fill("Ada");
            page.getByLabel("E-mail").fill("ada@example.org");
            page.getByLabel("Password").fill("Correct-Horse-1");
            page.keyboard().press("Enter");

            page.getByLabel("Name of the inbox").fill("Support");
            page.getByLabel("Instance", new Page.GetByLabelOptions().setExact(false))
                    .first()
                    .fill("support");
            Desk.accessible(page);
            page.getByRole(AriaRole.BUTTON, Desk.named("Connect")).click();
            assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("^QR code"))))
                    .isVisible();
            Browser.picture(page, "first-run");
            evolution.scan("support", null);
            assertThat(page.getByText(Pattern.compile("^Connected"))).isVisible();

            page.getByRole(AriaRole.BUTTON, Desk.named("To the conversations")).click();
            assertThat(page.getByTestId("list")).isVisible();
            assertThat(page.getByRole(AriaRole.NAVIGATION).first()).containsText("Shoes & Co");
            assertThat(page.getByRole(AriaRole.NAVIGATION).first()).containsText("Support");
        } finally {
            evolution.stop();
        }
    }
}

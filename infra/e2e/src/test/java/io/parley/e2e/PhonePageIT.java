package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's page: a newcomer writes as a customer would, and sees the agent's answer come. */
class PhonePageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void showsTheAgentsAnswerToWhatACustomerWroteOnIt(boolean small) {
        SharedHub shared = SharedHub.get();
        SharedHub.Inbox inbox = shared.inbox("page-" + (small ? "small" : "wide"));
        try (Browser browser = small ? Browser.phone() : Browser.desktop()) {
            Page page = browser.open(shared.evolution.baseUrl());
            page.locator("#instance").selectOption(inbox.instance());
            button(page, "Add").click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                    .first()
                    .fill("Paula " + small);
            page.getByLabel("Number, digits with the country code").fill(small ? "5511966660002" : "5511966660001");
            button(page, "Save").click();
            page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true))
                    .fill("Is anybody there?");
            button(page, "Send").last().click();

            int conversation = await().atMost(LIMIT).until(() -> conversationOf(shared, inbox), it -> it > 0);
            shared.administrator.reply(conversation, "Always.");

            Locator answer = page.locator(".message").filter(new Locator.FilterOptions().setHasText("Always."));
            assertThat(answer.locator(".meta")).containsText("read");
            Browser.picture(page, "phone-page-" + (small ? "small" : "wide"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static int conversationOf(SharedHub shared, SharedHub.Inbox inbox) {
        return shared.administrator.conversations().stream()
                .filter(it -> it.path("inbox_id").asInt() == inbox.id())
                .mapToInt(it -> it.path("id").asInt())
                .findFirst()
                .orElse(0);
    }
}

package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.parley.evolution.simulator.Incoming;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two people before the console, each in a browser of their own, on the shared hub: the administrator Ada and an agent.
 */
final class Desk implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);

    static final String ACCOUNT = "/api/v1/accounts/1";

    private static int contacts;

    final SharedHub shared = SharedHub.get();
    final SharedHub.Inbox inbox;
    final SharedHub.Agent agent;
    final Browser adas = Browser.desktop();
    final Browser agents = Browser.desktop();
    final Page ada;
    final Page colleague;

    /** @param name of a new inbox, and of the agent who is its only member */
    Desk(String name, String agent) {
        inbox = shared.inbox(name);
        this.agent = shared.agent(agent, inbox);
        ada = signIn(adas, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
        colleague = signIn(agents, this.agent.email(), this.agent.password());
    }

    @Override
    public void close() {
        adas.close();
        agents.close();
    }

    /** In both colour schemes, by the rules of WCAG 2.2 AA that a program can check. */
    static void accessible(Page page) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(scheme)
                    .setReducedMotion(ReducedMotion.REDUCE)); // colours that still fade are neither scheme's
            assertThat(page.locator("html"))
                    .hasAttribute("data-theme", scheme.name().toLowerCase(Locale.ROOT));
            List<Rule> violations = new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                    .setLegacyMode(true) // there are no foreign frames, which alone would need a second page
                    .analyze()
                    .getViolations();
            assertThat(violations)
                    .as("%s %s", scheme, page.url())
                    .allSatisfy(it -> assertThat(it.getId() + it.getNodes()).isEmpty());
        }
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.NO_PREFERENCE));
    }

    Page signIn(Browser browser, String email, String password) {
        Page page = browser.open(URI.create(at("/")));
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("list")).isVisible();
        return page;
    }

    String at(String path) {
        return shared.hub.baseUrl().resolve(path).toString();
    }

    void open(Page page, Talk talk) {
        page.navigate(at("/app/inbox/all/conversation/" + talk.conversation()));
        assertThat(page.getByTestId("thread-name")).hasText(talk.name());
        assertThat(page.getByTestId("composer")).isVisible();
    }

    Locator row(Page page, Talk talk) {
        return page.locator("[data-conversation='%d']".formatted(talk.conversation()));
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    String statusOf(Talk talk) {
        return shared.administrator
                .get(ACCOUNT + "/conversations/" + talk.conversation())
                .require(200)
                .path("status")
                .asText();
    }

    /** What an action of the conversation's does, without the console. */
    void change(Talk talk, String action, Map<String, ?> fields) {
        shared.administrator
                .post(ACCOUNT + "/conversations/" + talk.conversation() + "/" + action, fields)
                .require(200);
    }

    /** What that person does on their phone, with the message's id at WhatsApp; it is on its way when this returns. */
    @Nullable
    String does(Talk talk, Incoming.Act act) {
        return shared.evolution.incoming(inbox.instance(), Incoming.of(talk.digits(), talk.name(), act));
    }

    /** For what stands within another thing: its name, or a part of it. */
    static Locator.GetByRoleOptions within(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    static Locator messages(Page page) {
        return page.locator("article[data-message]");
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    static Locator button(Locator place, String name) {
        return place.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Somebody new writes; the hub has stored it when this returns. */
    Talk arrives(String name, String text) {
        return arrives(inbox, name, text);
    }

    Talk arrives(SharedHub.Inbox inbox, String name, String text) {
        String digits = "551197%07d".formatted(++contacts);
        inbox.webhooks()
                .postUntilAccepted(Webhooks.text(
                        inbox.instance(), digits, name, UUID.randomUUID().toString(), text));
        int conversation = await().atMost(LIMIT)
                .until(
                        () -> shared
                                .administrator
                                .get(ACCOUNT + "/contacts/search?q=" + digits)
                                .require(200)
                                .path("payload")
                                .findValuesAsText("id")
                                .stream()
                                .findFirst()
                                .map(this::conversationOf)
                                .orElse(0),
                        it -> it > 0);
        return new Talk(conversation, digits, name);
    }

    private int conversationOf(String contact) {
        return shared.administrator
                .get(ACCOUNT + "/contacts/" + contact + "/conversations")
                .require(200)
                .at("/payload/0/id")
                .asInt();
    }

    /** A conversation with somebody. */
    record Talk(int conversation, String digits, String name) {}
}

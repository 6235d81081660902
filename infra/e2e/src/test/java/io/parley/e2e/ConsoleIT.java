package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as agents use it: two of them, each in a browser of their own, on one hub. */
class ConsoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String ACCOUNT = "/api/v1/accounts/1";

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

    private static SharedHub shared;
    private static SharedHub.Inbox inbox;
    private static Browser adas;
    private static Browser bos;
    private static Page ada;
    private static Page bo;
    private static int contacts;

    @BeforeAll
    static void signIn() {
        shared = SharedHub.get();
        inbox = shared.inbox("console");
        SharedHub.Agent agent = shared.agent("Bo", inbox);
        adas = Browser.desktop();
        bos = Browser.desktop();
        ada = signIn(adas, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
        bo = signIn(bos, agent.email(), agent.password());
    }

    @AfterAll
    static void close() {
        adas.close();
        bos.close();
    }

    @Test
    void showsWhatContactsWriteAtOnceAndTheAnswersTicks() {
        ada.navigate(at("/app/inbox/all"));
        Talk talk = arrives("Paula", "Is *anybody* there?");

        Locator row = row(ada, talk);
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
        Talk talk = arrives("Quinn", "Where is my parcel?");
        open(ada, talk);
        open(bo, talk);

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
        Talk first = arrives("Rita", "Hello?");
        Talk second = arrives("Sam", "Good morning");
        open(bo, first);
        bo.getByTestId("composer").fill("half a thought");
        await().atMost(LIMIT)
                .until(() -> bo.evaluate("localStorage.getItem('parley.drafts')")
                        .toString()
                        .contains("half a thought"));
        open(bo, second);
        assertThat(bo.getByTestId("composer")).hasValue("");
        open(bo, first);
        assertThat(bo.getByTestId("composer")).hasValue("half a thought");
        bo.getByTestId("composer").fill("");

        bo.getByRole(AriaRole.BUTTON, named("Private note")).click();
        bo.getByTestId("composer").fill("Only for us");
        bo.keyboard().press("Enter");
        open(ada, first);
        assertThat(ada.getByTestId("thread")).containsText("Only for us");
        assertThat(shared.evolution.received().stream()
                        .noneMatch(it -> it.toString().contains("Only for us")))
                .isTrue();
    }

    @Test
    void worksByKeyboard() {
        Talk talk = arrives("Tess", "Please call me");
        open(ada, talk);
        ada.getByTestId("composer").press("Escape");

        ada.keyboard().press("i");
        assertThat(ada.getByTestId("assignee")).containsText("Admin");
        ada.keyboard().press("p");
        ada.keyboard().type("urg");
        ada.keyboard().press("Enter");
        assertThat(row(ada, talk).getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Urgent")))
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
    void changesManyAtOnce() {
        Talk first = arrives("Uma", "one");
        Talk second = arrives("Vic", "two");
        ada.navigate(at("/app/inbox/all"));
        row(ada, first).getByRole(AriaRole.CHECKBOX).press("Space");
        row(ada, second).getByRole(AriaRole.CHECKBOX).press("Space");
        assertThat(ada.getByTestId("selected")).hasText("2 selected");

        ada.getByRole(AriaRole.TOOLBAR)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resolve"))
                .click();

        assertThat(row(ada, first)).hasCount(0);
        await().atMost(LIMIT)
                .until(() -> List.of(first, second).stream()
                        .allMatch(it -> conversation(it).equals("resolved")));
    }

    @Test
    void sendsFilesAndCannedResponses() {
        shared.administrator
                .post(
                        ACCOUNT + "/canned_responses",
                        Map.of("short_code", "hi", "content", "Hi {{contact.first_name}}!"))
                .require(200);
        Talk talk = arrives("Wanda Wu", "Could you send me the list?");
        open(bo, talk);
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
        Talk talk = arrives("Xena", "I moved house");
        open(ada, talk);
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
            Page page = signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            page.navigate(at("/app/inbox/all"));
            page.waitForFunction("() => window.lines.some(it => it.readyState === WebSocket.OPEN)");
            page.evaluate("() => { window.cut = true; window.lines.forEach(it => it.close()); }");
            assertThat(page.getByTestId("banner")).isVisible();
            Talk talk = arrives("Yara", "Did you get this?");

            page.evaluate("() => { window.cut = false; }");

            assertThat(row(page, talk)).containsText("Did you get this?");
            assertThat(page.getByTestId("banner")).hasCount(0);
        }
    }

    @Test
    void speaksOtherLanguages() {
        bo.navigate(at("/app/settings/preferences"));
        bo.getByLabel("Language").selectOption("pt-BR");
        assertThat(bo.getByRole(AriaRole.NAVIGATION).first()).containsText("Não atribuídas");
        bo.getByLabel("Idioma").selectOption("");
        assertThat(bo.getByRole(AriaRole.NAVIGATION).first()).containsText("Unassigned");
    }

    @Test
    void administersLabels() {
        ada.navigate(at("/app/settings/labels"));
        ada.getByRole(AriaRole.BUTTON, named("Add")).click();
        ada.getByLabel("Label", new Page.GetByLabelOptions().setExact(false))
                .first()
                .fill("urgent-parcel");
        ada.getByRole(AriaRole.BUTTON, named("Save")).click();
        assertThat(ada.locator("[data-item='urgent-parcel']")).isVisible();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("urgent-parcel");
    }

    @Test
    void keepsHoursWithPausesAndHolidays() {
        ada.navigate(at("/app/settings/inboxes/" + inbox.id()));
        ada.getByRole(AriaRole.TAB, named("Business hours")).click();
        ada.getByLabel("Keep business hours").click();
        ada.getByLabel("Another opening: Monday").click();
        ada.getByRole(AriaRole.BUTTON, named("Add a holiday")).click();
        ada.getByLabel("Date of the holiday").fill("2026-12-25");
        ada.getByLabel("Name of the holiday").fill("Christmas");
        ada.getByLabel("every year").check();
        ada.getByRole(AriaRole.BUTTON, named("Save")).click();

        await().atMost(LIMIT)
                .until(() -> shared.administrator
                        .get(ACCOUNT + "/inboxes/" + inbox.id())
                        .require(200)
                        .at("/holidays/0/name")
                        .asText()
                        .equals("Christmas"));
        JsonNode kept =
                shared.administrator.get(ACCOUNT + "/inboxes/" + inbox.id()).require(200);
        assertThat(kept.at("/holidays/0/yearly").asBoolean()).isTrue();
        assertThat(kept.at("/working_hours/1/blocks")).hasSize(2);
        assertThat(kept.at("/working_hours/2/blocks")).hasSize(1);
        ada.navigate(at("/app/settings/audit"));
        assertThat(ada.getByTestId("audit").getByRole(AriaRole.LISTITEM).first())
                .containsText("console");
    }

    @Test
    void makesTokensThatAreShownOnceAndRevokedAlone() {
        bo.navigate(at("/app/settings/profile"));
        bo.getByPlaceholder("Reporting script").fill("Nightly report");
        bo.getByRole(AriaRole.BUTTON, named("Create")).click();
        String token = bo.getByTestId("new-token").inputValue();
        assertThat(profileBy(token)).isEqualTo(200);
        bo.reload();
        assertThat(bo.locator("[data-item='Nightly report']")).isVisible();
        assertThat(bo.getByTestId("new-token")).hasCount(0);

        bo.getByRole(AriaRole.BUTTON, named("Revoke Nightly report")).click();
        bo.getByRole(AriaRole.BUTTON, named("Revoke")).click();

        assertThat(bo.locator("[data-item='Nightly report']")).hasCount(0);
        assertThat(profileBy(token)).isEqualTo(401);
    }

    @Test
    void testsAMailboxBeforeItIsMade() {
        ada.navigate(at("/app/settings/inboxes"));
        ada.getByRole(AriaRole.BUTTON, named("Add")).click();
        ada.getByText("E-mail", new Page.GetByTextOptions().setExact(true)).click();
        ada.getByLabel("E-mail", new Page.GetByLabelOptions().setExact(true))
                .last()
                .fill("support@example.org");
        ada.getByLabel("IMAP server").fill("127.0.0.1");
        ada.getByLabel("IMAP port").fill("9");
        ada.getByRole(AriaRole.BUTTON, named("Test the connection")).click();

        assertThat(ada.getByTestId("findings")).containsText("127.0.0.1:9");
        assertThat(ada.getByTestId("findings")).containsText("No SMTP server");
    }

    @Test
    void showsHowTheHubIs() {
        ada.navigate(at("/app/settings/system"));
        assertThat(ada.getByTestId("health")).containsText("UP");
        assertThat(ada.getByTestId("lag")).containsText("gateway");
        assertThat(ada.getByRole(AriaRole.IMG, named("Throughput"))).isVisible();
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
        ada.navigate(at(path));
        assertThat(ada.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                        .first())
                .isVisible();
        accessible(ada);
    }

    @Test
    void isThereForEverybodyInAConversationOnAPhone() {
        Talk talk = arrives("Zoe", "Hi from the road");
        open(ada, talk);
        accessible(ada);
        try (Browser browser = Browser.phone()) {
            Page phone = signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            phone.navigate(at("/app/inbox/all"));
            row(phone, talk).getByRole(AriaRole.LINK).click();
            assertThat(phone.getByTestId("thread")).containsText("Hi from the road");
            assertThat(phone.locator("html")).hasJSProperty("scrollWidth", 360);
            accessible(phone);
            Browser.picture(ada, "console");
            Browser.picture(phone, "console-phone");
            phone.getByRole(AriaRole.BUTTON, named("Back")).click();
            assertThat(row(phone, talk)).isVisible();
        }
    }

    /** In both colour schemes, by the rules of WCAG 2.2 AA that a program can check. */
    private static void accessible(Page page) {
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

    private static Page signIn(Browser browser, String email, String password) {
        Page page = browser.open(URI.create(at("/")));
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password").fill(password);
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("list")).isVisible();
        return page;
    }

    private static String at(String path) {
        return shared.hub.baseUrl().resolve(path).toString();
    }

    private static void open(Page page, Talk talk) {
        page.navigate(at("/app/inbox/all/conversation/" + talk.conversation()));
        assertThat(page.getByTestId("thread-name")).hasText(talk.name());
        assertThat(page.getByTestId("composer")).isVisible();
    }

    private static Locator row(Page page, Talk talk) {
        return page.locator("[data-conversation='%d']".formatted(talk.conversation()));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static int profileBy(String token) {
        return Api.send(HttpRequest.newBuilder(URI.create(at("/api/v1/profile")))
                        .header("api_access_token", token))
                .status();
    }

    private static String conversation(Talk talk) {
        return shared.administrator
                .get(ACCOUNT + "/conversations/" + talk.conversation())
                .require(200)
                .path("status")
                .asText();
    }

    /** Somebody new writes; the hub has stored it when this returns. */
    private static Talk arrives(String name, String text) {
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
                                .map(ConsoleIT::conversationOf)
                                .orElse(0),
                        it -> it > 0);
        return new Talk(conversation, name);
    }

    private static int conversationOf(String contact) {
        return shared.administrator
                .get(ACCOUNT + "/contacts/" + contact + "/conversations")
                .require(200)
                .at("/payload/0/id")
                .asInt();
    }

    /** A conversation with somebody. */
    private record Talk(int conversation, String name) {}
}

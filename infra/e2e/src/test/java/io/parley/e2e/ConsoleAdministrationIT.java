package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What administrators set up and watch: people, teams, labels, tokens, the audit log, the hub itself. */
class ConsoleAdministrationIT {

    /** What is clicked may just be gone. */
    private static final Locator.ClickOptions SOON = new Locator.ClickOptions().setTimeout(2_000);

    private static final String GUS = "5511988880099";

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-administration", "Elsa");
        ada = desk.ada;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void makesChangesAndRemovesAgents() {
        ada.navigate(desk.at("/app/settings/agents"));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Name").fill("Finn");
        dialog.getByLabel("E-mail").fill("finn@example.org");
        dialog.getByLabel("Password").fill("short");
        Desk.button(dialog, "Save").click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
        dialog.getByLabel("Password").fill("Finn-Secret-1");
        Desk.button(dialog, "Save").click();
        Locator finn = ada.locator("[data-item='Finn']");
        assertThat(finn).containsText("Agent");

        Desk.button(ada, "Edit Finn").click();
        dialog.getByLabel("Role").selectOption("administrator");
        dialog.getByLabel("Open conversations at most").fill("7");
        Desk.button(dialog, "Save").click();
        assertThat(finn).containsText("Administrator");
        ada.reload();
        Desk.button(ada, "Edit Finn").click();
        assertThat(dialog.getByLabel("Open conversations at most")).hasValue("7");
        ada.keyboard().press("Escape");
        Desk.button(ada, "Delete Finn").click();
        Desk.button(dialog, "Delete").click();
        assertThat(finn).hasCount(0);
    }

    @Test
    void makesTeamsWithMembersAndCannedResponses() {
        ada.navigate(desk.at("/app/settings/teams"));
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Name").fill("returns");
        Desk.button(dialog, "Save").click();
        Desk.button(ada, "Members of returns").click();
        Locator elsa = dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName("Elsa"));
        ada.waitForResponse(it -> it.request().method().equals("PATCH"), elsa::check);
        ada.keyboard().press("Escape");
        ada.reload();
        Desk.button(ada, "Members of returns").click();
        assertThat(elsa).isChecked();

        ada.keyboard().press("Escape");
        Desk.button(ada, "Edit returns").click();
        dialog.getByLabel("Name").fill("refunds");
        dialog.getByLabel("Description").fill("Money back");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='refunds']")).containsText("Money back");
        remove("refunds");

        ada.navigate(desk.at("/app/settings/canned"));
        Desk.button(ada, "Add").click();
        dialog.getByLabel("Short code").fill("returns");
        dialog.getByLabel("Text").fill("Send it back within 30 days.");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='/returns']")).containsText("within 30 days");
        Desk.button(ada, "Edit /returns").click();
        dialog.getByLabel("Text").fill("Send it back within 60 days.");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='/returns']")).containsText("within 60 days");
        remove("/returns");
    }

    @Test
    void showsDeadLettersAndPutsThemBack() {
        SharedHub.Inbox off = desk.shared.inbox("switched-off");
        enable(off, false);
        ada.navigate(desk.at("/app/settings/system"));
        Locator letters = letters("disabled");
        await().atMost(Desk.LIMIT).until(() -> {
            off.webhooks()
                    .post(Webhooks.text(
                            off.instance(), GUS, "Gus", UUID.randomUUID().toString(), "lost?"));
            return !letterFrom(GUS).isEmpty();
        });
        Desk.button(ada, "Look again").click();
        ada.locator("[data-letter='%s']".formatted(letterFrom(GUS)))
                .getByRole(AriaRole.BUTTON)
                .first()
                .click();
        assertThat(ada.getByRole(AriaRole.DIALOG)).containsText("lost?");
        ada.keyboard().press("Escape");

        enable(off, true);
        replayUntilArrived(
                off,
                letters,
                () -> letters.first().getByRole(AriaRole.BUTTON).last().click(SOON));
    }

    @Test
    void putsAllDeadLettersBackAtOnce() {
        SharedHub.Inbox off = desk.shared.inbox("switched-off-for-all");
        enable(off, false);
        ada.navigate(desk.at("/app/settings/system"));
        Locator letters = letters("inbox %d is disabled".formatted(off.id()));
        await().atMost(Desk.LIMIT).until(() -> {
            off.webhooks()
                    .post(Webhooks.text(
                            off.instance(),
                            "5511988880098",
                            "Ida",
                            UUID.randomUUID().toString(),
                            "lost?"));
            Desk.button(ada, "Look again").click();
            return letters.count() > 1;
        });

        enable(off, true);
        replayUntilArrived(off, letters, () -> {
            Desk.button(ada, "Replay all").click(SOON);
            assertThat(ada.getByText(Pattern.compile("^\\d+ put back$")).first())
                    .isVisible();
        });
    }

    private static Locator letters(String reason) {
        return ada.getByTestId("letters")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(reason));
    }

    /** The table of inboxes follows its topic, so that the first replay may still meet the disabled inbox. */
    private static void replayUntilArrived(SharedHub.Inbox inbox, Locator letters, Runnable replay) {
        await().atMost(Desk.LIMIT).ignoreException(TimeoutError.class).until(() -> {
            Desk.button(ada, "Look again").click();
            if (letters.count() > 0) {
                replay.run();
            }
            return letters.count() == 0 && arrived(inbox);
        });
    }

    /** Its id; the hub may have given up other things of a disabled inbox, such as news of its connection. */
    private static String letterFrom(String digits) {
        JsonNode letters = desk.shared
                .administrator
                .get(Desk.ACCOUNT + "/system/dead_letters?limit=500")
                .require(200)
                .path("payload");
        for (JsonNode letter : letters) {
            if (letter.path("key").asText().endsWith(digits)) {
                return letter.path("id").asText();
            }
        }
        return "";
    }

    private static boolean arrived(SharedHub.Inbox inbox) {
        return desk.shared.administrator.conversations().stream()
                .anyMatch(it -> it.path("inbox_id").asInt() == inbox.id());
    }

    private static void enable(SharedHub.Inbox inbox, boolean enabled) {
        desk.shared
                .administrator
                .patch(Desk.ACCOUNT + "/inboxes/" + inbox.id(), Map.of("enabled", enabled))
                .require(200);
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

        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        Desk.button(ada, "Edit urgent-parcel").click();
        dialog.getByLabel("Label").first().fill("urgent-letter");
        dialog.getByLabel("Description").fill("Must go out today");
        dialog.getByLabel("Colour").fill("#00aa55");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='urgent-letter']")).containsText("Must go out today");
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).containsText("urgent-letter");
        Desk.button(ada, "Edit urgent-letter").click();
        assertThat(dialog.getByLabel("Colour")).hasValue("#00aa55");
        dialog.getByRole(AriaRole.SWITCH, Desk.within("Show in the sidebar")).click();
        Desk.button(dialog, "Save").click();
        assertThat(ada.getByRole(AriaRole.NAVIGATION).first()).not().containsText("urgent-letter");
        remove("urgent-letter");
    }

    @Test
    void saysWhatIsWrongInTheReadersLanguage() {
        desk.shared.has("/labels", Map.of("title", "taken"));
        try (Browser browser = Browser.desktop()) {
            Page page = desk.signIn(browser, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            page.navigate(desk.at("/app/settings/preferences"));
            page.getByLabel("Language").selectOption("es");
            page.navigate(desk.at("/app/settings/labels"));
            Desk.button(page, "Añadir").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Etiqueta").first().fill("taken");
            Desk.button(dialog, "Guardar").click();

            assertThat(dialog.getByRole(AriaRole.ALERT)).hasText("Título: ya está en uso.");
        }
    }

    private static void remove(String item) {
        Desk.button(ada, "Delete " + item).click();
        Desk.button(ada.getByRole(AriaRole.DIALOG), "Delete").click();
        assertThat(ada.locator("[data-item='%s']".formatted(item))).hasCount(0);
        ada.reload();
        assertThat(Desk.button(ada, "Add")).isVisible();
        assertThat(ada.locator("[data-item='%s']".formatted(item))).hasCount(0);
    }

    @Test
    void tellsWhoChangedWhat() {
        String before = "before-" + UUID.randomUUID();
        String after = "after-" + UUID.randomUUID();
        desk.shared.has("/labels", Map.of("title", before, "show_on_sidebar", false));
        ada.navigate(desk.at("/app/settings/labels"));
        Desk.button(ada, "Edit " + before).click();
        ada.getByRole(AriaRole.DIALOG).getByLabel("Label").first().fill(after);
        Desk.button(ada.getByRole(AriaRole.DIALOG), "Save").click();
        assertThat(ada.locator("[data-item='%s']".formatted(after))).isVisible();

        ada.navigate(desk.at("/app/settings/audit"));
        Locator newest = ada.getByTestId("audit").locator("> li").first();
        assertThat(newest).containsText("Admin");
        assertThat(newest).containsText(Pattern.compile("changed.*“%s”".formatted(after)));
        newest.locator("summary").click();
        assertThat(newest.locator("del")).hasText(before);
        assertThat(newest.locator("ins")).hasText(after);
        ada.getByLabel("What was changed").selectOption("agent");
        assertThat(newest).containsText("agent “");
        ada.getByLabel("What was changed").selectOption("");
        ada.getByLabel("Who changed it").selectOption("Administrator");
        assertThat(newest).containsText(Pattern.compile("changed.*“%s”".formatted(after)));
    }

    @Test
    void keepsAdministrationFromAgents() {
        Page elsa = desk.colleague;
        elsa.navigate(desk.at("/app/settings"));
        Locator sections = elsa.getByRole(AriaRole.NAVIGATION, Desk.named("Settings"));
        assertThat(sections).containsText("Canned responses");
        for (String section : List.of("Inboxes", "Agents", "Teams", "Audit log", "System")) {
            assertThat(sections).not().containsText(section);
        }
        assertThat(elsa.getByRole(AriaRole.NAVIGATION, Desk.named("Main")))
                .not()
                .containsText("Reports");
        elsa.navigate(desk.at("/app/settings/agents"));
        assertThat(elsa.getByRole(AriaRole.HEADING, Desk.named("Profile"))).isVisible();
        elsa.navigate(desk.at("/app/reports"));
        elsa.waitForURL("**/app/inbox/mine");
    }

    @Test
    void makesTokensThatAreShownOnceAndRevokedAlone() {
        Page colleague = desk.colleague;
        colleague.navigate(desk.at("/app/settings/profile"));
        colleague.getByPlaceholder("Reporting script").fill("Nightly report");
        colleague.getByRole(AriaRole.BUTTON, Desk.named("Create")).click();
        String token = colleague.getByTestId("new-token").inputValue();
        assertThat(profileBy(token)).isEqualTo(200);
        colleague.reload();
        assertThat(colleague.locator("[data-item='Nightly report']")).isVisible();
        assertThat(colleague.getByTestId("new-token")).hasCount(0);

        colleague
                .getByRole(AriaRole.BUTTON, Desk.named("Revoke Nightly report"))
                .click();
        colleague.getByRole(AriaRole.BUTTON, Desk.named("Revoke")).click();

        assertThat(colleague.locator("[data-item='Nightly report']")).hasCount(0);
        assertThat(profileBy(token)).isEqualTo(401);
    }

    private static int profileBy(String token) {
        return Api.send(HttpRequest.newBuilder(URI.create(desk.at("/api/v1/profile")))
                        .header("api_access_token", token))
                .status();
    }

    @Test
    void showsHowTheHubIs() {
        ada.navigate(desk.at("/app/settings/system"));
        assertThat(ada.getByTestId("health")).containsText("Database fine");
        assertThat(ada.getByTestId("lag")).containsText("gateway");
        assertThat(ada.getByRole(AriaRole.IMG, Desk.named("Throughput"))).isVisible();
        assertThat(ada.getByRole(AriaRole.IMG, Desk.named("Latency"))).isVisible();
        ada.getByTestId("lag").locator("summary").first().click();
        assertThat(ada.getByTestId("lag").locator("details[open] li").first())
                .containsText(Pattern.compile("parley\\..*\\d$"));

        desk.arrives("Lars", "I am counted");
        assertThat(figures("Throughput", Pattern.compile("^[1-9]")).first()).isAttached();
        assertThat(figures("Latency", Pattern.compile("^[1-9][\\d,.]* ms$")).first())
                .isAttached();
    }

    /** What a chart shows, as those hear it who cannot see it. */
    private static Locator figures(String chart, Pattern pattern) {
        return ada.getByRole(AriaRole.TABLE, Desk.named(chart))
                .getByRole(AriaRole.CELL)
                .filter(new Locator.FilterOptions().setHasText(pattern));
    }
}

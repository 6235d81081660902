package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.parley.evolution.simulator.Incoming.Act;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was said and is known, found from the console and put to use. */
class ConsoleSearchIT {

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-search", "Hugo");
        ada = desk.ada;
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void findsAMessageAndJumpsToIt() {
        Desk.Talk talk = desk.arrives("Ines", "My zeppelin lost its propeller");
        IntStream.range(0, 40).forEach(line -> desk.does(talk, new Act.Text("and more of it " + line)));
        awaitFound("zeppelin propeller");
        ada.navigate(desk.at("/app/inbox/mine"));
        Locator search = search(ada, "zeppelin propeller");
        Locator found = search.locator("[data-found-message]").first();
        assertThat(found.locator("mark").first()).hasText("zeppelin");
        Desk.accessible(ada);

        Desk.button(search, "Filters").click();
        search.getByLabel("Status").selectOption("resolved");
        assertThat(search.getByText("Nothing found")).isVisible();
        Desk.button(search, "Clear the filters").click();
        found.click();

        assertThat(ada.getByTestId("thread-name")).hasText("Ines");
        assertThat(ada.getByTestId("thread").getByText("My zeppelin lost its propeller"))
                .isInViewport();
    }

    @Test
    void findsOnlyWhatTheAgentMaySee() {
        SharedHub.Inbox closed = desk.shared.inbox("console-search-closed");
        closed.webhooks()
                .postUntilAccepted(
                        Webhooks.text(closed.instance(), "5511977770001", "Jon", "SECRETWORD1", "xylophone of gold"));
        awaitFound("xylophone");
        ada.navigate(desk.at("/app/inbox/all"));
        assertThat(search(ada, "xylophone").locator("mark").first()).hasText("xylophone");
        ada.keyboard().press("Escape");

        desk.colleague.navigate(desk.at("/app/inbox/all"));
        Locator search = search(desk.colleague, "xylophone");
        assertThat(search.locator("[data-found-message]")
                        .or(search.getByText("Nothing found"))
                        .first())
                .isVisible();
        assertThat(search.getByText("xylophone")).hasCount(0);
        desk.colleague.keyboard().press("Escape");
    }

    @Test
    void suggestsWhatIsKnownAndWasAnswered() {
        desk.shared
                .administrator
                .post(
                        Desk.ACCOUNT + "/canned_responses",
                        Map.of(
                                "short_code",
                                "propeller",
                                "content",
                                "{{contact.first_name}}, we send a new propeller."))
                .require(200);
        ada.navigate(desk.at("/app/settings/articles"));
        Desk.button(ada, "Add").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Title").fill("Changing a propeller");
        dialog.getByLabel("Status").selectOption("published");
        dialog.getByLabel("Text")
                .last()
                .fill("# Propeller\n\nTurn the propeller of the airship **left** to take it off.");
        Desk.button(dialog, "Preview").click();
        assertThat(ada.getByTestId("preview").locator("strong").last()).hasText("left");
        Desk.button(dialog, "Save").click();
        assertThat(ada.locator("[data-item='Changing a propeller']")).containsText("Published");

        Desk.Talk before = desk.arrives("Kate", "How do I get a new propeller for my airship?");
        desk.shared.administrator.reply(before.conversation(), "The propeller comes tomorrow, free of charge.");
        awaitFound("free of charge");
        Desk.Talk talk = desk.arrives("Leo", "I need a new propeller for my airship");
        desk.open(ada, talk);
        ada.getByRole(AriaRole.TAB, Desk.named("Help")).click();
        Locator suggestions = ada.getByTestId("assist");
        await().atMost(Desk.LIMIT).until(() -> {
            Desk.button(suggestions, "Look again").click();
            return suggestions.locator("[data-suggestion=article]").count() > 0
                    && suggestions.locator("[data-suggestion=canned_response]").count() > 0
                    && suggestions.locator("[data-suggestion=similar]").count() > 0;
        });
        Desk.accessible(ada);
        assertThat(suggestions.locator("[data-suggestion=canned_response]").first())
                .containsText(Pattern.compile("\\d+%"));
        suggestions
                .locator("[data-suggestion=canned_response]")
                .filter(new Locator.FilterOptions().setHasText("/propeller"))
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(ada.getByTestId("composer")).hasValue("Leo, we send a new propeller.");
        ada.getByTestId("composer").fill("");
        suggestions
                .locator("[data-suggestion=similar]")
                .filter(new Locator.FilterOptions().setHasText("Kate"))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(ada.getByTestId("thread-name")).hasText("Kate");
        ada.getByRole(AriaRole.TAB, Desk.named("Contact")).click();
    }

    @Test
    void importsArticlesAndShowsTheIndex() {
        ada.navigate(desk.at("/app/settings/articles"));
        Desk.button(ada, "Import").click();
        Locator dialog = ada.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Markdown files")
                .setInputFiles(new FilePayload(
                        "ballast.md",
                        "text/markdown",
                        "---\ntitle: Dropping ballast\nlocale: en\nstatus: draft\n---\nOne bag at a time."
                                .getBytes(StandardCharsets.UTF_8)));
        Desk.button(dialog, "Import").click();
        assertThat(ada.getByTestId("imported")).containsText("ballast.md");
        Desk.button(dialog, "Done").click();
        assertThat(ada.locator("[data-item='Dropping ballast']")).containsText("Draft");
        Desk.accessible(ada);
        Desk.button(ada, "Delete Dropping ballast").click();
        Desk.button(dialog, "Delete").click();
        assertThat(ada.locator("[data-item='Dropping ballast']")).hasCount(0);

        ada.navigate(desk.at("/app/settings/index"));
        assertThat(ada.getByTestId("index")).containsText("In the index");
        Desk.accessible(ada);
        Desk.button(ada, "Build anew").click();
        ada.waitForResponse(
                it -> it.url().endsWith("/search_index/rebuild") && it.status() == 202,
                () -> Desk.button(ada.getByRole(AriaRole.DIALOG), "Build anew").click());
    }

    /** The hub of the tests has no chat model: its part is played here. */
    @Test
    void putsADraftIntoTheComposerAndSaysWhenThereIsNone() {
        Desk.Talk talk = desk.arrives("Mona", "Where does my airship land?");
        answer("**/assistant", "application/json", "{\"enabled\":true,\"model\":\"a model\"}");
        answer("**/draft_answer", "text/event-stream", """
                event:delta
                data:{"text":"It lands "}

                event:done
                data:{"text":"It lands in Recife [1].","citations":[{"number":1,"quote":"Airships land in Recife.",\
                "source":{"id":1,"title":"Landing","article_id":1}}]}

                """);
        answer("**/summary", "text/event-stream", """
                event:delta
                data:{"text":"Mona asks"}

                event:error
                data:{"error":"The model is away."}

                """);
        ada.reload();
        desk.open(ada, talk);
        ada.getByRole(AriaRole.TAB, Desk.named("Help")).click();
        Locator help = ada.getByTestId("assist");
        Desk.button(help, "Summary").click();
        assertThat(ada.getByTestId("written").getByRole(AriaRole.ALERT)).hasText("The model is away.");
        Desk.button(ada.getByTestId("written"), "Close").click();

        Desk.button(help, "Draft an answer").click();
        assertThat(ada.getByTestId("written").getByRole(AriaRole.LINK)).hasText("Landing");
        Desk.button(ada.getByTestId("written"), "Use this").click();

        assertThat(ada.getByTestId("composer")).hasValue("It lands in Recife.");
        ada.getByTestId("composer").fill("");
        ada.getByRole(AriaRole.TAB, Desk.named("Contact")).click();
        ada.context().unrouteAll();
    }

    private static void answer(String path, String type, String body) {
        ada.context()
                .route(
                        path,
                        route -> route.fulfill(
                                new Route.FulfillOptions().setContentType(type).setBody(body)));
    }

    private static Locator search(Page page, String words) {
        assertThat(page.getByTestId("list")).isVisible();
        page.keyboard().press("/");
        Locator search = page.getByTestId("search");
        search.getByPlaceholder("Search everything").fill(words);
        return search;
    }

    /** Search follows what is said at a little distance. */
    private static void awaitFound(String words) {
        await().atMost(Desk.LIMIT)
                .until(() -> !desk.shared
                        .administrator
                        .get(Desk.ACCOUNT + "/search/messages?q=" + words.replace(" ", "%20"))
                        .require(200)
                        .at("/payload/messages")
                        .isEmpty());
    }
}

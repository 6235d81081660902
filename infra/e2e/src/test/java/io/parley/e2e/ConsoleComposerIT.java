package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All ways to answer. */
class ConsoleComposerIT {

    private static final Pattern THERE = Pattern.compile("sent|delivered|read");

    private static Desk desk;
    private static Page ada;
    private static Page bo;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-composer", "Bodil");
        ada = desk.ada;
        bo = desk.colleague;
        desk.adas.context().grantPermissions(List.of("microphone"));
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void keepsWhatCouldNotBeSentToTryItAgain() {
        Desk.Talk talk = desk.arrives("Olga", "Hello");
        desk.open(ada, talk);
        ada.route("**/conversations/*/messages", route -> route.abort());
        ada.getByTestId("composer").fill("Written in a tunnel");
        ada.keyboard().press("Enter");
        Locator mine = Desk.messages(ada).last();
        assertThat(mine).containsText("Written in a tunnel");
        assertThat(mine.getByRole(AriaRole.ALERT)).containsText("The hub does not answer");
        ada.unroute("**/conversations/*/messages");

        Desk.button(mine, "Try again").click();

        assertThat(mine).hasAttribute("data-state", THERE);
        assertThat(Desk.messages(ada)).hasCount(2);
    }

    @Test
    void takesEmojiMarksFilesAndVoice() {
        Desk.Talk talk = desk.arrives("Quim", "Oi");
        desk.open(ada, talk);
        Locator composer = ada.getByTestId("composer");
        Desk.button(ada, "Emoji").click();
        ada.locator("emoji-picker")
                .getByRole(AriaRole.SEARCHBOX)
                .or(ada.locator("emoji-picker input"))
                .first()
                .fill("tada");
        ada.locator("emoji-picker button[role=option], emoji-picker button.emoji")
                .filter(new Locator.FilterOptions().setHasText("🎉"))
                .first()
                .click();
        assertThat(composer).hasValue("🎉");

        composer.fill("as long as it gets\n".repeat(100));
        assertThat(ada.getByTestId("send")).isInViewport();
        composer.fill("very good");
        composer.selectText();
        Desk.button(ada, "Bold").click();
        assertThat(composer).hasValue("*very good*");
        composer.evaluate("""
                it => {
                  const data = new DataTransfer();
                  data.items.add(new File(['1 apple'], 'pasted.txt', { type: 'text/plain' }));
                  it.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
                  const dropped = new DataTransfer();
                  dropped.items.add(new File(['2 pears'], 'dropped.txt', { type: 'text/plain' }));
                  it.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
                }""");
        assertThat(ada.getByText("dropped.txt")).isVisible();
        Desk.button(ada, "Remove dropped.txt").click();
        ada.getByTestId("send").click();
        Locator sent = ada.locator("article[data-state]").last();
        assertThat(sent.getByRole(AriaRole.LINK, Desk.within("pasted.txt"))).isVisible();
        assertThat(sent.locator("strong")).hasText("very good");
        assertThat(sent).hasAttribute("data-state", THERE);

        Desk.button(ada, "Record a voice message").click();
        Desk.button(ada.getByRole(AriaRole.STATUS), "Cancel").click();
        assertThat(composer).isVisible();
        Desk.button(ada, "Record a voice message").click();
        assertThat(ada.getByText("Recording 0:01")).isVisible();
        Desk.button(ada.getByRole(AriaRole.STATUS), "Send").click();
        assertThat(ada.locator("article[data-state]")).hasCount(2);
        Locator voice = ada.locator("article[data-state]").last();
        assertThat(voice).hasAttribute("data-state", THERE);
        Desk.button(voice, "Speed: 1×").click();
        assertThat(Desk.button(voice, "Speed: 1.5×")).isVisible();
        Desk.button(voice, "Play").click();
        ada.waitForFunction("() => [...document.querySelectorAll('audio')].at(-1).currentTime > 0");
        assertThat((Double) voice.locator("audio").evaluate("it => it.playbackRate"))
                .isEqualTo(1.5);
    }

    @Test
    void keepsDraftsOnTheServerAndSendsAsTheAgentLikes() {
        Desk.Talk talk = desk.arrives("Rosa", "Which one?");
        desk.open(ada, talk);
        ada.getByTestId("composer").fill("The blue");
        await().atMost(Desk.LIMIT)
                .until(() -> desk.shared
                        .administrator
                        .get(Desk.ACCOUNT + "/conversations/" + talk.conversation() + "/draft")
                        .require(200)
                        .path("message")
                        .asText()
                        .equals("The blue"));
        desk.open(bo, talk);
        assertThat(bo.getByTestId("composer")).hasValue("");
        try (Browser elsewhere = Browser.desktop()) {
            Page page = desk.signIn(elsewhere, Hub.ADMIN_EMAIL, Hub.ADMIN_PASSWORD);
            page.navigate(desk.at("/app/settings/preferences"));
            page.getByLabel("Send with").selectOption("ctrl-enter");
            desk.open(page, talk);
            assertThat(page.getByTestId("composer")).hasValue("The blue");
            page.getByTestId("composer").press("End");
            page.keyboard().press("Enter");
            page.keyboard().type("one");
            assertThat(page.getByTestId("composer")).hasValue("The blue\none");
            page.keyboard().press("Control+Enter");
            assertThat(page.getByTestId("composer")).hasValue("");
        }
        assertThat(ada.getByTestId("thread")).containsText("one");
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
        assertThat(sent.getByRole(AriaRole.LINK, Desk.within("list.txt"))).isVisible();
        assertThat(sent).containsText("Hi Wanda!");
    }

    @Test
    void showsWhatIsSentBeforeTheHubHasIt() {
        Desk.Talk talk = desk.arrives("Ulf", "Quick?");
        desk.open(ada, talk);
        CompletableFuture<Route> held = new CompletableFuture<>();
        ada.route("**/conversations/*/messages", held::complete);
        ada.getByTestId("composer").fill("Quicker than the hub");
        ada.keyboard().press("Enter");

        Locator mine = Desk.messages(ada).last();
        assertThat(mine).containsText("Quicker than the hub");
        assertThat(mine.getByLabel("On its way")).isVisible();
        assertThat(ada.getByTestId("composer")).hasValue("");
        ada.unroute("**/conversations/*/messages");
        held.join().resume();

        assertThat(mine).hasAttribute("data-state", THERE);
        assertThat(Desk.messages(ada)).hasCount(2);
    }

    @Test
    void showsHowFarAnUploadIs() {
        Desk.Talk talk = desk.arrives("Vera", "Send me the film");
        desk.open(ada, talk);
        CDPSession line = ada.context().newCDPSession(ada);
        line.send("Network.enable");
        upload(line, 100_000);
        ada.getByTestId("files")
                .setInputFiles(new FilePayload("film.bin", "application/octet-stream", new byte[500_000]));
        ada.getByTestId("send").click();

        Locator mine = Desk.messages(ada).last();
        Locator progress = mine.getByLabel("Uploading");
        assertThat(mine).containsText("film.bin");
        assertThat(progress).isVisible();
        ada.waitForFunction(
                "() => { const { value } = document.querySelector('progress'); return value > 0 && value < 1; }");
        upload(line, -1);

        assertThat(progress).hasCount(0);
        assertThat(mine).hasAttribute("data-state", THERE);
        assertThat(mine.getByRole(AriaRole.LINK, Desk.within("film.bin"))).isVisible();
    }

    /** @param bytes in a second; -1 is no limit */
    private static void upload(CDPSession line, int bytes) {
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", bytes);
        line.send("Network.emulateNetworkConditions", conditions);
    }

    @Test
    void refusesFilesThatAreTooLarge() {
        Desk.Talk talk = desk.arrives("Walt", "All of it, please");
        desk.open(ada, talk);
        ada.getByTestId("composer").evaluate("""
                it => {
                  const dropped = new DataTransfer();
                  dropped.items.add(new File([new Uint8Array(41 * 1024 * 1024)], 'huge.bin'));
                  it.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
                }""");

        assertThat(ada.getByRole(AriaRole.ALERT)).containsText("huge.bin is larger than 40 MB.");
        assertThat(Desk.button(ada, "Remove huge.bin")).hasCount(0);
    }

    @Test
    void writesNotesInTheirOwnColourWithMarkdown() {
        Desk.Talk talk = desk.arrives("Xander", "A question");
        desk.open(ada, talk);
        ada.getByTestId("composer").fill("An answer");
        ada.keyboard().press("Enter");
        assertThat(ada.locator("article[data-state]")).hasAttribute("data-state", THERE);
        Desk.button(ada, "Private note").click();
        ada.getByTestId("composer").fill("**careful**, _really_: `code` and [a page](https://example.org/)");
        ada.keyboard().press("Enter");

        Locator note = Desk.messages(ada).last();
        assertThat(note).containsText("Private note");
        assertThat(note.locator("strong")).hasText("careful");
        assertThat(note.locator("em")).hasText("really");
        assertThat(note.locator("code")).hasText("code");
        assertThat(note.getByRole(AriaRole.LINK)).hasAttribute("href", "https://example.org/");
        assertThat(colour(note)).isNotEqualTo(colour(Desk.messages(ada).nth(1)));
        assertThat(colour(note)).isNotEqualTo(colour(Desk.messages(ada).first()));
    }

    /** Of a message's bubble. */
    private static Object colour(Locator message) {
        return message.locator(".rounded-2xl").evaluate("it => getComputedStyle(it).backgroundColor");
    }
}

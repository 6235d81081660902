package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.parley.evolution.simulator.Incoming;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.MediaKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The thread and the composer: everything that can be said on WhatsApp, and all ways to answer. */
class ConsoleThreadIT {

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-thread", "Cleo");
        ada = desk.ada;
        desk.adas.context().grantPermissions(List.of("microphone"));
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void showsEveryKindOfMessage() {
        Desk.Talk talk = desk.arrives("Kai Kinds", "Look at *all* of this");
        for (MediaKind kind : List.of(MediaKind.IMAGE, MediaKind.VOICE, MediaKind.AUDIO, MediaKind.DOCUMENT)) {
            desk.does(talk, media(kind));
        }
        desk.does(talk, media(MediaKind.STICKER));
        desk.does(
                talk, new Act.Media(MediaKind.VIDEO, "AAAAGGZ0eXBpc29tAAAAAGlzb20=", "video/mp4", "clip.mp4", null, 3));
        desk.does(talk, new Act.Location(-23.56, -46.65, "MASP", "Av. Paulista 1578"));
        desk.does(talk, new Act.Contacts(List.of(new Incoming.Card("Bob Builder", "+551133334444", null, null))));
        ObjectNode poll = Api.JSON.createObjectNode();
        poll.putObject("pollCreationMessageV3")
                .put("name", "Which colour?")
                .put("selectableOptionsCount", 1)
                .putArray("options")
                .addObject()
                .put("optionName", "Red");
        desk.does(talk, new Act.Raw("pollCreationMessageV3", poll));
        ObjectNode event = Api.JSON.createObjectNode();
        event.putObject("eventMessage").put("name", "Party");
        desk.does(talk, new Act.Raw("eventMessage", event));

        desk.open(ada, talk);

        Locator thread = ada.getByTestId("thread");
        assertThat(thread.getByText("Today", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(thread.getByRole(AriaRole.IMG, named("Sticker").setExact(false))
                        .or(thread.locator("img"))
                        .first())
                .isVisible();
        assertThat(thread.locator("video")).isVisible();
        assertThat(thread.getByRole(AriaRole.BUTTON, named("Play"))).hasCount(2);
        assertThat(thread.getByText("PDF ·")).isVisible();
        assertThat(thread.getByRole(AriaRole.LINK, named("MASP").setExact(false)))
                .hasAttribute("href", Pattern.compile("openstreetmap.*-23.56"));
        assertThat(thread.getByRole(AriaRole.LINK, named("+551133334444"))).isVisible();
        assertThat(thread.getByText("Which colour?")).isVisible();
        assertThat(thread.getByText("Red")).isVisible();
        assertThat(thread.getByText("cannot be shown here")).isVisible();

        thread.locator("button:has(img)").first().click();
        assertThat(ada.getByRole(AriaRole.DIALOG).getByRole(AriaRole.IMG)).isVisible();
        ada.keyboard().press("Escape");
    }

    @Test
    void followsReactionsEditsAndDeletions() {
        Desk.Talk talk = desk.arrives("Lena", "Good morning");
        desk.open(ada, talk);
        String changed = desk.does(talk, new Act.Text("I come at five"));
        assertThat(Desk.messages(ada)).hasCount(2);
        String gone = desk.does(talk, new Act.Text("never mind"));
        assertThat(Desk.messages(ada)).hasCount(3);

        desk.does(talk, new Act.Reaction(changed, "🎉"));
        desk.does(talk, new Act.Edit(changed, "I come at six"));
        desk.does(talk, new Act.Delete(gone));

        assertThat(Desk.messages(ada).nth(1)).containsText("I come at six");
        assertThat(Desk.messages(ada).nth(1)).containsText("edited");
        assertThat(Desk.messages(ada).nth(1)).containsText("🎉");
        assertThat(Desk.messages(ada).nth(2)).containsText("This message was deleted");
        more(Desk.messages(ada).nth(1), "Earlier versions");
        assertThat(ada.getByRole(AriaRole.DIALOG)).containsText("I come at five");
        ada.keyboard().press("Escape");
    }

    @Test
    void answersOneMessageReactsAndTakesBack() {
        Desk.Talk talk = desk.arrives("Marta", "Do you have it in green?");
        desk.does(talk, new Act.Text("And in red?"));
        desk.open(ada, talk);
        more(Desk.messages(ada).first(), "Reply");
        assertThat(ada.getByTestId("reply-to")).containsText("in green");
        ada.getByTestId("composer").fill("In green, yes");
        ada.keyboard().press("Enter");

        Locator answer = Desk.messages(ada).last();
        assertThat(answer).hasAttribute("data-state", Pattern.compile("sent|delivered|read"));
        assertThat(answer).containsText("Do you have it in green?");
        Locator question = Desk.messages(ada).first();
        question.hover();
        Desk.button(question, "React").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("🙏")).click();
        assertThat(question).containsText("🙏");
        more(answer, "Delete for everyone");
        assertThat(answer).containsText("This message was deleted");
    }

    @Test
    void saysWhyAMessageWasNotDeliveredAndTriesAgain() {
        Desk.Talk talk = desk.arrives("Nora", "Are you there?");
        desk.open(ada, talk);
        desk.shared.evolution.refuse(talk.digits());
        ada.getByTestId("composer").fill("Here I am");
        ada.keyboard().press("Enter");
        Locator answer = ada.locator("article[data-state]").last();
        assertThat(answer).hasAttribute("data-state", "failed");
        assertThat(answer.getByRole(AriaRole.ALERT))
                .containsText(Pattern.compile("WhatsApp|exist", Pattern.CASE_INSENSITIVE));

        desk.shared.evolution.accept(talk.digits());
        Desk.button(answer, "Try again").click();

        assertThat(answer).hasAttribute("data-state", Pattern.compile("sent|delivered|read"));
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

        assertThat(mine).hasAttribute("data-state", Pattern.compile("sent|delivered|read"));
        assertThat(Desk.messages(ada)).hasCount(2);
    }

    @Test
    void scrollsBothWaysWithoutJumpsAndJumpsToDates() {
        Desk.Talk talk = desk.arrives("Petra", "line 0");
        IntStream.range(1, 90).forEach(line -> desk.does(talk, new Act.Text("line " + line)));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.shared.administrator.messages(talk.conversation()).stream()
                                .filter(it -> it.path("message_type").asInt() == 0)
                                .count()
                        == 90);
        // they overtake each other on their way
        List<String> lines = desk.shared.administrator.messages(talk.conversation()).stream()
                .filter(it -> it.path("message_type").asInt() == 0)
                .map(it -> it.path("content").asText())
                .toList();
        desk.open(ada, talk);
        Locator thread = ada.getByTestId("thread");
        assertThat(thread.getByText(lines.getLast(), exactly())).isInViewport();

        Locator anchor = Desk.messages(ada).first();
        String oldest = anchor.getAttribute("data-message");
        Locator known = ada.locator("article[data-message='%s']".formatted(oldest));
        known.scrollIntoViewIfNeeded();
        assertThat(Desk.messages(ada).first()).not().hasAttribute("data-message", oldest);
        assertThat(known).isInViewport();
        for (int page = 0; page < 6; page++) {
            Desk.messages(ada).first().scrollIntoViewIfNeeded();
        }
        assertThat(thread.getByText(lines.getFirst(), exactly())).isVisible();

        ada.getByLabel("To the latest messages").click();
        assertThat(thread.getByText(lines.getLast(), exactly())).isInViewport();
        Desk.button(ada, "More actions").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named("Jump to a date")).click();
        ada.getByLabel("Date", new Page.GetByLabelOptions().setExact(true))
                .fill(LocalDate.now().toString());
        ada.keyboard().press("Enter");
        assertThat(thread.getByText(lines.getFirst(), exactly())).isInViewport();
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
        assertThat(sent.getByRole(AriaRole.LINK, named("pasted.txt").setExact(false)))
                .isVisible();
        assertThat(sent.locator("strong")).hasText("very good");
        assertThat(sent).hasAttribute("data-state", Pattern.compile("sent|delivered|read"));

        Desk.button(ada, "Record a voice message").click();
        assertThat(ada.getByText("Recording 0:01")).isVisible();
        ada.getByRole(AriaRole.STATUS).getByRole(AriaRole.BUTTON, named("Send")).click();
        assertThat(ada.locator("article[data-state]")).hasCount(2);
        assertThat(ada.locator("article[data-state]").last())
                .hasAttribute("data-state", Pattern.compile("sent|delivered|read"));
        assertThat(ada.locator("article[data-state]").last().getByRole(AriaRole.BUTTON, named("Play")))
                .isVisible();
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
    void opensAConversationOfAWarmListFromMemoryAndKeepsThePanes() {
        Desk.Talk first = desk.arrives("Saul", "one");
        Desk.Talk second = desk.arrives("Toni", "two");
        ada.navigate(desk.at("/app/inbox/all"));
        for (Desk.Talk talk : List.of(first, second)) {
            desk.row(ada, talk).getByRole(AriaRole.LINK).click();
            assertThat(ada.getByTestId("thread-name")).hasText(talk.name());
            assertThat(Desk.messages(ada)).hasCount(1);
        }
        ElementHandle composer = ada.getByTestId("composer").elementHandle();
        ada.route("**/messages**", Route::abort);

        desk.row(ada, first).getByRole(AriaRole.LINK).click();

        assertThat(ada.getByTestId("thread-name")).hasText("Saul");
        assertThat(ada.getByTestId("thread")).containsText("one");
        ada.unroute("**/messages**");
        assertThat(composer.evaluate("it => it.isConnected && document.activeElement === it"))
                .isEqualTo(true);
    }

    @Test
    void keepsWhatWasBegunWithItsConversation() {
        Desk.Talk begun = desk.arrives("Uma", "Your offer, please");
        Desk.Talk other = desk.arrives("Veit", "Anybody there?");
        desk.open(ada, begun);
        more(Desk.messages(ada).first(), "Reply");
        ada.getByTestId("files").setInputFiles(new FilePayload("offer.txt", "text/plain", new byte[3]));
        ada.getByTestId("composer").fill("As you wished");

        desk.row(ada, other).getByRole(AriaRole.LINK).click();
        assertThat(ada.getByTestId("thread-name")).hasText("Veit");
        assertThat(ada.getByTestId("composer")).hasValue("");
        assertThat(ada.getByText("offer.txt")).hasCount(0);
        assertThat(ada.getByTestId("reply-to")).hasCount(0);

        Page colleague = desk.colleague;
        desk.open(colleague, begun);
        desk.row(ada, begun).getByRole(AriaRole.LINK).click();
        assertThat(ada.getByTestId("composer")).hasValue("As you wished");
        assertThat(ada.getByText("offer.txt")).isVisible();
        assertThat(ada.getByTestId("reply-to")).containsText("Your offer, please");
        assertThat(colleague.getByTestId("viewing")).isVisible();
        // reading a draft again is not writing it
        assertThat(colleague.getByTestId("typing")).hasText("");

        desk.open(ada, begun);
        assertThat(ada.getByTestId("reply-to")).containsText("Your offer, please");
        ada.getByTestId("composer").press("Enter");
        assertThat(colleague.getByTestId("thread")).containsText("As you wished");
    }

    @Test
    void namesWhoWritesInAGroup() {
        Incoming.GroupName group = new Incoming.GroupName("120363000000000077@g.us", "Neighbours");
        desk.shared.evolution.incoming(
                desk.inbox.instance(),
                Incoming.text("5511955550001", "Ulla", "Who has a drill?").inGroup(group));
        desk.shared.evolution.incoming(
                desk.inbox.instance(),
                Incoming.text("5511955550002", "Vera", "I do").inGroup(group));
        ada.navigate(desk.at("/app/inbox/all"));
        Locator row = ada.locator("[data-conversation]")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("I do|Who has a drill")));
        row.getByRole(AriaRole.LINK).click();

        assertThat(Desk.messages(ada)).hasCount(2);
        assertThat(ada.getByTestId("thread")).containsText("Ulla");
        assertThat(ada.getByTestId("thread")).containsText("Vera");
        // asked for, because the provider told of it before anybody had written
        assertThat(ada.getByTestId("thread-name")).hasText("Neighbours");
    }

    @Test
    void marksWhatARuleAndTheConnectedPhoneSaid() {
        greet(true);
        // the router reads of it in its own time
        Desk.Talk talk = await().atMost(Desk.LIMIT)
                .until(
                        () -> desk.arrives("Wilma", "Good day"),
                        it -> desk.shared.administrator.messages(it.conversation()).stream()
                                .anyMatch(
                                        message -> message.path("message_type").asInt() == 3));
        greet(false);
        desk.open(ada, talk);
        assertThat(ada.locator("article[data-state]")).containsText("Sent automatically");
        assertThat(ada.locator("article[data-state]").getByTestId("nobody")).isVisible();

        desk.shared.evolution.incoming(
                desk.inbox.instance(),
                Incoming.text(talk.digits(), null, "I answer from my pocket").fromMe(true));
        Locator fromThePhone = ada.locator("article[data-state]").last();
        assertThat(fromThePhone).containsText("I answer from my pocket");
        assertThat(fromThePhone).containsText("Written on the phone");
    }

    private static void greet(boolean enabled) {
        desk.shared
                .administrator
                .patch(
                        Desk.ACCOUNT + "/inboxes/" + desk.inbox.id(),
                        Map.of("greeting_enabled", enabled, "greeting_message", "Welcome! We are with you soon."))
                .require(200);
    }

    @Test
    void showsMailsWithoutLettingThemDoAnything() {
        URI mailbox = mailbox();
        List<String> fetched = new CopyOnWriteArrayList<>();
        ada.context().route("**/*.tracker.example/**", route -> {
            fetched.add(route.request().url());
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("image/svg+xml")
                    .setBody("<svg xmlns='http://www.w3.org/2000/svg'/>"));
        });
        deliver(mailbox, "Xaver", """
                <p>Hello <b>there</b></p>
                <script>top.ran = true</script><img src="x" onerror="top.ran = true"><p onclick="top.ran = true">press me</p>
                <img alt="logo" src="https://a.tracker.example/pixel.png">
                <p style="background: url(https://b.tracker.example/style.png)">in colour</p>
                <a href="https://shop.example/">a shop</a>
                <div class="gmail_quote"><p>On Monday you wrote:</p><blockquote>the earlier mail</blockquote></div>
                """);
        openMail("Xaver");

        Locator frame = ada.getByTestId("thread").locator("iframe");
        FrameLocator mail = frame.contentFrame();
        assertThat(mail.locator("b")).hasText("there");
        assertThat(frame).hasAttribute("sandbox", Pattern.compile("^(?!.*allow-scripts)"));
        assertThat(mail.getByText("the earlier mail")).hasCount(0);
        assertThat(mail.getByRole(AriaRole.LINK)).hasAttribute("target", "_blank");
        mail.getByText("press me").click();
        Desk.button(ada, "··· quoted text").click();
        assertThat(mail.getByText("the earlier mail")).isVisible();
        Desk.button(ada, "Hide quoted text").click();
        assertThat(mail.getByText("the earlier mail")).hasCount(0);
        assertThat(ada.evaluate("window.ran")).isNull();
        assertThat(fetched).isEmpty();

        Desk.button(ada, "Show images").click();

        await().atMost(Desk.LIMIT).until(() -> {
            ada.evaluate("1"); // requests are told while Playwright is listened to
            return fetched.contains("https://a.tracker.example/pixel.png");
        });
        assertThat(Desk.button(ada, "Show images")).hasCount(0);
    }

    @Test
    void showsLongMailsWhole() {
        URI mailbox = mailbox();
        deliver(
                mailbox,
                "Yvonne",
                "<p>It begins.</p>" + "<p>And goes on for long.</p>".repeat(3_000) + "<p>It ends.</p>");
        openMail("Yvonne");

        FrameLocator mail = ada.getByTestId("thread").locator("iframe").contentFrame();
        assertThat(mail.getByText("It begins.")).isVisible();
        assertThat(mail.getByText("It ends.")).isAttached();
    }

    /** Where mails are pushed to: an inbox that reads no mailbox of its own. */
    private static URI mailbox() {
        String address = "desk-%s@shop.example".formatted(UUID.randomUUID());
        ObjectNode inbox = Api.JSON.createObjectNode().put("name", "Mail").put("enable_auto_assignment", false);
        inbox.putObject("channel").put("type", "email").put("email", address);
        return URI.create(desk.shared
                .administrator
                .post(Desk.ACCOUNT + "/inboxes", inbox)
                .require(200)
                .path("callback_webhook_url")
                .asText());
    }

    private static void deliver(URI mailbox, String name, String html) {
        String mail = """
                From: %s <%s@customer.example>
                To: support@shop.example
                Subject: From %s
                Message-ID: <%s@customer.example>
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                %s
                """.formatted(name, name, name, UUID.randomUUID(), html);
        // the inbox becomes known in its own time
        await().atMost(Desk.LIMIT)
                .until(() -> Api.send(HttpRequest.newBuilder(mailbox)
                                        .header("content-type", "message/rfc822")
                                        .POST(HttpRequest.BodyPublishers.ofString(mail.replace("\n", "\r\n"))))
                                .status()
                        == 202);
    }

    private static void openMail(String name) {
        ada.navigate(desk.at("/app/inbox/all"));
        ada.locator("[data-conversation]")
                .filter(new Locator.FilterOptions().setHasText(name))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(ada.getByTestId("thread-name")).hasText(name);
    }

    private static Act media(MediaKind kind) {
        return new Act.Media(kind, null, null, null, null, 3);
    }

    private static void more(Locator message, String action) {
        message.hover();
        Desk.button(message, "More about this message").click();
        ada.getByRole(AriaRole.MENUITEM, Desk.named(action)).click();
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}

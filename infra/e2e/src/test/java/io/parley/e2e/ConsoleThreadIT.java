package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.parley.evolution.simulator.Incoming;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Phone;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The thread: everything that can be said on WhatsApp. */
class ConsoleThreadIT {

    private static Desk desk;
    private static Page ada;

    @BeforeAll
    static void signIn() {
        desk = new Desk("console-thread", "Cleo");
        ada = desk.ada;
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
        assertThat(thread.getByText(lines.getLast(), exactly())).hasCount(0);
        for (int page = 0; page < 4; page++) {
            Locator newest = Desk.messages(ada).last();
            String last = newest.getAttribute("data-message");
            newest.scrollIntoViewIfNeeded();
            if (thread.getByText(lines.getLast(), exactly()).count() == 0) {
                assertThat(Desk.messages(ada).last()).not().hasAttribute("data-message", last);
                assertThat(ada.locator("article[data-message='%s']".formatted(last)))
                        .isInViewport();
            }
        }
        assertThat(thread.getByText(lines.getLast(), exactly())).isVisible();
    }

    @Test
    void separatesDaysAndGroupsWhatOnePersonSays() {
        Desk.Talk talk = desk.arrives("Rolf", "I will write tomorrow");
        new Database(desk.shared.hub.settings())
                .execute("UPDATE messages SET created_at = created_at - interval '1 day' WHERE account_id = 1 AND id = "
                        + desk.shared
                                .administrator
                                .messages(talk.conversation())
                                .getFirst()
                                .path("id")
                                .asText());
        desk.does(talk, new Act.Text("As I said"));
        desk.open(ada, talk);
        assertThat(Desk.messages(ada)).hasCount(2);
        desk.does(talk, new Act.Text("and once more"));
        assertThat(Desk.messages(ada)).hasCount(3);

        assertThat(ada.getByTestId("thread"))
                .containsText(Pattern.compile("Yesterday.*tomorrow.*Today.*As I said.*once more"));
        // the face stands beside the last of those that belong together
        assertThat(face(0)).isVisible();
        assertThat(face(1)).hasCount(0);
        assertThat(face(2)).isVisible();
    }

    private static Locator face(int message) {
        return Desk.messages(ada).nth(message).getByText("R", new Locator.GetByTextOptions().setExact(true));
    }

    @Test
    void ticksAsThePhoneTakesAndReadsIt() {
        Desk.Talk talk = desk.arrives("Selma", "Tell me");
        Phone phone = desk.shared.evolution.phone(talk.digits()).autoRead(false);
        desk.shared.evolution.put(phone.offline(true));
        desk.open(ada, talk);
        ada.getByTestId("composer").fill("I tell you");
        ada.keyboard().press("Enter");
        Locator answer = ada.locator("article[data-state]").last();
        assertThat(answer.getByRole(AriaRole.IMG, named("Sent"))).isVisible();

        desk.shared.evolution.put(phone);
        assertThat(answer.getByRole(AriaRole.IMG, named("Delivered"))).isVisible();
        desk.shared.evolution.open(desk.inbox.instance(), talk.digits());
        assertThat(answer.getByRole(AriaRole.IMG, named("Read"))).isVisible();
    }

    @Test
    void leadsFromAnAnswerToWhatItAnswers() {
        Desk.Talk talk = desk.arrives("Tilda", "Hello");
        String question = desk.does(talk, new Act.Text("Which size?"));
        await().atMost(Desk.LIMIT).until(() -> stored(talk) == 2);
        IntStream.range(0, 40).forEach(line -> desk.does(talk, new Act.Text("small talk " + line)));
        await().atMost(Desk.LIMIT).until(() -> stored(talk) == 42);
        desk.shared.evolution.incoming(
                desk.inbox.instance(),
                Incoming.text(talk.digits(), talk.name(), "I mean this one").quoting(question));
        desk.open(ada, talk);
        Locator quote = Desk.messages(ada).last();
        assertThat(quote).containsText("I mean this one");
        assertThat(Desk.messages(ada)
                        .filter(new Locator.FilterOptions().setHasText("Which size?"))
                        .first())
                .not()
                .isInViewport();

        quote.getByRole(AriaRole.BUTTON).first().click();

        assertThat(Desk.messages(ada)
                        .filter(new Locator.FilterOptions().setHasText("Which size?"))
                        .first())
                .isInViewport();
    }

    @Test
    void tellsOfWhatIsNewWhileSomebodyReadsAbove() {
        Desk.Talk talk = desk.arrives("Udo", "First of many");
        IntStream.range(0, 30).forEach(line -> desk.does(talk, new Act.Text("and more " + line)));
        await().atMost(Desk.LIMIT).until(() -> stored(talk) == 31);
        ada.navigate(desk.at("/app/inbox/all"));
        desk.row(ada, talk).getByRole(AriaRole.LINK).click();
        Locator line = ada.getByTestId("unread-line");
        assertThat(line).hasText("New messages");
        line.scrollIntoViewIfNeeded();
        Desk.messages(ada).first().scrollIntoViewIfNeeded();
        Locator down = ada.getByLabel("To the latest messages");
        assertThat(down).isVisible();

        desk.does(talk, new Act.Text("the very last"));
        assertThat(down).hasText("1 new");
        down.click();
        assertThat(ada.getByTestId("thread").getByText("the very last")).isInViewport();
        assertThat(down).hasCount(0);
    }

    private static int stored(Desk.Talk talk) {
        return desk.shared.administrator.messages(talk.conversation()).size();
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

package io.parley.store.inbound;

import static io.parley.store.inbound.Messages.group;
import static io.parley.store.inbound.Messages.lid;
import static io.parley.store.inbound.Messages.phone;
import static io.parley.store.inbound.Messages.phoneAndLid;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.store.SharedStoreIntegration;
import io.parley.store.message.MessageViews;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;

class StoreInboundIT extends SharedStoreIntegration {

    @Autowired
    StoreInbound useCase;

    @Autowired
    FileStore files;

    @Autowired
    MessageViews views;

    AccountId account;
    InboxId inbox;
    Messages messages;

    @BeforeEach
    void anAccountWithAnInbox() {
        account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
        messages = new Messages(account, inbox);
    }

    @Test
    void makesContactConversationAndMessageOfAFirstMessage() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));

        assertThat(contacts())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .containsEntry("name", "Maria")
                        .containsEntry("phone", "+5511988887777")
                        .containsEntry("identifier", "5511988887777@s.whatsapp.net"));
        assertThat(conversations())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .containsEntry("status", "open")
                        .containsEntry("display_id", 1)
                        .containsEntry("unread_count", 1));
        assertThat(stored())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .containsEntry("text", "Oi")
                        .containsEntry("direction", "incoming")
                        .containsEntry("status", "sent"));
    }

    @Test
    void writesNothingNewForTheSameMessageAgain() {
        Routed message = messages.text(phone("5511988887777", "Maria"), "A1", "Oi");

        store(message, message);
        store(message);

        assertThat(stored()).hasSize(1);
        assertThat(conversations())
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("unread_count", 1));
    }

    @Test
    void keepsTheOrderInWhichMessagesCame() {
        store(
                messages.text(phone("5511988887777", "Maria"), "A1", "one"),
                messages.text(phone("5511900000000", "João"), "B1", "uno"),
                messages.text(phone("5511988887777", "Maria"), "A2", "two"),
                messages.text(phone("5511988887777", "Maria"), "A3", "three"));

        assertThat(stored()).extracting(it -> it.get("text")).containsExactly("one", "uno", "two", "three");
        assertThat(conversations()).extracting(it -> it.get("unread_count")).containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void remembersThatAContactCameBackToWhoHeldTheConversation() {
        AgentId holder = anAgent(account, "agent");
        sql("INSERT INTO inbox_members (inbox_id, agent_id) VALUES (%s, %s)".formatted(inbox, holder));

        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));
        resolve(holder);
        store(messages.text(phone("5511988887777", "Maria"), "A2", "Oi de novo"));
        store(messages.text(phone("5511988887777", "Maria"), "A3", "?"));

        assertThat(rows("""
                SELECT status, assignee_id, returned_at = waiting_since AS returned FROM conversations
                 WHERE account_id = """ + account))
                .containsExactly(Map.of("status", "open", "assignee_id", holder.value(), "returned", true));
    }

    @Test
    void givesAConversationBackWhenAContactReturnsToWhoHasLeftTheInbox() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));
        resolve(anAgent(account, "agent"));

        store(messages.text(phone("5511988887777", "Maria"), "A2", "Oi de novo"));

        assertThat(rows("SELECT status, assignee_id IS NULL AS free, returned_at IS NULL AS new FROM conversations"
                        + " WHERE account_id = " + account))
                .containsExactly(Map.of("status", "open", "free", true, "new", true));
    }

    private void resolve(AgentId holder) {
        sql("UPDATE conversations SET status = 'resolved', waiting_since = NULL, assignee_id = %s WHERE account_id = %s"
                .formatted(holder, account));
    }

    @Test
    void knowsAPersonWithPhoneAndLidAsOneContact() {
        store(messages.text(phoneAndLid("5511988887777", "123456", "Maria"), "A1", "Oi"));
        store(messages.text(lid("123456", null), "A2", "sou eu"));

        assertThat(contacts()).hasSize(1);
        assertThat(conversations()).hasSize(1);
        assertThat(rows("SELECT reply_to FROM contact_inboxes WHERE inbox_id = " + inbox))
                .contains(Map.of("reply_to", "123456@lid"));
    }

    @Test
    void mergesTwoContactsThatTurnOutToBeOne() {
        store(messages.text(lid("123456", "Maria"), "A1", "by lid"));
        store(messages.text(phone("5511988887777", null), "A2", "by phone"));
        assertThat(contacts()).hasSize(2);

        store(messages.text(phoneAndLid("5511988887777", "123456", null), "A3", "by both"));

        assertThat(contacts())
                .singleElement()
                .satisfies(
                        it -> assertThat(it).containsEntry("name", "Maria").containsEntry("phone", "+5511988887777"));
        List<Map<String, Object>> open = conversations().stream()
                .filter(it -> it.get("status").equals("open"))
                .toList();
        assertThat(open).singleElement().satisfies(it -> assertThat(it).containsEntry("unread_count", 3));
        assertThat(stored())
                .extracting(it -> it.get("conversation_id"))
                .containsOnly(open.get(0).get("id"));
        assertThat(events("contact.merged")).hasSize(1);
    }

    @Test
    void opensAResolvedConversationAgainWhenTheContactWrites() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));
        sql("UPDATE conversations SET status = 'resolved', waiting_since = NULL, unread_count = 0 WHERE account_id = "
                + account);

        store(messages.text(phone("5511988887777", "Maria"), "A2", "ainda eu"));

        assertThat(conversations())
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("status", "open").containsEntry("unread_count", 1));
        assertThat(events("conversation.updated")).hasSize(1);
    }

    @Test
    void leavesTheNameAnAgentGaveAlone() {
        store(messages.text(phone("5511988887777", null), "A1", "Oi"));
        assertThat(contacts()).extracting(it -> it.get("name")).containsExactly("+5511988887777");
        store(messages.text(phone("5511988887777", "Maria"), "A2", "Oi"));
        assertThat(contacts()).extracting(it -> it.get("name")).containsExactly("Maria");
        sql("UPDATE contacts SET name = 'Maria da Silva' WHERE account_id = " + account);

        store(messages.text(phone("5511988887777", "Mah"), "A3", "Oi"));

        assertThat(contacts()).extracting(it -> it.get("name")).containsExactly("Maria da Silva");
    }

    @Test
    void keepsTheAuthorOnEachMessageOfAGroup() {
        store(messages.inGroup(
                group("120363025246125486", "Equipe"), phone("5511977776666", "Carlos"), "G1", "bom dia"));

        assertThat(contacts())
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("name", "Equipe").containsEntry("is_group", true));
        assertThat(stored())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .containsEntry("author", "Carlos")
                        .containsEntry("author_address", "5511977776666@s.whatsapp.net"));
    }

    @Test
    void resolvesWhatAMessageQuotesAlsoWithinABatch() {
        store(
                messages.text(phone("5511988887777", "Maria"), "A1", "one"),
                messages.quoting(phone("5511988887777", "Maria"), "A2", "two", "A1"));
        store(messages.quoting(phone("5511988887777", "Maria"), "A3", "three", "A2"));

        List<Map<String, Object>> stored = stored();
        assertThat(stored.get(1).get("reply_to_id")).isEqualTo(stored.get(0).get("id"));
        assertThat(stored.get(2).get("reply_to_id")).isEqualTo(stored.get(1).get("id"));
    }

    @Test
    void queuesFilesThatHaveToBeFetched() {
        store(messages.incoming(
                phone("5511988887777", "Maria"),
                "A1",
                new MessageContent.Media(
                        MediaKind.IMAGE, null, "https://example.com/a", null, "image/jpeg", 12L, null, "olha", null)));

        assertThat(rows(
                        "SELECT kind, state, file_name, next_fetch_at IS NOT NULL AS due FROM attachments WHERE account_id = "
                                + account))
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .containsEntry("kind", "image")
                        .containsEntry("state", "pending")
                        .containsEntry("due", true));
        assertThat(stored()).extracting(it -> it.get("text")).containsExactly("olha");
    }

    @Test
    void appliesEditsDeletionsAndReactionsLateOrEarly() {
        store(
                messages.text(phone("5511988887777", "Maria"), "A1", "Oi"),
                messages.incoming(phone("5511988887777", "Maria"), "E1", new MessageContent.Edit("A1", "Olá")),
                messages.incoming(phone("5511988887777", "Maria"), "E2", new MessageContent.Edit("A2", "later")),
                messages.incoming(phone("5511988887777", "Maria"), "R2", new MessageContent.Reaction("A2", "👍")),
                messages.incoming(phone("5511988887777", "Maria"), "D3", new MessageContent.Delete("A3")));
        assertThat(one("SELECT count(*) FROM early_arrivals WHERE inbox_id = " + inbox))
                .isEqualTo(3L);

        store(
                messages.text(phone("5511988887777", "Maria"), "A2", "before"),
                messages.text(phone("5511988887777", "Maria"), "A3", "gone"));

        assertThat(stored()).extracting(it -> it.get("text")).containsExactly("Olá", "later", null);
        assertThat(rows("""
                        SELECT r.text FROM message_revisions AS r JOIN messages AS m ON m.id = r.message_id
                         WHERE m.account_id = %s ORDER BY r.id""".formatted(account)))
                .extracting(it -> it.get("text"))
                .containsExactlyInAnyOrder("Oi", "before", "gone");
        assertThat(rows("""
                SELECT emoji FROM message_reactions AS r JOIN messages AS m ON m.id = r.message_id WHERE m.account_id = """ + account)).contains(Map.of("emoji", "👍"));
        assertThat(one("SELECT count(*) FROM early_arrivals WHERE inbox_id = " + inbox))
                .isEqualTo(0L);
    }

    @Test
    void announcesAMessageAsItCanBeReadBack() {
        store(
                messages.text(phone("5511988887777", "Maria"), "A1", "Oi"),
                messages.text(phone("5511988887777", "Maria"), "A2", "a NUL\0 in it"),
                messages.incoming(
                        phone("5511988887777", "Maria"),
                        "A3",
                        new MessageContent.Location(1.5, 2.5, "Here", null, false)),
                messages.outgoing(phone("5511988887777", null), "A4", new MessageContent.Text("from the phone")),
                messages.inGroup(group("120363000000000000", "Equipe"), phone("5511977776666", "Ana"), "A5", "Hi all"));

        List<MessageView> announced = publishedEvents(account, "message.created").stream()
                .map(it -> ((EventBody.MessageCreated) it.body()).message())
                .toList();
        assertThat(announced).hasSize(5);
        assertThat(announced)
                .containsExactlyInAnyOrderElementsOf(
                        await(views.load(announced.stream().map(MessageView::id).toList()))
                                .values());
    }

    @Test
    void takesTheFilesOfADeletedMessageAway() {
        StoredFile file = files.write(new FileToStore("a.txt", "text/plain", Flux.empty()))
                .block(LIMIT);
        store(messages.incoming(
                phone("5511988887777", "Maria"),
                "A1",
                new MessageContent.Media(
                        MediaKind.DOCUMENT, file.key(), null, null, "text/plain", 0L, "a.txt", null, null)));
        assertThat(rows("SELECT state FROM attachments WHERE account_id = " + account))
                .containsExactly(Map.of("state", "stored"));

        store(messages.incoming(phone("5511988887777", "Maria"), "D1", new MessageContent.Delete("A1")));

        assertThat(rows("SELECT id FROM attachments WHERE account_id = " + account))
                .isEmpty();
        assertThat(files.read(file.key()).blockOptional(LIMIT)).isEmpty();
    }

    @Test
    void showsWhatWasTypedOnThePhoneAsOutgoing() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));

        store(messages.outgoing(phone("5511988887777", null), "P1", new MessageContent.Text("Olá, Maria")));

        assertThat(stored().get(1)).containsEntry("direction", "outgoing").containsEntry("send_state", null);
        assertThat(conversations())
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("waiting_since", null));
    }

    @Test
    void greetsOnceAndSaysOnceThatNobodyIsThere() {
        AutoReply greeting = new AutoReply(AutoReply.Occasion.GREETING, "Bem-vinda");
        AutoReply away = new AutoReply(AutoReply.Occasion.AWAY, "Amanhã");
        store(
                messages.withReplies(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"), greeting, away),
                messages.withReplies(messages.text(phone("5511988887777", "Maria"), "A2", "alguém?"), greeting, away));
        store(messages.withReplies(messages.text(phone("5511988887777", "Maria"), "A3", "?"), greeting, away));

        assertThat(rows("SELECT text, send_state FROM messages WHERE direction = 'template' AND account_id = " + account
                        + " ORDER BY id"))
                .containsExactly(
                        Map.of("text", "Bem-vinda", "send_state", "released"),
                        Map.of("text", "Amanhã", "send_state", "queued"));
    }

    @Test
    void troublesNobodyWithWhatABlockedContactWrites() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));
        sql("UPDATE contacts SET blocked = true WHERE account_id = " + account);
        sql("UPDATE conversations SET status = 'resolved' WHERE account_id = " + account);

        store(messages.text(phone("5511988887777", "Maria"), "A2", "responde!"));

        assertThat(stored()).hasSize(2);
        assertThat(conversations())
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("status", "resolved"));
        assertThat(events("message.created")).hasSize(1);
    }

    @Test
    void leavesOutWhatNoTableTakes() {
        store(
                messages.text(phone("5511988887777", "Ma\0ria"), "A1", "a\0b"),
                messages.incoming(
                        phone("5511988887777", null),
                        "A2",
                        new MessageContent.Location(1, 2, "x\0\\u0000", null, false)));

        assertThat(stored()).extracting(it -> it.get("text")).containsExactly("ab", "x\\u0000");
        assertThat(contacts()).extracting(it -> it.get("name")).containsExactly("Maria");
    }

    @Test
    void keepsTheStateOfTheConnection() {
        store(messages.routed(connection(ConnectionState.CONNECTING, "data:image/png;base64,AA", 1)));
        assertThat(one("SELECT qr_code FROM inboxes WHERE id = " + inbox)).isEqualTo("data:image/png;base64,AA");

        store(
                messages.routed(connection(ConnectionState.OPEN, null, 3)),
                messages.routed(connection(ConnectionState.CONNECTING, null, 2)));

        assertThat(rows("SELECT connection, qr_code FROM inboxes WHERE id = " + inbox))
                .singleElement()
                .satisfies(
                        it -> assertThat(it).containsEntry("connection", "open").containsEntry("qr_code", null));
        assertThat(events("inbox.updated")).hasSize(2);
    }

    @Test
    void takesNewsOfAProfileForContactsItKnowsAlone() {
        store(messages.text(phone("5511988887777", null), "A1", "Oi"));

        store(
                messages.routed(
                        new Inbound.Profile(inbox, Channel.WHATSAPP, phone("5511988887777", "Maria"), Messages.NOON)),
                messages.routed(new Inbound.Profile(
                        inbox, Channel.WHATSAPP, phone("5511900001111", "Ninguém"), Messages.NOON)));

        assertThat(contacts()).extracting(it -> it.get("name")).containsExactly("Maria");
    }

    private Inbound.Connection connection(ConnectionState state, String qrCode, int seconds) {
        return new Inbound.Connection(
                inbox, Channel.WHATSAPP, state, qrCode, null, null, null, Messages.NOON.plusSeconds(seconds));
    }

    private void store(Routed... routed) {
        useCase.store(ReceivedBatch.of(List.of(routed)).readable()).block(LIMIT);
    }

    private List<Map<String, Object>> contacts() {
        return rows("SELECT * FROM contacts WHERE account_id = %s ORDER BY id".formatted(account));
    }

    private List<Map<String, Object>> conversations() {
        return rows("SELECT * FROM conversations WHERE account_id = %s ORDER BY id".formatted(account));
    }

    private List<Map<String, Object>> stored() {
        return rows("SELECT * FROM messages WHERE account_id = %s ORDER BY id".formatted(account));
    }

    /** What the account was told. */
    private List<HubEvent> events(String type) {
        return publishedEvents(account, type);
    }
}

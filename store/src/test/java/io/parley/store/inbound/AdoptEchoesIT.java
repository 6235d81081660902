package io.parley.store.inbound;

import static io.parley.store.inbound.Messages.phone;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.contact.Party;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.store.SharedStoreIntegration;
import io.parley.store.delivery.Release;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AdoptEchoesIT extends SharedStoreIntegration {

    private static final Party MARIA = phone("5511988887777", null);

    @Autowired
    StoreInbound useCase;

    @Autowired
    Release release;

    InboxId inbox;
    ConversationId conversation;
    Messages messages;

    @BeforeEach
    void aConversation() {
        AccountId account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
        conversation = aConversation(account, inbox, "+5511988887777");
        messages = new Messages(account, inbox);
    }

    @Test
    void adoptsTheEchoOfAMessageOnItsWay() {
        int first = queued("Olá, *Maria*!", null);
        int second = queued("tudo bem?", null);
        release();

        store(messages.outgoing(MARIA, "X1", new MessageContent.Text("*Ana*\nOlá, *Maria*!")));

        assertThat(rows("SELECT id FROM messages WHERE conversation_id = " + conversation))
                .hasSize(2);
        assertThat(state(first))
                .containsEntry("source_id", "X1")
                .containsEntry("send_state", "sent")
                .containsEntry("status", "sent");
        assertThat(state(second)).containsEntry("send_state", "released");
    }

    @Test
    void takesOtherWordsForAMessageFromThePhone() {
        int first = queued("Olá, Maria!", null);
        release();

        store(messages.outgoing(MARIA, "P1", new MessageContent.Text("já ligo")));

        assertThat(state(first)).containsEntry("source_id", null).containsEntry("send_state", "released");
        assertThat(rows("SELECT id FROM messages WHERE conversation_id = " + conversation))
                .hasSize(2);
    }

    @Test
    void knowsAMessageInPartsAsSentOnceEachPartWasMet() {
        int message = queued("olha", null);
        attach(message, 0, "image");
        attach(message, 1, "document");
        release();

        store(messages.outgoing(MARIA, "X1", media(MediaKind.IMAGE, "olha")));
        assertThat(state(message)).containsEntry("source_id", "X1").containsEntry("send_state", "released");
        store(messages.outgoing(MARIA, "X2", media(MediaKind.DOCUMENT, null)));

        assertThat(state(message)).containsEntry("source_id", "X1").containsEntry("send_state", "sent");
        assertThat(rows("SELECT source_id FROM message_parts WHERE message_id = " + message))
                .containsExactly(Map.of("source_id", "X2"));
    }

    @Test
    void letsALateEchoSetAGivenUpMessageRight() {
        int message = queued("Olá", null);
        release();
        sql(
                "UPDATE messages SET send_state = 'failed', status = 'failed', failure_reason = 'may have been sent: no answer', "
                        + "updated_at = now() WHERE id = " + message);

        store(messages.outgoing(MARIA, "X1", new MessageContent.Text("Olá")));

        assertThat(state(message))
                .containsEntry("source_id", "X1")
                .containsEntry("status", "sent")
                .containsEntry("failure_reason", null);
    }

    @Test
    void adoptsTheEchoOfAReaction() {
        store(messages.text(phone("5511988887777", "Maria"), "A1", "Oi"));
        int reaction = queued("", new MessageContent.Reaction("A1", "👍"));
        release();

        store(messages.outgoing(MARIA, "X1", new MessageContent.Reaction("A1", "👍")));

        assertThat(state(reaction)).containsEntry("source_id", "X1").containsEntry("send_state", "sent");
        assertThat(rows("""
                        SELECT r.author, r.emoji FROM message_reactions AS r JOIN messages AS m ON m.id = r.message_id
                         WHERE m.inbox_id = %s""".formatted(inbox))).containsExactly(Map.of("author", "us", "emoji", "👍"));
    }

    @Test
    void storesTheSameEchoOnce() {
        queued("Olá", null);
        release();
        Routed echo = messages.outgoing(MARIA, "X1", new MessageContent.Text("Olá"));

        store(echo);
        store(echo, echo);

        assertThat(rows("SELECT id FROM messages WHERE conversation_id = " + conversation))
                .hasSize(1);
    }

    private int queued(String text, MessageContent content) {
        String json = content == null
                ? "NULL"
                : "'" + new String(io.parley.contract.ContractJson.write(content)) + "'::jsonb";
        return id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content, status, send_state)
                SELECT account_id, inbox_id, id, contact_id, 'outgoing', '%s', %s, 'accepted', 'queued'
                  FROM conversations WHERE id = %s RETURNING id""".formatted(text, json, conversation));
    }

    private void attach(int message, int position, String kind) {
        sql("""
                INSERT INTO attachments (account_id, inbox_id, message_id, position, kind, state, file_key, file_name, media_type)
                SELECT account_id, inbox_id, id, %d, '%s', 'stored', 'key-%d', 'file', 'image/jpeg'
                  FROM messages WHERE id = %d""".formatted(position, kind, position, message));
    }

    private static Media media(MediaKind kind, String caption) {
        return new Media(kind, "key", null, null, "image/jpeg", null, null, caption, null);
    }

    private void release() {
        release.release(List.of(conversation)).as(transaction::transactional).block(LIMIT);
    }

    private void store(Routed... routed) {
        useCase.store(ReceivedBatch.of(List.of(routed)).readable()).block(LIMIT);
    }

    private Map<String, Object> state(int message) {
        return rows("SELECT * FROM messages WHERE id = " + message).get(0);
    }
}

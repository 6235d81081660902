package io.parley.store.due;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.store.SharedStoreIntegration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the running store does by the clock, without being asked. */
class DueIT extends SharedStoreIntegration {

    AccountId account;
    InboxId inbox;
    ConversationId conversation;

    @BeforeEach
    void aConversation() {
        account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
        conversation = aConversation(account, inbox, "+5511988887777");
    }

    @Test
    void releasesADeferredMessageWhenItsTimeHasCome() {
        int message = message("deferred", "now() - interval '1 second'");

        eventually(() -> assertThat(state(message))
                .containsEntry("send_state", "released")
                .containsEntry("attempt", 2));
    }

    @Test
    void leavesADeferredMessageWhoseTimeHasNotCome() {
        int later = message("deferred", "now() + interval '1 hour'");
        ConversationId other = aConversation(account, inbox, "+5511900000000");
        int due = message(other, "deferred", "now() - interval '1 second'");

        eventually(() -> assertThat(state(due)).containsEntry("send_state", "released"));

        assertThat(state(later)).containsEntry("send_state", "deferred");
    }

    @Test
    void failsWhatWasInDoubtTooLongAndLetsTheNextGo() {
        int doubtful = message("unknown", "now() - interval '1 second'");
        int next = message("queued", "NULL");

        eventually(() -> assertThat(state(next)).containsEntry("send_state", "released"));

        assertThat(state(doubtful)).containsEntry("send_state", "failed").containsEntry("status", "failed");
        assertThat(state(doubtful).get("failure_reason").toString()).startsWith("may have been sent");
        assertThat(publishedEvents(account, "message.updated")).hasSize(1);
    }

    @Test
    void doubtsAReleaseOfWhichNobodySaidWhatBecameOfIt() {
        int silent = message("released", "now() - interval '1 second'");

        eventually(() -> assertThat(state(silent)).containsEntry("send_state", "unknown"));
    }

    @Test
    void opensASnoozedConversationWhenItsTimeHasCome() {
        sql("UPDATE conversations SET status = 'snoozed', snoozed_until = now() - interval '1 second' WHERE id = "
                + conversation);

        eventually(() -> assertThat(one("SELECT status FROM conversations WHERE id = " + conversation))
                .isEqualTo("open"));

        assertThat(publishedEvents(account, "conversation.updated")).hasSize(1);
    }

    @Test
    void appliesAReceiptThatMissedItsMessageByAMoment() {
        int message = message("sent", "NULL");
        sql("UPDATE messages SET source_id = 'X1', status = 'sent' WHERE id = " + message);
        sql("""
                INSERT INTO early_arrivals (inbox_id, target_source_id, cause, body)
                VALUES (%1$s, 'X1', 'receipt:read', '{"type":"receipt","inboxId":%1$s,"sourceId":"X1","status":"read",
                                                      "at":"2026-05-04T12:00:00Z"}')""".formatted(inbox));

        eventually(() -> assertThat(state(message)).containsEntry("status", "read"));
    }

    private int message(String state, String dueAt) {
        return message(conversation, state, dueAt);
    }

    private int message(ConversationId where, String state, String dueAt) {
        return id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, send_state,
                                      due_at, attempt)
                SELECT account_id, inbox_id, id, contact_id, 'outgoing', 'Olá', 'accepted', '%s', %s, 1
                  FROM conversations WHERE id = %s RETURNING id""".formatted(state, dueAt, where));
    }

    private Map<String, Object> state(int message) {
        return rows("SELECT * FROM messages WHERE id = " + message).get(0);
    }
}

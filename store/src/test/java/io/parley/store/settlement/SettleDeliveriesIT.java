package io.parley.store.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;
import io.parley.store.SharedStoreIntegration;
import io.parley.store.delivery.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SettleDeliveriesIT extends SharedStoreIntegration {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    @Autowired
    SettleDeliveries useCase;

    @Autowired
    Release release;

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
    void releasesTheNextMessageOnlyWhenTheOneBeforeIsSettled() {
        MessageId first = queued("one");
        MessageId second = queued("two");

        release();
        release();
        assertThat(sends()).extracting(Outbound.Send::messageId).containsExactly(first);
        assertThat(sends()).first().satisfies(it -> {
            assertThat(it.address()).isEqualTo("5511988887777@s.whatsapp.net");
            assertThat(it.attempt()).isEqualTo(1);
            assertThat(it.parts()).containsExactly(new MessageContent.Text("one"));
        });

        settle(sent(first, 1, "X1"));

        assertThat(sends()).extracting(Outbound.Send::messageId).containsExactly(first, second);
        assertThat(state(first))
                .containsEntry("send_state", "sent")
                .containsEntry("status", "sent")
                .containsEntry("source_id", "X1");
        assertThat(publishedEvents(account, "message.updated")).hasSize(1);
    }

    @Test
    void neverFallsBackFromReadAndTakesReceiptsThatComeFirst() {
        MessageId message = queued("one");
        release();

        settle(receipt("X1", DeliveryStatus.READ), receipt("X1", DeliveryStatus.DELIVERED));
        assertThat(state(message)).containsEntry("status", "accepted");
        settle(sent(message, 1, "X1"));
        assertThat(state(message)).containsEntry("status", "read");
        settle(receipt("X1", DeliveryStatus.DELIVERED), receipt("X1", DeliveryStatus.SENT));

        assertThat(state(message)).containsEntry("status", "read").containsEntry("send_state", "sent");
        assertThat(rows("SELECT id FROM early_arrivals WHERE inbox_id = " + inbox))
                .isEmpty();
    }

    @Test
    void knowsThePartsThatLeftOfAMessageThatDidNot() {
        MessageId message = queued("two files");
        release();

        settle(new Delivery.Failed(inbox, message, 1, "too large (part 2 of 2)", NOW, List.of("P1")));
        settle(receipt("P1", DeliveryStatus.DELIVERED), receipt("P1", DeliveryStatus.READ));

        assertThat(state(message)).containsEntry("status", "failed").containsEntry("source_id", null);
        assertThat(rows("SELECT source_id FROM message_parts WHERE message_id = " + message))
                .containsExactly(Map.of("source_id", "P1"));
        assertThat(rows("SELECT cause FROM early_arrivals WHERE inbox_id = " + inbox))
                .isEmpty();
    }

    @Test
    void sendsTheRestOfADeferredMessageThoughAPartOfItWasRead() {
        MessageId message = queued("two files");
        release();

        settle(new Delivery.Deferred(
                inbox, message, 1, Instant.now().plusSeconds(600), "rate limit", NOW, List.of("P1")));
        settle(receipt("P1", DeliveryStatus.READ));
        assertThat(state(message)).containsEntry("send_state", "deferred").containsEntry("status", "accepted");

        sql("UPDATE messages SET send_state = 'released', attempt = 2, due_at = NULL WHERE id = " + message);
        settle(
                new Delivery.Sent(inbox, message, 2, List.of("P1", "P2"), null, NOW),
                receipt("P2", DeliveryStatus.READ));

        assertThat(state(message))
                .containsEntry("send_state", "sent")
                .containsEntry("source_id", "P1")
                .containsEntry("status", "read");
    }

    @Test
    void marksAMessageFailedThatTheProviderRefusedAndGoesOn() {
        MessageId first = queued("one");
        MessageId second = queued("two");
        release();

        settle(new Delivery.Failed(inbox, first, 1, "not on WhatsApp", NOW));

        assertThat(state(first)).containsEntry("status", "failed").containsEntry("failure_reason", "not on WhatsApp");
        assertThat(state(second)).containsEntry("send_state", "released");
    }

    @Test
    void ignoresTheAnswerOfAnOlderAttemptUnlessItSaysSent() {
        MessageId message = queued("one");
        release();
        sql("UPDATE messages SET attempt = 2 WHERE id = " + message);

        settle(new Delivery.Failed(inbox, message, 1, "too late", NOW));
        assertThat(state(message)).containsEntry("send_state", "released").containsEntry("status", "accepted");
        settle(sent(message, 1, "X1"));

        assertThat(state(message)).containsEntry("send_state", "sent").containsEntry("source_id", "X1");
    }

    @Test
    void holdsBackThoseBehindADeferredMessage() {
        MessageId first = queued("one");
        MessageId second = queued("two");
        release();

        settle(new Delivery.Deferred(inbox, first, 1, Instant.now().plusSeconds(600), "rate limit", NOW));
        release();

        assertThat(state(first)).containsEntry("send_state", "deferred").containsEntry("status", "accepted");
        assertThat(state(second)).containsEntry("send_state", "queued");
    }

    @Test
    void letsAReceiptDecideWhatWasInDoubt() {
        MessageId first = queued("one");
        MessageId second = queued("two");
        release();
        settle(new Delivery.Unknown(inbox, first, 1, "no answer in time", NOW));
        assertThat(state(second)).containsEntry("send_state", "queued");

        settle(sent(first, 1, "X1"));

        assertThat(state(first)).containsEntry("send_state", "sent").containsEntry("failure_reason", null);
        assertThat(state(second)).containsEntry("send_state", "released");
    }

    @Test
    void matchesReceiptsOfTheSecondPart() {
        MessageId message = queued("one");
        release();
        settle(new Delivery.Sent(inbox, message, 1, List.of("X1", "X2"), null, NOW));

        settle(receipt("X2", DeliveryStatus.DELIVERED));

        assertThat(state(message)).containsEntry("status", "delivered");
    }

    @Test
    void showsAFailureThatTheProviderReportsAfterwards() {
        MessageId message = queued("one");
        release();
        settle(sent(message, 1, "X1"));

        settle(receipt("X1", DeliveryStatus.FAILED));

        assertThat(state(message)).containsEntry("status", "failed").containsEntry("send_state", "failed");
    }

    @Test
    void foldsAnEchoThatWasTakenForAMessageFromThePhone() {
        MessageId message = queued("one");
        release();
        int phone = id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, source_id)
                SELECT account_id, inbox_id, conversation_id, contact_id, 'outgoing', '*Ana*: one', 'delivered', 'X1'
                  FROM messages WHERE id = %s RETURNING id""".formatted(message));

        settle(sent(message, 1, "X1"));

        assertThat(rows("SELECT id FROM messages WHERE id = " + phone)).isEmpty();
        assertThat(state(message)).containsEntry("source_id", "X1").containsEntry("status", "delivered");
    }

    @Test
    void storesByItselfWhatWasWronglyTakenForAnEcho() {
        MessageId message = queued("ok");
        release();
        sql("UPDATE messages SET source_id = 'P1', send_state = 'sent', status = 'sent' WHERE id = " + message);

        settle(sent(message, 1, "X1"));

        assertThat(state(message)).containsEntry("source_id", "X1");
        assertThat(rows("SELECT text, direction FROM messages WHERE source_id = 'P1' AND inbox_id = " + inbox))
                .containsExactly(Map.of("text", "ok", "direction", "outgoing"));
    }

    @Test
    void takesBackWhatAnAgentDeletedWhileItWasOnItsWay() {
        MessageId message = queued("oops");
        release();
        sql("UPDATE messages SET deleted_at = now(), text = NULL WHERE id = " + message);

        settle(new Delivery.Sent(inbox, message, 1, List.of("X1", "X2"), null, NOW));

        awaitEmptyOutbox();
        assertThat(published(topics.outbound(Channel.WHATSAPP), Outbound.class).stream()
                        .filter(it -> it.inboxId().equals(inbox))
                        .filter(Outbound.Delete.class::isInstance)
                        .map(Outbound.Delete.class::cast))
                .extracting(Outbound.Delete::sourceId)
                .containsExactly("X1", "X2");
    }

    @Test
    void changesNothingWhenTheSameBatchComesAgain() {
        MessageId message = queued("one");
        release();
        settle(sent(message, 1, "X1"), receipt("X1", DeliveryStatus.DELIVERED));
        Object before = state(message).get("updated_at");

        settle(sent(message, 1, "X1"), receipt("X1", DeliveryStatus.DELIVERED));

        assertThat(state(message)).containsEntry("updated_at", before);
    }

    private MessageId queued(String text) {
        return new MessageId(id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, send_state)
                SELECT account_id, inbox_id, id, contact_id, 'outgoing', '%s', 'accepted', 'queued'
                  FROM conversations WHERE id = %s RETURNING id""".formatted(text, conversation)));
    }

    private void release() {
        release.release(List.of(conversation)).as(transaction::transactional).block(LIMIT);
    }

    private void settle(Delivery... deliveries) {
        useCase.settle(List.of(deliveries)).block(LIMIT);
    }

    private Delivery sent(MessageId message, int attempt, String sourceId) {
        return new Delivery.Sent(inbox, message, attempt, List.of(sourceId), null, NOW);
    }

    private Delivery receipt(String sourceId, DeliveryStatus status) {
        return new Delivery.Receipt(inbox, sourceId, status, null, NOW);
    }

    private Map<String, Object> state(MessageId message) {
        return rows("SELECT * FROM messages WHERE id = " + message).get(0);
    }

    private List<Outbound.Send> sends() {
        awaitEmptyOutbox();
        return published(topics.outbound(Channel.WHATSAPP), Outbound.class).stream()
                .filter(it -> it.inboxId().equals(inbox))
                .filter(Outbound.Send.class::isInstance)
                .map(Outbound.Send.class::cast)
                .toList();
    }
}

package io.parley.store.outbox;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.RecordKey;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.kafka.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published once the transaction is committed.
 *
 * @param topic short name, see {@link OutboxTopic}
 * @param eventId stable: a relay that dies may publish it again
 * @param payload JSON of the contract; absent for a tombstone
 * @param traceparent absent: the trace of whoever appends it
 */
public record OutboxEntry(
        String topic,
        String key,
        String eventId,
        String eventType,
        @Nullable String payload,
        @Nullable String traceparent) {

    /** Keyed as the contact's messages are, so that what is told of one conversation stays in order. */
    public static OutboxEntry event(HubEvent event) {
        return of(OutboxTopic.EVENTS, keyOf(event.body()), event.id(), event);
    }

    public static OutboxEntry outbound(Channel channel, Outbound outbound) {
        String key = new RecordKey(outbound.inboxId(), outbound.address()).toString();
        return of(OutboxTopic.outbound(channel), key, idOf(outbound), outbound);
    }

    public static OutboxEntry inbox(InboxConfig config) {
        return of(OutboxTopic.INBOXES, config.id().toString(), UUID.randomUUID().toString(), config);
    }

    public static OutboxEntry inboxDeleted(InboxId id) {
        OutgoingRecord tombstone = OutgoingRecord.tombstone(
                OutboxTopic.INBOXES, id.toString(), UUID.randomUUID().toString());
        return new OutboxEntry(OutboxTopic.INBOXES, tombstone.key(), tombstone.eventId(), tombstone.type(), null, null);
    }

    /** The same, in a trace that began elsewhere. */
    public OutboxEntry tracedBy(@Nullable String parent) {
        return new OutboxEntry(topic, key, eventId, eventType, payload, parent);
    }

    private static OutboxEntry of(String topic, String key, String eventId, Object value) {
        String payload = new String(ContractJson.write(value), StandardCharsets.UTF_8);
        return new OutboxEntry(topic, key, eventId, OutgoingRecord.typeOf(value), payload, null);
    }

    private static String idOf(Outbound outbound) {
        return switch (outbound) {
            case Outbound.Send send -> "send-" + send.messageId() + "-" + send.attempt();
            case Outbound.Delete delete -> "delete-" + delete.messageId() + "-" + delete.sourceId();
            case Outbound.MarkRead read -> UUID.randomUUID().toString();
        };
    }

    private static String keyOf(EventBody body) {
        return switch (body) {
            case EventBody.MessageCreated created -> keyOf(created.conversation());
            case EventBody.MessageUpdated updated -> keyOf(updated.conversation());
            case EventBody.ConversationCreated created -> keyOf(created.conversation());
            case EventBody.ConversationUpdated updated -> keyOf(updated.conversation());
            case EventBody.ContactCreated created -> keyOf(created.contact().id());
            case EventBody.ContactUpdated updated -> keyOf(updated.contact().id());
            case EventBody.ContactMerged merged -> keyOf(merged.contact().id());
            case EventBody.ContactDeleted deleted -> keyOf(deleted.contact().id());
            case EventBody.InboxUpdated updated -> keyOf(updated.inbox().id());
            case EventBody.InboxMembersChanged changed -> keyOf(changed.inbox());
            case EventBody.NotificationCreated created ->
                "agent:" + created.notification().agentId();
        };
    }

    private static String keyOf(ConversationView conversation) {
        return new RecordKey(conversation.inboxId(), conversation.contactSourceId()).toString();
    }

    private static String keyOf(ContactId contact) {
        return "contact:" + contact;
    }

    private static String keyOf(InboxId inbox) {
        return "inbox:" + inbox;
    }
}

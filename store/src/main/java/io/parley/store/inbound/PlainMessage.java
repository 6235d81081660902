package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.storable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.MessageView;
import io.parley.store.inbound.InboundBatch.Stored;
import io.parley.store.message.MessageText;
import java.util.List;

/**
 * How a message looks that was stored a moment ago and is words alone: most are so, and reading them back would be the
 * dearest statement of a batch.
 */
final class PlainMessage {

    private PlainMessage() {}

    static MessageView view(Stored stored, ConversationView conversation) {
        Inbound.Message message = stored.arrival().message();
        return new MessageView(
                stored.id(),
                conversation.accountId(),
                conversation.inboxId(),
                conversation.id(),
                conversation.displayId(),
                conversation.contact().id(),
                message.direction(),
                false,
                storable(MessageText.of(message.content())),
                null,
                DeliveryStatus.SENT,
                null,
                storable(message.sourceId()),
                null,
                null,
                null,
                stored.arrival().isIncoming() ? sender(conversation.contact()) : null,
                storable(InsertMessages.author(message.author())),
                List.of(),
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                false,
                false,
                message.sentAt(),
                stored.at(),
                stored.at(),
                message.receivedAt());
    }

    private static MessageView.Sender sender(ContactView contact) {
        return new MessageView.Sender.OfContact(contact.id(), contact.name(), contact.pictureUrl());
    }
}

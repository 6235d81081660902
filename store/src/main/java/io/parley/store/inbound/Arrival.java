package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.Direction;
import io.parley.store.settlement.SourceKey;
import org.jspecify.annotations.Nullable;

/** A message of a batch that is to be stored as a row of its own. */
record Arrival(
        Routed routed, Inbound.Message message, @Nullable String traceparent) {

    int account() {
        return routed.accountId().value();
    }

    int inbox() {
        return message.inboxId().value();
    }

    SourceKey source() {
        return new SourceKey(message.inboxId(), message.sourceId());
    }

    AddressKey contact() {
        return new AddressKey(account(), message.contact().firstAddress());
    }

    /** Which visitor of a website it is from; absent in other channels. */
    @Nullable
    String visitor() {
        ContactAddress address = message.contact().firstAddress();
        return address.kind() == ContactAddress.Kind.VISITOR ? address.value() : null;
    }

    boolean isIncoming() {
        return message.direction() == Direction.INCOMING;
    }

    boolean isInGroup() {
        return message.contact().addresses().stream().anyMatch(it -> it.kind() == ContactAddress.Kind.WHATSAPP_GROUP);
    }
}

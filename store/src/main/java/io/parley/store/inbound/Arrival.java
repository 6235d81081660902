package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.Direction;
import io.parley.store.email.MailSubject;
import io.parley.store.settlement.SourceKey;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message of a batch that is to be stored as a row of its own.
 *
 * @param thread on threaded channels the conversation it belongs to, below zero when that is to be made; 0 where a
 *     contact has one line
 * @param isExpected whether an earlier mail named it, so that its place was given before it came
 */
record Arrival(
        Routed routed, Inbound.Message message, @Nullable String traceparent, int thread, boolean isExpected) {

    Arrival(Routed routed, Inbound.Message message, @Nullable String traceparent) {
        this(routed, message, traceparent, 0, false);
    }

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

    /** Whether rules may answer it: a person wrote it, to us alone. */
    boolean mayBeAnswered() {
        return isIncoming()
                && !isInGroup()
                && (message.email() == null || !message.email().automatic());
    }

    @Nullable
    ReceivedEmail email() {
        return message.email();
    }

    @Nullable
    String subject() {
        return message.email() == null ? null : message.email().subject();
    }

    String subjectKey() {
        return MailSubject.key(subject());
    }

    /** Who is looked for among the contact's addresses: of an answer that left, whom it went to. */
    String sender() {
        return message.contact().firstAddress().value().toLowerCase(Locale.ROOT);
    }

    /** @param isContact whether this message's contact is the thread's; else they are its author alone */
    Arrival inThread(int number, Party threadsContact, boolean isContact, boolean expected) {
        if (isContact) {
            return new Arrival(routed, message, traceparent, number, expected);
        }
        Party writer = isIncoming() ? message.contact() : null;
        Inbound.Message joined = new Inbound.Message(
                message.inboxId(),
                message.channel(),
                new Party(threadsContact.addresses(), threadsContact.replyTo(), null, null),
                writer,
                message.direction(),
                message.sourceId(),
                message.content(),
                message.replyToSourceId(),
                message.sentAt(),
                message.receivedAt(),
                List.copyOf(message.files()),
                message.email());
        return new Arrival(routed, joined, traceparent, number, expected);
    }
}

package io.parley.store.inbound;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Routed messages that name only what a test is about. */
final class Messages {

    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final AccountId account;
    private final InboxId inbox;

    Messages(AccountId account, InboxId inbox) {
        this.account = account;
        this.inbox = inbox;
    }

    static Party phone(String digits, String name) {
        return new Party(
                List.of(new ContactAddress(ContactAddress.Kind.PHONE, "+" + digits)),
                digits + "@s.whatsapp.net",
                name,
                null);
    }

    static Party lid(String digits, String name) {
        return new Party(
                List.of(new ContactAddress(ContactAddress.Kind.WHATSAPP_LID, digits)), digits + "@lid", name, null);
    }

    static Party phoneAndLid(String phone, String lid, String name) {
        return new Party(
                List.of(
                        new ContactAddress(ContactAddress.Kind.PHONE, "+" + phone),
                        new ContactAddress(ContactAddress.Kind.WHATSAPP_LID, lid)),
                lid + "@lid",
                name,
                null);
    }

    static Party group(String digits, String name) {
        return new Party(
                List.of(new ContactAddress(ContactAddress.Kind.WHATSAPP_GROUP, digits)), digits + "@g.us", name, null);
    }

    Routed text(Party from, String sourceId, String body) {
        return incoming(from, sourceId, new MessageContent.Text(body));
    }

    Routed incoming(Party from, String sourceId, MessageContent content) {
        return routed(message(from, null, Direction.INCOMING, sourceId, content, null, NOON));
    }

    Routed at(Instant sentAt, Party from, String sourceId, MessageContent content) {
        return routed(message(from, null, Direction.INCOMING, sourceId, content, null, sentAt));
    }

    Routed inGroup(Party group, Party author, String sourceId, String body) {
        return routed(message(group, author, Direction.INCOMING, sourceId, new MessageContent.Text(body), null, NOON));
    }

    Routed quoting(Party from, String sourceId, String body, String quoted) {
        return routed(message(from, null, Direction.INCOMING, sourceId, new MessageContent.Text(body), quoted, NOON));
    }

    Routed outgoing(Party to, String sourceId, MessageContent content) {
        return routed(message(to, null, Direction.OUTGOING, sourceId, content, null, NOON));
    }

    Routed withReplies(Routed routed, AutoReply... replies) {
        return new Routed(routed.accountId(), routed.inbound(), List.of(replies));
    }

    Routed routed(Inbound inbound) {
        return new Routed(account, inbound, List.of());
    }

    private Inbound.Message message(
            Party contact,
            Party author,
            Direction direction,
            String sourceId,
            MessageContent content,
            String quoted,
            Instant sentAt) {
        return new Inbound.Message(
                inbox,
                Channel.WHATSAPP,
                contact,
                author,
                direction,
                sourceId,
                content,
                quoted,
                sentAt,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }
}

package io.parley.router;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactAddress.Kind;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Text;
import java.time.Instant;
import java.util.List;

/** What came in, for tests. */
public final class Inbounds {

    /** A Monday, 10:00 in São Paulo. */
    public static final Instant MONDAY_MORNING = Instant.parse("2025-10-20T13:00:00Z");

    private Inbounds() {}

    public static Inbound.Message text(int inbox, String sourceId) {
        return text(inbox, sourceId, MONDAY_MORNING);
    }

    public static Inbound.Message text(int inbox, String sourceId, Instant receivedAt) {
        return message(inbox, maria(), Direction.INCOMING, sourceId, new Text("oi"), receivedAt, receivedAt);
    }

    public static Inbound.Message message(
            int inbox,
            Party contact,
            Direction direction,
            String sourceId,
            MessageContent content,
            Instant sentAt,
            Instant receivedAt) {
        return new Inbound.Message(
                new InboxId(inbox),
                Channel.WHATSAPP,
                contact,
                null,
                direction,
                sourceId,
                content,
                null,
                sentAt,
                receivedAt);
    }

    public static Inbound.Receipt read(int inbox, String sourceId) {
        return new Inbound.Receipt(
                new InboxId(inbox),
                Channel.WHATSAPP,
                sourceId,
                DeliveryStatus.READ,
                "+5511988887777",
                null,
                MONDAY_MORNING);
    }

    public static Inbound.Connection open(int inbox) {
        return new Inbound.Connection(
                new InboxId(inbox),
                Channel.WHATSAPP,
                ConnectionState.OPEN,
                null,
                null,
                "+5511900000001",
                null,
                MONDAY_MORNING);
    }

    public static Inbound.Profile profile(int inbox, Party contact) {
        return new Inbound.Profile(new InboxId(inbox), Channel.WHATSAPP, contact, MONDAY_MORNING);
    }

    public static Party maria() {
        return new Party(
                List.of(new ContactAddress(Kind.PHONE, "+5511988887777")),
                "5511988887777@s.whatsapp.net",
                "Maria",
                null);
    }

    public static Party group() {
        return new Party(
                List.of(new ContactAddress(Kind.WHATSAPP_GROUP, "120363025246125486")),
                "120363025246125486@g.us",
                "Equipe",
                null);
    }
}

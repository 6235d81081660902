package io.parley.ingress.channel.whatsapp;

import io.parley.contract.Channel;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.ingress.channel.EmbeddedFile;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.ParsedWebhook;
import io.parley.ingress.channel.ParsedWebhook.Ignored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one webhook comes to, and stamps on each finding what is the same for all. */
final class Findings {

    private final Envelope envelope;
    private final List<ParsedInbound> inbound = new ArrayList<>();
    private final List<Ignored> ignored = new ArrayList<>();

    Findings(Envelope envelope) {
        this.envelope = envelope;
    }

    Envelope envelope() {
        return envelope;
    }

    void message(MessageFinding finding) {
        Inbound message = new Inbound.Message(
                envelope.inbox().id(),
                Channel.WHATSAPP,
                finding.contact(),
                finding.author(),
                finding.direction(),
                finding.sourceId(),
                finding.content(),
                finding.replyTo(),
                finding.sentAt() == null ? envelope.receivedAt() : finding.sentAt(),
                envelope.receivedAt());
        inbound.add(new ParsedInbound(envelope.eventId("message", finding.sourceId()), message, finding.file()));
    }

    void receipt(String sourceId, DeliveryStatus status, Party chat) {
        add(
                "receipt",
                sourceId + ":" + status.wireName(),
                new Inbound.Receipt(
                        envelope.inbox().id(),
                        Channel.WHATSAPP,
                        sourceId,
                        status,
                        chat.firstAddress().value(),
                        null,
                        envelope.receivedAt()));
    }

    void profile(Party contact) {
        add(
                "profile",
                contact.firstAddress().value() + ":" + envelope.postedAt(),
                new Inbound.Profile(envelope.inbox().id(), Channel.WHATSAPP, contact, envelope.receivedAt()));
    }

    void connection(
            ConnectionState state,
            @Nullable String qrCode,
            @Nullable String pairingCode,
            @Nullable String address,
            @Nullable String reason) {
        add(
                "connection",
                envelope.event() + ":" + state.wireName() + ":" + envelope.postedAt(),
                new Inbound.Connection(
                        envelope.inbox().id(),
                        Channel.WHATSAPP,
                        state,
                        qrCode,
                        pairingCode,
                        address,
                        reason,
                        envelope.receivedAt()));
    }

    void ignore(String event, String reason) {
        ignored.add(new Ignored(event, reason));
    }

    void ignore(String reason) {
        ignore(envelope.event(), reason);
    }

    ParsedWebhook result(boolean foreignInstance) {
        return new ParsedWebhook(inbound, ignored, foreignInstance);
    }

    private void add(String kind, String id, Inbound finding) {
        inbound.add(new ParsedInbound(envelope.eventId(kind, id), finding));
    }

    /**
     * A message as a reader found it.
     *
     * @param sentAt absent: when it was received
     */
    record MessageFinding(
            Party contact,
            @Nullable Party author,
            Direction direction,
            String sourceId,
            MessageContent content,
            @Nullable String replyTo,
            @Nullable Instant sentAt,
            @Nullable EmbeddedFile file) {}
}

package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.PublishInbound;
import io.parley.ingress.channel.webchat.VisitorFrames.Said;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorSourceIds;
import io.parley.runtime.visitor.VisitorTyping;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Turns what visitors do into inbound events that Kafka has acknowledged. Safe to repeat: the same message, the same
 * ids.
 */
@Component
class AcceptVisitor {

    private final Uploads uploads;
    private final WidgetCallers callers;
    private final VisitorTyping typing;
    private final PublishInbound publisher;
    private final WebchatProperties properties;
    private final Clock clock;

    AcceptVisitor(
            Uploads uploads,
            WidgetCallers callers,
            VisitorTyping typing,
            PublishInbound publisher,
            WebchatProperties properties,
            Clock clock) {
        this.uploads = uploads;
        this.callers = callers;
        this.typing = typing;
        this.publisher = publisher;
        this.properties = properties;
        this.clock = clock;
    }

    /** Completes with what was accepted once the broker has it. */
    Mono<Accepted> message(WidgetCaller caller, JsonNode frame) {
        return Mono.fromSupplier(() -> VisitorFrames.said(frame, properties.messageLength()))
                .flatMap(said ->
                        callers.count("messages", caller, properties.messages()).thenReturn(said))
                .flatMap(said -> publish(messageOf(caller.visitor(), said), eventIdOf(caller.visitor(), said))
                        .thenReturn(new Accepted(said.echoId(), clock.instant())));
    }

    Mono<Void> receipts(WidgetCaller caller, DeliveryStatus status, JsonNode frame) {
        Instant now = clock.instant();
        Visitor visitor = caller.visitor();
        return Mono.fromSupplier(() -> VisitorFrames.messageIds(frame)).flatMap(ids -> {
            List<ParsedInbound> receipts = new ArrayList<>();
            for (Integer id : ids) {
                String sourceId = VisitorSourceIds.ofMessage(visitor, new MessageId(id));
                receipts.add(new ParsedInbound(
                        sourceId + ":" + status.wireName(),
                        new Inbound.Receipt(
                                visitor.inboxId(), Channel.WEBCHAT, sourceId, status, visitor.sourceId(), null, now)));
            }
            return publisher.publish(receipts);
        });
    }

    Mono<Void> end(WidgetCaller caller) {
        Visitor visitor = caller.visitor();
        return publish(
                new Inbound.Ended(visitor.inboxId(), Channel.WEBCHAT, partyOf(visitor), clock.instant()), newId());
    }

    Mono<Void> identified(Inbound.Identified identified) {
        return publish(identified, newId());
    }

    /** Where on the site they are, put down in their conversation. */
    Mono<Void> page(WidgetCaller caller, String url) {
        Visitor visitor = caller.visitor();
        return identified(new Inbound.Identified(
                visitor.inboxId(),
                Channel.WEBCHAT,
                partyOf(visitor),
                false,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("referer", url),
                clock.instant()));
    }

    /** Passing news: that nobody could be told is no error. */
    Mono<Void> typing(WidgetCaller caller, boolean on) {
        return typing.tell(caller.visitor(), on);
    }

    static Party partyOf(Visitor visitor) {
        return new Party(
                List.of(new ContactAddress(ContactAddress.Kind.VISITOR, visitor.sourceId())),
                visitor.sourceId(),
                null,
                null);
    }

    private Inbound.Message messageOf(Visitor visitor, Said said) {
        Instant now = clock.instant();
        MessageContent content = said.upload() == null
                ? new MessageContent.Text(String.valueOf(said.content()))
                : uploads.open(visitor, said.upload(), said.content());
        return new Inbound.Message(
                visitor.inboxId(),
                Channel.WEBCHAT,
                partyOf(visitor),
                null,
                Direction.INCOMING,
                VisitorSourceIds.ofEcho(visitor, said.echoId()),
                content,
                quoted(visitor, said),
                now,
                now);
    }

    private static @Nullable String quoted(Visitor visitor, Said said) {
        if (said.replyToEcho() != null) {
            return VisitorSourceIds.ofEcho(visitor, said.replyToEcho());
        }
        return said.replyToId() == null ? null : VisitorSourceIds.ofMessage(visitor, new MessageId(said.replyToId()));
    }

    private static String eventIdOf(Visitor visitor, Said said) {
        return visitor.inboxId() + ":" + VisitorSourceIds.ofEcho(visitor, said.echoId());
    }

    private Mono<Void> publish(Inbound inbound, String eventId) {
        return publisher.publish(List.of(new ParsedInbound(eventId, inbound)));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** A message the broker has. */
    record Accepted(String echoId, Instant at) {}
}

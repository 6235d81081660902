package io.parley.outbound.channel.webchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.Channel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import io.parley.outbound.channel.SendOutcome.Sent;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorMessages;
import io.parley.runtime.visitor.VisitorSourceIds;
import io.parley.runtime.visitor.VisitorStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells visitors what agents say. The provider is the visitor's stream, where a message stands once however often it is
 * put: so sending again is always safe, and nothing is ever in doubt. A stream that is lost was only the way: the
 * history has it.
 */
@Component
final class WebchatSender implements ChannelSender {

    private static final Duration WHEN_AWAY = Duration.ofSeconds(2);

    private final VisitorStreams streams;
    private final VisitorMessages messages;
    private final Duration timeout;

    WebchatSender(
            VisitorStreams streams,
            VisitorMessages messages,
            @Value("${parley.outbound.redis-timeout:2s}") Duration timeout) {
        this.streams = streams;
        this.messages = messages;
        this.timeout = timeout;
    }

    @Override
    public Channel channel() {
        return Channel.WEBCHAT;
    }

    /** A widget shows words and files together. */
    @Override
    public List<MessageContent> partsOf(Outbound.Send message) {
        return message.parts().subList(0, 1);
    }

    @Override
    public Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part) {
        Outbound.Send message = part.message();
        MessageView view = message.view();
        if (view == null) {
            return Mono.just(new Refused("there is nothing a widget could show"));
        }
        Visitor visitor = new Visitor(message.inboxId(), message.address());
        return streams.append(
                        visitor,
                        "created:" + message.messageId(),
                        "message.created",
                        messages.json(view).put("status", "sent").toString())
                .timeout(timeout)
                .<SendOutcome>thenReturn(
                        new Sent(VisitorSourceIds.ofMessage(visitor, message.messageId()), message.address()))
                .onErrorResume(away ->
                        Mono.just(new NotNow(Obstacle.SERVER, "the visitors' streams cannot be reached", WHEN_AWAY)));
    }

    /** Whoever looks may as well put it there: it stands there once. */
    @Override
    public Flux<Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since) {
        return send(inbox, part).flatMapMany(outcome -> switch (outcome) {
            case Sent sent -> Flux.just(sent);
            case SendOutcome other -> Flux.error(new ChannelTrouble("the visitors' streams cannot be reached", true));
        });
    }

    @Override
    public Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete) {
        ObjectNode gone = JsonNodeFactory.instance
                .objectNode()
                .put("id", delete.messageId().value())
                .put("direction", "outgoing")
                .putNull("content")
                .put("deleted", true);
        gone.putArray("attachments");
        return tell(
                new Visitor(delete.inboxId(), delete.address()),
                "deleted:" + delete.messageId(),
                "message.updated",
                gone.toString());
    }

    @Override
    public Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode echoIds = data.putArray("echo_ids");
        markRead.sourceIds().stream()
                .map(VisitorSourceIds::echoOf)
                .filter(Objects::nonNull)
                .forEach(echoIds::add);
        return tell(
                new Visitor(markRead.inboxId(), markRead.address()),
                "read:" + markRead.sourceIds().hashCode() + ":"
                        + markRead.sourceIds().size(),
                "messages.read",
                data.toString());
    }

    private Mono<Void> tell(Visitor visitor, String eventId, String type, String data) {
        return streams.append(visitor, eventId, type, data)
                .timeout(timeout)
                .onErrorMap(away -> new ChannelTrouble("the visitors' streams cannot be reached", true));
    }
}

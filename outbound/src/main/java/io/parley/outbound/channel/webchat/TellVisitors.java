package io.parley.outbound.channel.webchat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.Channel;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorMessages;
import io.parley.runtime.visitor.VisitorStreams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells visitors what else became true of their conversation: their own messages stored, for their other tabs; edits;
 * who answers; that it is over. What agents say comes by {@link WebchatSender}, when its turn has come.
 */
@Component("tellVisitorsUseCase")
class TellVisitors {

    private final VisitorStreams streams;
    private final VisitorMessages messages;

    TellVisitors(VisitorStreams streams, VisitorMessages messages) {
        this.streams = streams;
        this.messages = messages;
    }

    /** Completes once all is told, in order; an event that comes again adds nothing. */
    Mono<Void> tell(List<HubEvent> events) {
        return Flux.fromIterable(events)
                .concatMapIterable(this::framesOf)
                .concatMap(it -> streams.append(
                        it.visitor(), it.eventId(), it.type(), it.data().toString()))
                .then();
    }

    private List<Told> framesOf(HubEvent event) {
        return switch (event.body()) {
            case EventBody.MessageCreated created ->
                created.message().direction() == Direction.INCOMING
                        ? message(event, "message.created", created.message())
                        : List.of();
            case EventBody.MessageUpdated updated ->
                showsDifferently(updated.message()) ? message(event, "message.updated", updated.message()) : List.of();
            case EventBody.ConversationUpdated updated ->
                updated.conversation().channel() == Channel.WEBCHAT ? conversation(event, updated) : List.of();
            case EventBody other -> List.of();
        };
    }

    private List<Told> message(HubEvent event, String type, MessageView message) {
        String visitor = message.visitor();
        return visitor == null || !VisitorMessages.isForVisitors(message)
                ? List.of()
                : List.of(new Told(new Visitor(message.inboxId(), visitor), event.id(), type, messages.json(message)));
    }

    /** How far an agent's message came is known to who got it. */
    private static boolean showsDifferently(MessageView message) {
        return message.direction() == Direction.INCOMING
                || message.edited()
                || message.deleted()
                || !message.reactions().isEmpty()
                || !message.attachments().isEmpty();
    }

    private static List<Told> conversation(HubEvent event, EventBody.ConversationUpdated updated) {
        ConversationView conversation = updated.conversation();
        Visitor visitor = new Visitor(conversation.inboxId(), conversation.contactSourceId());
        List<Told> told = new ArrayList<>();
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("id", conversation.displayId());
        if (updated.changed().contains(Change.STATUS)) {
            told.add(new Told(
                    visitor,
                    event.id() + ":status",
                    "conversation.status_changed",
                    data.deepCopy().put("status", conversation.status().wireName())));
        }
        if (updated.changed().contains(Change.ASSIGNEE)) {
            told.add(new Told(
                    visitor,
                    event.id() + ":assignee",
                    "conversation.assigned",
                    data.deepCopy().set("assignee", assignee(conversation.assignee()))));
        }
        if (updated.changed().contains(Change.ATTRIBUTES)) {
            told.add(new Told(
                    visitor, event.id() + ":contact", "contact.merged", JsonNodeFactory.instance.objectNode()));
        }
        return told;
    }

    private static @Nullable ObjectNode assignee(@Nullable AgentView agent) {
        return agent == null
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("name", agent.availableName())
                        .putNull("avatar_url");
    }

    private record Told(Visitor visitor, String eventId, String type, ObjectNode data) {}
}

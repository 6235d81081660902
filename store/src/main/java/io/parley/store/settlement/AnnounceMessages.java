package io.parley.store.settlement;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.message.MessageViews;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells, in the transaction that changed them, what messages now are. */
@Component
public class AnnounceMessages {

    private final MessageViews messages;
    private final ConversationViews conversations;
    private final Outbox outbox;
    private final Clock clock;

    AnnounceMessages(MessageViews messages, ConversationViews conversations, Outbox outbox, Clock clock) {
        this.messages = messages;
        this.conversations = conversations;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param changed messages, each with its conversation */
    public Mono<Void> updated(Map<MessageId, ConversationId> changed) {
        return announce(changed, EventBody.MessageUpdated::new);
    }

    Mono<Void> created(Map<MessageId, ConversationId> stored) {
        return announce(stored, EventBody.MessageCreated::new);
    }

    private Mono<Void> announce(
            Map<MessageId, ConversationId> ids, BiFunction<MessageView, ConversationView, EventBody> body) {
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return messages.load(ids.keySet())
                .zipWhen(loaded -> conversations.load(new HashSet<>(ids.values())))
                .flatMap(views -> outbox.append(entries(ids, views.getT1(), views.getT2(), body)));
    }

    private List<OutboxEntry> entries(
            Map<MessageId, ConversationId> ids,
            Map<MessageId, MessageView> messageViews,
            Map<ConversationId, ConversationView> conversationViews,
            BiFunction<MessageView, ConversationView, EventBody> body) {
        return ids.keySet().stream()
                .sorted((one, other) -> Integer.compare(one.value(), other.value()))
                .map(messageViews::get)
                .filter(Objects::nonNull)
                .map(view -> entry(
                        view, body.apply(view, Objects.requireNonNull(conversationViews.get(view.conversationId())))))
                .toList();
    }

    private OutboxEntry entry(MessageView message, EventBody body) {
        return OutboxEntry.event(new HubEvent(
                UUID.randomUUID().toString(), message.accountId(), message.inboxId(), clock.instant(), body));
    }
}

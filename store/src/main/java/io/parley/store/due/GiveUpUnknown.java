package io.parley.store.due;

import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.delivery.Release;
import io.parley.store.delivery.SendState;
import io.parley.store.settlement.AnnounceMessages;
import io.parley.store.settlement.MessageState;
import io.parley.store.settlement.MessageStates;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * A message in doubt fails once nobody has said a word for long enough, so that an agent decides and those behind it go
 * on. It is never sent again by itself.
 */
@Component
class GiveUpUnknown {

    private final DueMessages due;
    private final MessageStates states;
    private final Release release;
    private final AnnounceMessages announce;
    private final TransactionalOperator transaction;

    GiveUpUnknown(
            DueMessages due,
            MessageStates states,
            Release release,
            AnnounceMessages announce,
            TransactionalOperator transaction) {
        this.due = due;
        this.states = states;
        this.release = release;
        this.announce = announce;
        this.transaction = transaction;
    }

    Mono<Void> giveUp() {
        return due.take(SendState.UNKNOWN)
                .flatMap(messages -> states.lock(messages.keySet()))
                .flatMap(this::giveUp)
                .as(transaction::transactional);
    }

    private Mono<Void> giveUp(Map<MessageId, MessageState> locked) {
        Collection<MessageState> unknown = locked.values().stream()
                .filter(it -> it.sendState() == SendState.UNKNOWN)
                .toList();
        unknown.forEach(MessageState::giveUp);
        Map<MessageId, ConversationId> failed =
                unknown.stream().collect(Collectors.toMap(MessageState::id, MessageState::conversationId));
        return states.save(unknown)
                .then(Mono.defer(() -> release.release(failed.values())))
                .then(Mono.defer(() -> announce.updated(failed)));
    }
}

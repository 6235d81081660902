package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationView;
import io.parley.store.Viewer;
import io.parley.store.conversation.Conversations.NewConversation;
import reactor.core.publisher.Mono;

/** Conversations that contacts open by themselves, in API inboxes. */
public interface ClientConversations {

    /**
     * The conversation that is open at the contact's place, which the source id names, or a new one there. What the
     * same contact has open at another place is not shown to this one: whoever is there need not be the same person.
     */
    Mono<ConversationView> openAt(Viewer client, NewConversation conversation);
}

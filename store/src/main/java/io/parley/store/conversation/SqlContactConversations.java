package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.store.Viewer;
import io.parley.store.contact.ContactConversations;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A contact's conversations in PostgreSQL. */
@Component
class SqlContactConversations implements ContactConversations {

    private static final int NEWEST = 20;

    private final ConversationQueries queries;
    private final ConversationViews views;
    private final ConversationEvents events;

    SqlContactConversations(ConversationQueries queries, ConversationViews views, ConversationEvents events) {
        this.queries = queries;
        this.views = views;
        this.events = events;
    }

    @Override
    public Flux<ConversationView> newest(Viewer viewer, ContactId contact) {
        return queries.ofContact(viewer, contact.value(), NEWEST)
                .flatMap(views::loadWithLastMessages)
                .flatMapIterable(found -> found);
    }

    @Override
    public Mono<Void> announceJoined(List<ConversationId> conversations) {
        return conversations.isEmpty() ? Mono.empty() : events.updated(conversations, Set.of(Change.STATUS));
    }
}

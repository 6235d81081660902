package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.store.Viewer;
import io.parley.store.contact.ContactConversations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** A contact's conversations in PostgreSQL. */
@Component
class SqlContactConversations implements ContactConversations {

    private static final int NEWEST = 20;

    private final ConversationQueries queries;
    private final ConversationViews views;

    SqlContactConversations(ConversationQueries queries, ConversationViews views) {
        this.queries = queries;
        this.views = views;
    }

    @Override
    public Flux<ConversationView> newest(Viewer viewer, ContactId contact) {
        return queries.ofContact(viewer, contact.value(), NEWEST)
                .flatMap(views::loadWithLastMessages)
                .flatMapIterable(found -> found);
    }
}

package io.parley.store.contact;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.store.Viewer;
import reactor.core.publisher.Flux;

/** Where contacts get the views of their conversations from. */
public interface ContactConversations {

    /** The newest 20 in inboxes the viewer sees, newest activity first. */
    Flux<ConversationView> newest(Viewer viewer, ContactId contact);
}

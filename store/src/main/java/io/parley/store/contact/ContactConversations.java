package io.parley.store.contact;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.store.Viewer;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where contacts get the views of their conversations from. */
public interface ContactConversations {

    /** The newest 20 in inboxes the viewer sees, newest activity first. */
    Flux<ConversationView> newest(Viewer viewer, ContactId contact);

    /** In the caller's transaction: tells of conversations whose messages moved. */
    Mono<Void> announceJoined(List<ConversationId> conversations);
}

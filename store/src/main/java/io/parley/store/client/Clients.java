package io.parley.store.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.message.Messages.NewMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Contacts at their place in an API inbox, which they alone know the name of. They see what was said there; all of
 * their contact's conversations only once the inbox's owner vouched for them. What is not theirs is
 * {@link io.parley.store.StoreFailure.NotFound}.
 */
public interface Clients {

    /** The API inbox with that public identifier, while it is enabled. */
    Mono<InboxDetails> inbox(String identifier);

    /**
     * The place of that source id, or a new one: of the contact who has the identifier, e-mail or phone, else of a new
     * contact.
     *
     * @param verified whether the owner vouched for the identifier
     */
    Mono<Client> enter(InboxDetails inbox, NewContact contact, boolean verified);

    Mono<Client> find(InboxDetails inbox, String sourceId);

    /**
     * Who only claims to be a contact that was there before them changes nothing that is known of that contact, and
     * adds what is not.
     *
     * @param verified whether the owner vouched for the contact's identifier, now or earlier
     */
    Mono<Client> update(Client client, ContactChange change, boolean verified);

    /** The newest 20. */
    Mono<List<Talk>> conversations(Client client);

    Mono<Talk> conversation(Client client, int displayId);

    /** The one that is open at their place, or a new one. */
    Mono<Talk> open(Client client, @Nullable JsonNode customAttributes);

    /** Safe to repeat. */
    Mono<Talk> resolve(Client client, int displayId);

    /** The contact has seen all that was sent to them. */
    Mono<Void> see(Client client, int displayId);

    /** Oldest first: the newest 20, or those before a message; notes and lines of history left out. */
    Mono<List<MessageView>> messages(Client client, int displayId, @Nullable MessageId before);

    /** The same source id again is the same message. */
    Mono<MessageView> say(Client client, int displayId, NewMessage message);

    /**
     * @param verified whether the owner vouched for them
     * @param claimed whether they only said that they are a contact who was there before them
     */
    record Client(
            int placeId, String sourceId, InboxDetails inbox, ContactView contact, boolean verified, boolean claimed) {

        /** Whether they may be told what is known of the contact. */
        public boolean knowsContact() {
            return verified || !claimed;
        }
    }

    /** A conversation with what was said last, oldest first. */
    record Talk(ConversationView conversation, List<MessageView> messages) {
        public Talk {
            messages = List.copyOf(messages);
        }
    }
}

package io.parley.store.visitor;

import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.agent.Agents.AgentRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Visitors of websites, by what their inbox calls them. A visitor sees what was said under their own name there, even
 * where they are one contact with others: anybody may have claimed to be them.
 */
public interface Visitors {

    /** Empty while nothing is known of them. */
    Mono<VisitorState> find(InboxId inbox, String sourceId);

    /** Oldest first: the newest before a message, or the newest at all; notes and lines of history left out. */
    Mono<List<MessageView>> messages(InboxId inbox, String sourceId, @Nullable MessageId before, int limit);

    /** Who answers in the inbox. */
    Flux<AgentRow> agents(InboxId inbox);

    /**
     * @param verified whether the site vouched for them
     * @param conversation the one they talk in; absent before the first message, and when another visitor goes on with
     *     it
     * @param unread messages they were told and have not seen, of the newest hundred
     */
    record VisitorState(
            ContactView contact, boolean verified, @Nullable ConversationView conversation, int unread) {}
}

package io.parley.store.suggestion;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.store.Viewer;
import io.parley.store.search.Search.Mode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Helps to answer what a contact asks, from what the viewer may see. Private notes are no source: what is offered here
 * may go to a contact.
 */
public interface Suggestions {

    int MOST_SIMILAR = 5;
    int MOST_SUGGESTED = 6;

    /** Other conversations in which a contact asked much the same, best first; at most {@value #MOST_SIMILAR}. */
    Mono<List<SimilarConversation>> similar(Viewer viewer, int displayId);

    /**
     * Canned responses, published articles, and what agents answered to similar questions, best first; at most
     * {@value #MOST_SUGGESTED}. None when the contact asked nothing.
     */
    Mono<List<Suggestion>> suggest(Viewer viewer, int displayId);

    /** As {@link #suggest(Viewer, int)}, to any question. */
    Mono<List<Suggestion>> suggest(Viewer viewer, String question, Mode mode);

    /**
     * @param messageId what was asked there
     * @param excerpt its words, shortened; plain text
     * @param similarity from 0 to 1; 0 when only words are compared
     */
    record SimilarConversation(
            int displayId,
            InboxId inboxId,
            ContactId contactId,
            String contactName,
            ConversationStatus status,
            MessageId messageId,
            String excerpt,
            double similarity,
            Instant lastActivityAt) {}

    /**
     * @param text what an agent may send
     * @param similarity of question and source, from 0 to 1; 0 when only words are compared
     */
    record Suggestion(Kind kind, String text, double similarity, Source source) {}

    /** Where a suggestion is from. */
    enum Kind {
        CANNED_RESPONSE,
        ARTICLE,
        /** What an agent answered to a similar question. */
        ANSWER
    }

    /**
     * @param id of the canned response, the article, or the message that answered
     * @param title short code, title, or what was asked
     * @param conversationId the number of the conversation in which it was answered
     */
    record Source(
            int id,
            String title,
            @Nullable String shortCode,
            @Nullable Integer conversationId,
            @Nullable Integer messageId,
            @Nullable Integer articleId) {}
}

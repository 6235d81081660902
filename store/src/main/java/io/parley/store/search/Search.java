package io.parley.store.search;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.MessageView;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds by words and by meaning what the viewer may see, best first, 15 a page. A question's words count in any form,
 * with or without accents, in English, Portuguese and Spanish; quoted phrases must be there, words after {@code -} must
 * not.
 */
public interface Search {

    int PAGE_SIZE = 15;

    /** All four lists of one question, which is asked of the model once. */
    Mono<Found> everything(Viewer viewer, SearchRequest request);

    /** Messages with their words; private notes are among them. */
    Mono<List<FoundMessage>> messages(Viewer viewer, SearchRequest request);

    /** By number, by contact, and by what was said; each once, with the best of its messages. */
    Mono<List<FoundConversation>> conversations(Viewer viewer, SearchRequest request);

    /** By parts of name, e-mail, phone or identifier, slips of the pen allowed. Of the filter only the inbox counts. */
    Mono<List<FoundContact>> contacts(Viewer viewer, SearchRequest request);

    /** Drafts as well; the filter does not count. */
    Mono<List<FoundArticle>> articles(Viewer viewer, SearchRequest request);

    /** @param page from 1 */
    record SearchRequest(String query, SearchFilter filter, int page, Mode mode) {

        /** By words and meaning. */
        public SearchRequest(String query, SearchFilter filter, int page) {
            this(query, filter, page, Mode.FUSED);
        }
    }

    /**
     * What conversations and their messages must be; absent: whatever.
     *
     * @param since not before, and {@code until} before: when the message was said
     */
    record SearchFilter(
            @Nullable InboxId inboxId,
            @Nullable ConversationStatus status,
            @Nullable AgentId assigneeId,
            @Nullable String label,
            @Nullable Instant since,
            @Nullable Instant until) {

        public static final SearchFilter NONE = new SearchFilter(null, null, null, null, null, null);
    }

    /** What is compared. */
    enum Mode {
        WORDS,
        MEANING,
        /** Both lists, fused by reciprocal rank. */
        FUSED
    }

    record Found(
            List<FoundConversation> conversations,
            List<FoundContact> contacts,
            List<FoundMessage> messages,
            List<FoundArticle> articles) {

        public static final Found NOTHING = new Found(List.of(), List.of(), List.of(), List.of());
    }

    /**
     * @param highlight about 200 characters as HTML: escaped, the question's words in {@code <mark>}
     * @param score from 0 to 1, comparable within one answer
     */
    record FoundMessage(MessageView message, ContactView contact, FoundInbox inbox, String highlight, double score) {}

    /** @param message what was said that was looked for; absent when it was found by number or contact */
    record FoundConversation(
            ConversationView conversation,
            FoundInbox inbox,
            @Nullable MessageView message,
            @Nullable String highlight,
            double score) {}

    record FoundContact(ContactView contact, double score) {}

    record FoundArticle(
            int id, String title, String slug, String locale, String status, String highlight, double score) {}

    /** Where something was said. */
    record FoundInbox(InboxId id, String name, Channel channel) {}
}

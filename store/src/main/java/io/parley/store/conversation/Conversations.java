package io.parley.store.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Conversations as agents work on them. A conversation is named by its display id. Every action commits its change with
 * the event that tells it, and answers with what is then true; a conversation outside the viewer's inboxes is
 * {@link io.parley.store.StoreFailure.NotAllowed} when it exists in the account, {@code NotFound} when not.
 */
public interface Conversations {

    int PAGE_SIZE = 25;

    /**
     * One page with the four counts, which ignore the filter's assignee. Pages end at 100,000 rows; scroll further by
     * {@link #listAfter}. What was updated since a time comes on one page.
     */
    Mono<ConversationPage> list(Viewer viewer, ConversationFilter filter, int page);

    /** The page after a conversation of the same list: what scrolling uses. {@code after} absent: the first page. */
    Mono<List<ConversationView>> listAfter(
            Viewer viewer, ConversationFilter filter, @Nullable Integer after, int limit);

    Mono<Counts> counts(Viewer viewer, ConversationFilter filter);

    Mono<ConversationView> find(Viewer viewer, int displayId);

    /** Returns the contact's open conversation in the inbox when there is one. */
    Mono<ConversationView> create(Viewer viewer, NewConversation conversation);

    /**
     * Opening one assigns it to the viewer when nobody holds it. Where the contact meanwhile has another open
     * conversation in the inbox, opening is {@link io.parley.store.StoreFailure.Invalid}.
     *
     * @param status absent: open becomes resolved, everything else open
     */
    Mono<ConversationView> changeStatus(
            Viewer viewer, int displayId, @Nullable ConversationStatus status, @Nullable Instant snoozedUntil);

    /** @param assignee absent: nobody */
    Mono<ConversationView> assign(Viewer viewer, int displayId, @Nullable AgentId assignee);

    /** @param team absent: none */
    Mono<ConversationView> assignTeam(Viewer viewer, int displayId, @Nullable TeamId team);

    Mono<ConversationView> setPriority(Viewer viewer, int displayId, @Nullable Priority priority);

    /** Replaces the set. */
    Mono<List<String>> setLabels(Viewer viewer, int displayId, List<String> labels);

    /** Adds and removes, whatever others add and remove at the same time. */
    Mono<List<String>> changeLabels(Viewer viewer, int displayId, List<String> add, List<String> remove);

    /** Blocks the contact and resolves the conversation; nobody hears of what they write until it is unmuted. */
    Mono<ConversationView> mute(Viewer viewer, int displayId);

    /** Lets the contact be heard again; the conversation stays as it is. */
    Mono<ConversationView> unmute(Viewer viewer, int displayId);

    Mono<ConversationView> setCustomAttributes(Viewer viewer, int displayId, JsonNode attributes);

    /**
     * An agent has read it: unread becomes 0, and the contact's newest unread messages, up to 50, are marked read on
     * WhatsApp unless the inbox's extra settings have {@code send_read_marks} as false.
     */
    Mono<ConversationView> markSeen(Viewer viewer, int displayId);

    /** The opposite of {@link #markSeen}: the last incoming message counts as unread again. */
    Mono<ConversationView> markUnread(Viewer viewer, int displayId);

    record ConversationPage(List<ConversationView> conversations, Counts counts) {
        public ConversationPage {
            conversations = List.copyOf(conversations);
        }
    }

    /**
     * How many conversations of a filter are the viewer's, somebody's, nobody's. Exact where the filter has neither
     * labels, words nor a kind; else counting stops at 10,000.
     */
    record Counts(long mine, long assigned, long unassigned, long all) {}

    record NewConversation(
            InboxId inboxId,
            ContactId contactId,
            @Nullable String sourceId,
            @Nullable ConversationStatus status,
            @Nullable AgentId assigneeId,
            @Nullable TeamId teamId,
            @Nullable JsonNode customAttributes,
            @Nullable JsonNode additionalAttributes) {}
}

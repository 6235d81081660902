package io.parley.agentgateway.api.search;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.search.Search;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Search by words and by meaning. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/search")
@Tag(name = "Search")
class SearchController {

    private final Search search;
    private final SearchJson json;

    SearchController(Search search, SearchJson json) {
        this.search = search;
        this.json = json;
    }

    @GetMapping
    @Operation(
            summary = "Conversations, contacts, messages and articles, best first, 15 of each a page",
            description = "Words count in any form, with or without accents; what means the same is found too. A quoted"
                    + " phrase must be there, a word after - must not. since and until are Unix seconds.")
    @Takes({
        "q",
        "page: number",
        "inbox_id: number",
        "status",
        "assignee_id: number",
        "label",
        "since: number",
        "until: number"
    })
    Mono<Payload<FoundJson>> all(Viewer viewer, Parameters in) {
        return search.everything(viewer, request(in))
                .map(found -> new Payload<>(new FoundJson(
                        json.conversations(found.conversations()),
                        json.contacts(found.contacts()),
                        json.messages(found.messages()),
                        json.articles(found.articles()))));
    }

    @GetMapping("/conversations")
    @Operation(summary = "Conversations by number, contact and what was said, 15 a page")
    @Takes({
        "q",
        "page: number",
        "inbox_id: number",
        "status",
        "assignee_id: number",
        "label",
        "since: number",
        "until: number"
    })
    Mono<Payload<FoundJson>> conversations(Viewer viewer, Parameters in) {
        return search.conversations(viewer, request(in))
                .map(found -> new Payload<>(new FoundJson(json.conversations(found), null, null, null)));
    }

    @GetMapping("/contacts")
    @Operation(summary = "Contacts by name, e-mail address, phone number or identifier, slips allowed, 15 a page")
    @Takes({"q", "page: number", "inbox_id: number"})
    Mono<Payload<FoundJson>> contacts(Viewer viewer, Parameters in) {
        return search.contacts(viewer, request(in))
                .map(found -> new Payload<>(new FoundJson(null, json.contacts(found), null, null)));
    }

    @GetMapping("/messages")
    @Operation(summary = "Messages, private notes among them, 15 a page")
    @Takes({
        "q",
        "page: number",
        "inbox_id: number",
        "status",
        "assignee_id: number",
        "label",
        "since: number",
        "until: number"
    })
    Mono<Payload<FoundJson>> messages(Viewer viewer, Parameters in) {
        return search.messages(viewer, request(in))
                .map(found -> new Payload<>(new FoundJson(null, null, json.messages(found), null)));
    }

    @GetMapping("/articles")
    @Operation(summary = "Articles of the knowledge base, drafts among them, 15 a page")
    @Takes({"q", "page: number"})
    Mono<Payload<FoundJson>> articles(Viewer viewer, Parameters in) {
        return search.articles(viewer, request(in))
                .map(found -> new Payload<>(new FoundJson(null, null, null, json.articles(found))));
    }

    private static SearchRequest request(Parameters in) {
        String query = in.word("q");
        Integer page = in.number("page");
        SearchFilter filter = new SearchFilter(
                in.id("inbox_id", InboxId::new),
                status(in.word("status")),
                in.id("assignee_id", AgentId::new),
                in.word("label"),
                in.time("since"),
                in.time("until"));
        return new SearchRequest(query == null ? "" : query, filter, page == null ? 1 : Math.max(page, 1));
    }

    private static @Nullable ConversationStatus status(@Nullable String word) {
        try {
            return word == null || word.equals("all") ? null : ConversationStatus.of(word);
        } catch (IllegalArgumentException e) {
            throw new BadInput("status must be open, pending, snoozed, resolved or all");
        }
    }
}

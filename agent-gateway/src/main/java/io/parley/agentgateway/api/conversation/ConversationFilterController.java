package io.parley.agentgateway.api.conversation;

import io.parley.agentgateway.api.Conditions;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.conversation.ConversationController.CountsJson;
import io.parley.agentgateway.api.conversation.ConversationController.PageJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.contract.conversation.ConversationView;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.Conversations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Conversations by conditions. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/conversations/filter")
@Tag(name = "Conversations")
class ConversationFilterController {

    private final Conversations conversations;
    private final ChatwootJson json;

    ConversationFilterController(Conversations conversations, ChatwootJson json) {
        this.conversations = conversations;
        this.json = json;
    }

    @PostMapping
    @Operation(
            summary = "Conversations that meet conditions, 25 a page, whatever their status",
            description = "payload holds {attribute_key, filter_operator, values, query_operator}. Keys: status"
                    + " assignee_id inbox_id team_id contact_id priority display_id labels browser_language"
                    + " conversation_language referer mail_subject created_at last_activity_at waiting_since and those of"
                    + " custom attributes. Beyond Chatwoot: sort_by as in the list, and after with limit to scroll.")
    @Takes({"payload: objects", "page: number", "sort_by", "after: number", "limit: number"})
    Mono<PageJson> filter(Viewer viewer, Parameters in) {
        return Mono.defer(() -> page(viewer, ConversationList.filter(Conditions.of(in), in), in))
                .onErrorMap(StoreFailure.Invalid.class, Conditions::toBadInput);
    }

    private Mono<PageJson> page(Viewer viewer, ConversationFilter filter, Parameters in) {
        if (in.has("after") || in.has("limit")) {
            return Mono.zip(
                    conversations.listAfter(viewer, filter, in.number("after"), ConversationController.limit(in)),
                    conversations.counts(viewer, filter),
                    (rows, counts) -> new PageJson(CountsJson.of(counts), rows(rows)));
        }
        Integer page = in.number("page");
        return conversations
                .list(viewer, filter, page == null || page < 1 ? 1 : page)
                .map(it -> new PageJson(CountsJson.of(it.counts()), rows(it.conversations())));
    }

    private List<io.parley.agentgateway.api.wire.ConversationJson> rows(List<ConversationView> rows) {
        return rows.stream().map(json::conversation).toList();
    }
}

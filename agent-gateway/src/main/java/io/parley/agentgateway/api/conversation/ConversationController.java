package io.parley.agentgateway.api.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.message.NewMessages;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.ConversationJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.TeamJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.agentgateway.presence.Typing;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.Conversations;
import io.parley.store.conversation.Conversations.Counts;
import io.parley.store.conversation.Conversations.NewConversation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Conversations: finding them and working on them. Paths name them by the number they have in their account. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/conversations")
@Tag(name = "Conversations")
class ConversationController {

    private static final int MAX_LIMIT = 100;

    private final Conversations conversations;
    private final NewMessages newMessages;
    private final Typing typing;
    private final ChatwootJson json;

    ConversationController(Conversations conversations, NewMessages newMessages, Typing typing, ChatwootJson json) {
        this.conversations = conversations;
        this.newMessages = newMessages;
        this.typing = typing;
        this.json = json;
    }

    @GetMapping
    @Operation(
            summary = "Conversations of my inboxes, 25 a page, with how many there are",
            description =
                    "status is open (unless said otherwise), resolved, pending, snoozed or all; assignee_type me, unassigned,"
                            + " assigned or all; labels any of them; updated_within so many seconds, all on one page."
                            + " Beyond Chatwoot: after=<id of the last one seen> gives what follows"
                            + " it, however the list has moved since, limit at a time.")
    @Takes({
        "status",
        "assignee_type",
        "inbox_id: number",
        "team_id: number",
        "labels: texts",
        "conversation_type",
        "q",
        "source_id",
        "updated_within: number",
        "sort_by",
        "page: number",
        "after: number",
        "limit: number"
    })
    Mono<ListJson> list(Viewer viewer, Parameters in) {
        ConversationFilter filter = ConversationList.filter(in);
        if (in.has("after") || in.has("limit")) {
            return Mono.zip(
                    conversations.listAfter(viewer, filter, in.number("after"), limit(in)),
                    conversations.counts(viewer, filter),
                    this::page);
        }
        Integer page = in.number("page");
        return conversations
                .list(viewer, filter, page == null || page < 1 ? 1 : page)
                .map(it -> page(it.conversations(), it.counts()));
    }

    @GetMapping("/meta")
    @Operation(summary = "How many conversations there are")
    @Takes({
        "status",
        "inbox_id: number",
        "team_id: number",
        "labels: texts",
        "conversation_type",
        "q",
        "source_id",
        "updated_within: number"
    })
    Mono<MetaJson> meta(Viewer viewer, Parameters in) {
        return conversations.counts(viewer, ConversationList.filter(in)).map(it -> new MetaJson(CountsJson.of(it)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One conversation")
    Mono<ConversationJson> show(Viewer viewer, @PathVariable int id) {
        return conversations.find(viewer, id).map(json::conversation);
    }

    @PostMapping
    @Operation(
            summary = "Open a conversation with a contact",
            description =
                    "Answers with the contact's open conversation in the inbox when there is one. message is sent in it.")
    @Takes({
        "inbox_id: number",
        "contact_id: number",
        "source_id",
        "status",
        "assignee_id: number",
        "team_id: number",
        "custom_attributes: object",
        "additional_attributes: object",
        "message: object"
    })
    Mono<ConversationJson> create(Viewer viewer, Parameters in) {
        String status = in.word("status");
        NewConversation conversation = new NewConversation(
                in.requiredId("inbox_id", InboxId::new),
                in.requiredId("contact_id", ContactId::new),
                in.word("source_id"),
                status == null ? null : status(status),
                in.id("assignee_id", AgentId::new),
                in.id("team_id", TeamId::new),
                in.object("custom_attributes"),
                in.object("additional_attributes"));
        return conversations
                .create(viewer, conversation)
                .flatMap(created -> withFirstMessage(viewer, created, in))
                .map(json::conversation);
    }

    private Mono<ConversationView> withFirstMessage(Viewer viewer, ConversationView created, Parameters in) {
        if (in.object("message") == null) {
            return Mono.just(created);
        }
        return newMessages
                .create(viewer, created.displayId(), in.inside("message"))
                .then(conversations.find(viewer, created.displayId()));
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change a conversation's priority")
    @Takes("priority")
    Mono<ConversationJson> update(Viewer viewer, @PathVariable int id, Parameters in) {
        Mono<ConversationView> updated = in.has("priority")
                ? conversations.setPriority(viewer, id, priority(in))
                : conversations.find(viewer, id);
        return updated.map(json::conversation);
    }

    @PostMapping("/{id}/toggle_status")
    @Operation(
            summary = "Open, resolve, snooze or set pending",
            description =
                    "Without status an open conversation is resolved and any other opened. snoozed_until is in Unix seconds;"
                            + " without it a snoozed conversation sleeps until the contact writes.")
    @Takes({"status", "snoozed_until: number"})
    Mono<Payload<StatusJson>> toggleStatus(Viewer viewer, @PathVariable int id, Parameters in) {
        String status = in.word("status");
        return conversations
                .changeStatus(viewer, id, status == null ? null : status(status), in.time("snoozed_until"))
                .map(it -> new Payload<>(StatusJson.of(it)));
    }

    @PostMapping("/{id}/toggle_priority")
    @Operation(summary = "Say how urgent it is")
    @Takes("priority")
    Mono<Void> togglePriority(Viewer viewer, @PathVariable int id, Parameters in) {
        return conversations.setPriority(viewer, id, priority(in)).then();
    }

    @PostMapping("/{id}/assignments")
    @Operation(summary = "Give it to an agent or a team; null takes it from them")
    @Takes({"assignee_id: number", "team_id: number"})
    Mono<Object> assign(Viewer viewer, @PathVariable int id, Parameters in) {
        if (in.has("assignee_id") || !in.has("team_id")) {
            return conversations
                    .assign(viewer, id, in.id("assignee_id", AgentId::new))
                    .map(this::assignee);
        }
        return conversations
                .assignTeam(viewer, id, in.id("team_id", TeamId::new))
                .map(ConversationController::team);
    }

    @GetMapping("/{id}/labels")
    @Operation(summary = "The conversation's labels")
    Mono<Payload<List<String>>> labels(Viewer viewer, @PathVariable int id) {
        return conversations.find(viewer, id).map(it -> new Payload<>(it.labels()));
    }

    @PostMapping("/{id}/labels")
    @Operation(summary = "Say which labels the conversation has from now on")
    @Takes("labels: texts")
    Mono<Payload<List<String>>> setLabels(Viewer viewer, @PathVariable int id, Parameters in) {
        return conversations.setLabels(viewer, id, in.texts("labels")).map(Payload::new);
    }

    @PostMapping("/{id}/custom_attributes")
    @Operation(summary = "Say which custom attributes the conversation has from now on")
    @Takes("custom_attributes: object")
    Mono<CustomAttributesJson> setCustomAttributes(Viewer viewer, @PathVariable int id, Parameters in) {
        ObjectNode attributes = in.object("custom_attributes");
        return conversations
                .setCustomAttributes(
                        viewer, id, attributes == null ? JsonNodeFactory.instance.objectNode() : attributes)
                .map(it -> new CustomAttributesJson(it.customAttributes()));
    }

    @PostMapping("/{id}/update_last_seen")
    @Operation(summary = "Say that I have read it")
    Mono<ConversationJson> markSeen(Viewer viewer, @PathVariable int id) {
        return conversations.markSeen(viewer, id).map(json::conversation);
    }

    @PostMapping("/{id}/unread")
    @Operation(summary = "Have its last incoming message count as unread again")
    Mono<ConversationJson> markUnread(Viewer viewer, @PathVariable int id) {
        return conversations.markUnread(viewer, id).map(json::conversation);
    }

    @PostMapping("/{id}/mute")
    @Operation(summary = "Block the contact and resolve the conversation")
    Mono<Void> mute(Viewer viewer, @PathVariable int id) {
        return conversations.mute(viewer, id).then();
    }

    @PostMapping("/{id}/unmute")
    @Operation(summary = "Hear the contact again")
    Mono<Void> unmute(Viewer viewer, @PathVariable int id) {
        return conversations.unmute(viewer, id).then();
    }

    @PostMapping("/{id}/toggle_typing_status")
    @Operation(summary = "Say that I am typing, or stopped")
    @Takes({"typing_status", "is_private: boolean"})
    Mono<Void> toggleTyping(Viewer viewer, @PathVariable int id, Parameters in) {
        boolean on = switch (in.required("typing_status")) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new BadInput("typing_status must be on or off");
        };
        return conversations
                .find(viewer, id)
                .flatMap(it -> typing.announce(viewer, id, on, in.flag("is_private", false)));
    }

    static ConversationStatus status(String word) {
        try {
            return ConversationStatus.of(word);
        } catch (IllegalArgumentException e) {
            throw new BadInput("status must be open, resolved, pending or snoozed");
        }
    }

    static @Nullable Priority priority(Parameters in) {
        String word = in.word("priority");
        try {
            return word == null || word.equals("none") ? null : Priority.of(word);
        } catch (IllegalArgumentException e) {
            throw new BadInput("priority must be low, medium, high, urgent or null");
        }
    }

    static int limit(Parameters in) {
        Integer limit = in.number("limit");
        return limit == null ? Conversations.PAGE_SIZE : Math.clamp(limit, 1, MAX_LIMIT);
    }

    private ListJson page(List<ConversationView> rows, Counts counts) {
        Stream<ConversationJson> page = rows.stream().map(json::conversation);
        return new ListJson(new PageJson(CountsJson.of(counts), page.toList()));
    }

    private Object assignee(ConversationView conversation) {
        return conversation.assignee() == null
                ? JsonNodeFactory.instance.nullNode()
                : json.agent(conversation.assignee());
    }

    private static Object team(ConversationView conversation) {
        return conversation.team() == null ? JsonNodeFactory.instance.nullNode() : TeamJson.of(conversation.team());
    }

    /** A page, as lists wrap it. */
    @Wire
    record ListJson(PageJson data) {}

    /** A page of conversations. */
    @Wire
    record PageJson(CountsJson meta, List<ConversationJson> payload) {}

    /** The counts alone. */
    @Wire
    record MetaJson(CountsJson meta) {}

    /** How many there are, whoever holds them. */
    @Wire
    record CountsJson(long mineCount, long assignedCount, long unassignedCount, long allCount) {

        static CountsJson of(Counts counts) {
            return new CountsJson(counts.mine(), counts.assigned(), counts.unassigned(), counts.all());
        }
    }

    /** Where a conversation stands now. */
    @Wire
    record StatusJson(
            boolean success,
            int conversationId,
            String currentStatus,
            @Nullable String snoozedUntil) {

        static StatusJson of(ConversationView conversation) {
            return new StatusJson(
                    true,
                    conversation.displayId(),
                    conversation.status().wireName(),
                    WireTime.isoOrNull(conversation.snoozedUntil()));
        }
    }

    /** What stands there now. */
    @Wire
    record CustomAttributesJson(JsonNode customAttributes) {}
}

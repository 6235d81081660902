package io.parley.agentgateway.api.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.api.ApiFailure;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.MessageJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.SenderJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.store.Viewer;
import io.parley.store.conversation.Conversations;
import io.parley.store.message.Messages;
import io.parley.store.message.Messages.MessageWindow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The messages of a conversation. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages")
@Tag(name = "Messages")
class MessageController {

    private final Messages messages;
    private final NewMessages newMessages;
    private final Conversations conversations;
    private final ChatwootJson json;

    MessageController(Messages messages, NewMessages newMessages, Conversations conversations, ChatwootJson json) {
        this.messages = messages;
        this.newMessages = newMessages;
        this.conversations = conversations;
        this.json = json;
    }

    @GetMapping
    @Operation(
            summary = "Messages, oldest first",
            description =
                    "The newest 20; with before the 20 below that id; with after up to 100 above that id; with both up to 1000"
                            + " from after on and below before. Beyond Chatwoot: around=<message id>, or around_time=<Unix"
                            + " seconds or ISO 8601>, gives up to 20 before that place and 30 from it on.")
    @Takes({"before: number", "after: number", "around: number", "around_time", "filter_internal_messages: boolean"})
    Mono<WindowJson> list(Viewer viewer, @PathVariable("conversation_id") int conversation, Parameters in) {
        boolean forContacts = in.flag("filter_internal_messages", false);
        return window(viewer, conversation, in).map(window -> json(window, forContacts));
    }

    private Mono<MessageWindow> window(Viewer viewer, int conversation, Parameters in) {
        MessageId around = in.id("around", MessageId::new);
        Instant time = in.time("around_time");
        if (around != null) {
            return messages.around(viewer, conversation, around);
        }
        return time != null
                ? messages.at(viewer, conversation, time)
                : messages.list(viewer, conversation, in.id("before", MessageId::new), after(in));
    }

    /** 0 is below every message: whoever reads a conversation forwards begins with it. */
    private static @Nullable Integer after(Parameters in) {
        Integer after = in.number("after");
        if (after != null && after < 0) {
            throw new ApiFailure.BadInput("after must not be negative");
        }
        return after;
    }

    @PostMapping
    @Operation(
            summary = "Send a message, or leave a private note",
            description =
                    "As JSON, or as multipart/form-data with files in attachments[]. content_attributes may hold in_reply_to (a"
                            + " message's id) and, beyond Chatwoot, one of location {latitude, longitude, name, address}, contacts"
                            + " [{name, phones}] and reaction {message_id, emoji}. The same echo_id with the same words within an"
                            + " hour is the same message: it may be sent again when no answer came.")
    @Takes({
        "content",
        "private: boolean",
        "message_type",
        "content_attributes: object",
        "attachments: files",
        "echo_id",
        "source_id",
        "is_voice_message: boolean"
    })
    Mono<MessageJson> create(Viewer viewer, @PathVariable("conversation_id") int conversation, Parameters in) {
        return newMessages
                .create(viewer, conversation, in)
                .flatMap(message -> json(viewer, message, json::createdMessage));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Take a message back, for the contact too where the channel can")
    Mono<MessageJson> delete(
            Viewer viewer, @PathVariable("conversation_id") int conversation, @PathVariable MessageId id) {
        return messages.delete(viewer, conversation, id).flatMap(message -> json(viewer, message, json::message));
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Send a failed message again")
    Mono<MessageJson> retry(
            Viewer viewer, @PathVariable("conversation_id") int conversation, @PathVariable MessageId id) {
        return messages.retry(viewer, conversation, id).flatMap(message -> json(viewer, message, json::message));
    }

    @GetMapping("/{id}/revisions")
    @Operation(summary = "What the message said before it was edited or deleted, oldest first (beyond Chatwoot)")
    Mono<Payload<List<RevisionJson>>> revisions(
            Viewer viewer, @PathVariable("conversation_id") int conversation, @PathVariable MessageId id) {
        return messages.revisions(viewer, conversation, id)
                .map(it -> new RevisionJson(it.text(), WireTime.seconds(it.revisedAt())))
                .collectList()
                .map(Payload::new);
    }

    /** A contact's message shows its sender whole, which takes the conversation. */
    private Mono<MessageJson> json(
            Viewer viewer, MessageView message, BiFunction<MessageView, @Nullable ContactView, MessageJson> form) {
        return Mono.just(message)
                .filter(it -> it.sender() instanceof Sender.OfContact)
                .flatMap(it -> conversations.find(viewer, it.displayId()))
                .map(it -> Optional.of(it.contact()))
                .defaultIfEmpty(Optional.empty())
                .map(contact -> form.apply(message, contact.orElse(null)));
    }

    private WindowJson json(MessageWindow window, boolean forContacts) {
        ConversationView conversation = window.conversation();
        return new WindowJson(
                new WindowMetaJson(
                        conversation.labels(),
                        conversation.additionalAttributes(),
                        json.pushContact(conversation.contact()),
                        conversation.assignee() == null ? null : json.pushAgent(conversation.assignee()),
                        WireTime.isoOrNull(conversation.agentLastSeenAt()),
                        WireTime.isoOrNull(conversation.assigneeLastSeenAt())),
                window.messages().stream()
                        .filter(it -> !forContacts || !it.privateNote() && it.direction() != Direction.ACTIVITY)
                        .map(it -> json.message(it, conversation.contact()))
                        .toList());
    }

    /** Messages and whose conversation they are of. */
    @Wire
    record WindowJson(WindowMetaJson meta, List<MessageJson> payload) {}

    /** Whose conversation it is. Here, times are in ISO 8601. */
    @Wire
    record WindowMetaJson(
            List<String> labels,
            JsonNode additionalAttributes,
            SenderJson.ContactSender contact,
            @Wire.Optional SenderJson.@Nullable AgentSender assignee,
            @Nullable String agentLastSeenAt,
            @Nullable String assigneeLastSeenAt) {}

    /** @param revisedAt until when it said so */
    @Wire
    record RevisionJson(@Nullable String content, long revisedAt) {}
}

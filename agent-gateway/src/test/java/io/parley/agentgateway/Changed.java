package io.parley.agentgateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.ContractJson;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.conversation.TeamView;
import io.parley.contract.message.MessageView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies of long records in which one thing is different, by way of their JSON. */
public final class Changed {

    private Changed() {}

    public static OfConversation of(ConversationView conversation) {
        return new OfConversation(conversation);
    }

    public static OfMessage of(MessageView message) {
        return new OfMessage(message);
    }

    private static <T> T copy(T original, Class<T> type, Consumer<ObjectNode> change) {
        ObjectNode tree = ContractJson.mapper().valueToTree(original);
        change.accept(tree);
        try {
            return ContractJson.read(ContractJson.write(tree), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A conversation about to differ. */
    public record OfConversation(ConversationView original) {

        private ConversationView with(String key, @Nullable Object value) {
            return copy(
                    original,
                    ConversationView.class,
                    it -> it.set(key, ContractJson.mapper().valueToTree(value)));
        }

        public ConversationView status(ConversationStatus status, @Nullable Instant until) {
            return of(with("status", status)).with("snoozedUntil", until);
        }

        public ConversationView assignee(@Nullable AgentView agent) {
            return with("assignee", agent);
        }

        public ConversationView team(@Nullable TeamView team) {
            return with("team", team);
        }

        public ConversationView priority(@Nullable Priority priority) {
            return with("priority", priority);
        }

        public ConversationView customAttributes(JsonNode attributes) {
            return with("customAttributes", attributes);
        }

        public ConversationView unread(int count) {
            return with("unreadCount", count);
        }

        public ConversationView lastMessage(MessageView message) {
            return with("lastMessage", message);
        }
    }

    /** A message about to differ. */
    public record OfMessage(MessageView original) {

        public MessageView with(String key, @Nullable Object value) {
            return copy(
                    original,
                    MessageView.class,
                    it -> it.set(key, ContractJson.mapper().valueToTree(value)));
        }

        public MessageView deleted() {
            return of(with("deleted", true)).with("text", null);
        }

        public MessageView files(List<String> keys) {
            return with("attachments", keys.stream().map(Fixtures::picture).toList());
        }

        public MessageView echo(@Nullable String echoId, JsonNode attributes, boolean privateNote) {
            return of(of(with("echoId", echoId)).with("contentAttributes", attributes))
                    .with("privateNote", privateNote);
        }
    }
}

package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.presence.Typing;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorStreams;
import io.parley.runtime.visitor.VisitorTyping;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.conversation.Conversations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Typing as passing news of the agents' stream. */
@Component
final class StreamTyping implements Typing {

    private static final Logger log = LoggerFactory.getLogger(StreamTyping.class);

    /** Longer, and the news is old. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final PassingNews news;
    private final Conversations conversations;
    private final Agents agents;
    private final ChatwootJson chatwoot;
    private final ObjectMapper json;
    private final VisitorStreams visitors;
    private final VisitorTyping contacts;

    StreamTyping(
            PassingNews news,
            Conversations conversations,
            Agents agents,
            ChatwootJson chatwoot,
            ObjectMapper json,
            VisitorStreams visitors,
            VisitorTyping contacts) {
        this.news = news;
        this.conversations = conversations;
        this.agents = agents;
        this.chatwoot = chatwoot;
        this.json = json;
        this.visitors = visitors;
        this.contacts = contacts;
    }

    @Override
    public Mono<Void> announce(Viewer viewer, int displayId, boolean on, boolean privateNote) {
        String type = on ? "conversation.typing_on" : "conversation.typing_off";
        return conversations
                .find(viewer, displayId)
                .zipWith(
                        typist(viewer),
                        (conversation, agent) -> new Told(
                                conversation,
                                data(conversation, agent, privateNote),
                                agent.agent().availableName()))
                .flatMap(told -> news.tell(
                                viewer.accountId(), told.conversation().inboxId(), type, told.data())
                        .then(Mono.defer(() -> privateNote ? Mono.empty() : tellVisitor(told, type))))
                .timeout(LIMIT)
                .onErrorResume(failure -> {
                    log.debug("Typing was not told: {}", failure.getClass().getSimpleName());
                    return Mono.empty();
                });
    }

    @Override
    public Mono<Void> announce(InboxId inbox, String sourceId, boolean on) {
        return contacts.tell(new Visitor(inbox, sourceId), on);
    }

    private Mono<Void> tellVisitor(Told told, String type) {
        ConversationView conversation = told.conversation();
        return conversation.channel() == Channel.WEBCHAT
                ? visitors.pass(
                        new Visitor(conversation.inboxId(), conversation.contactSourceId()),
                        type,
                        json.createObjectNode()
                                .put("name", told.name())
                                .putNull("avatar_url")
                                .toString())
                : Mono.empty();
    }

    private Mono<Agents.AgentRow> typist(Viewer viewer) {
        return agents.list(viewer)
                .filter(row -> row.agent().id().equals(viewer.agentId()))
                .next();
    }

    private ObjectNode data(ConversationView conversation, Agents.AgentRow agent, boolean privateNote) {
        ObjectNode data = json.createObjectNode().put("is_private", privateNote);
        data.set("conversation", json.valueToTree(chatwoot.pushConversation(conversation)));
        data.set("user", json.valueToTree(chatwoot.pushAgent(agent.agent())));
        return data;
    }

    /** What is told, and of which conversation. */
    private record Told(ConversationView conversation, ObjectNode data, String name) {}
}

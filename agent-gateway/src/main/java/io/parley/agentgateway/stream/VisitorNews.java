package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.contract.conversation.ConversationView;
import io.parley.runtime.visitor.VisitorTyping;
import io.parley.runtime.visitor.VisitorTyping.Typing;
import io.parley.store.visitor.Visitors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Tells agents that a visitor is typing. */
@Component
class VisitorNews {

    private static final int AT_A_TIME = 16;

    private final VisitorTyping typing;
    private final Visitors visitors;
    private final PassingNews news;
    private final ChatwootJson chatwoot;
    private final ObjectMapper json;
    private @Nullable Disposable listening;

    VisitorNews(VisitorTyping typing, Visitors visitors, PassingNews news, ChatwootJson chatwoot, ObjectMapper json) {
        this.typing = typing;
        this.visitors = visitors;
        this.news = news;
        this.chatwoot = chatwoot;
        this.json = json;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void start() {
        if (listening == null) {
            listening = typing.listen().flatMap(this::tell, AT_A_TIME).subscribe();
        }
    }

    @EventListener(ContextClosedEvent.class)
    synchronized void stop() {
        if (listening != null) {
            listening.dispose();
            listening = null;
        }
    }

    private Mono<Void> tell(Typing told) {
        return visitors.find(told.visitor().inboxId(), told.visitor().sourceId())
                .flatMap(state -> Mono.justOrEmpty(state.conversation()))
                .flatMap(conversation -> news.tell(
                        conversation.accountId(),
                        conversation.inboxId(),
                        told.on() ? "conversation.typing_on" : "conversation.typing_off",
                        data(conversation)))
                .onErrorComplete();
    }

    private ObjectNode data(ConversationView conversation) {
        ObjectNode data = json.createObjectNode().put("is_private", false);
        data.set("conversation", json.valueToTree(chatwoot.pushConversation(conversation)));
        data.set("user", json.valueToTree(chatwoot.pushContact(conversation.contact())));
        return data;
    }
}

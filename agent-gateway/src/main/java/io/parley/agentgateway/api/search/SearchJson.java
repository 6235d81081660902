package io.parley.agentgateway.api.search;

import io.parley.agentgateway.api.search.FoundJson.FoundArticleJson;
import io.parley.agentgateway.api.search.FoundJson.FoundContactJson;
import io.parley.agentgateway.api.search.FoundJson.FoundConversationJson;
import io.parley.agentgateway.api.search.FoundJson.FoundMessageJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.ContactJson;
import io.parley.agentgateway.api.wire.SlimInboxJson;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.message.MessageView;
import io.parley.store.search.Search.FoundArticle;
import io.parley.store.search.Search.FoundContact;
import io.parley.store.search.Search.FoundConversation;
import io.parley.store.search.Search.FoundInbox;
import io.parley.store.search.Search.FoundMessage;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes what was found in Chatwoot's words, with where and why beside it. */
@Component
class SearchJson {

    private final ChatwootJson json;

    SearchJson(ChatwootJson json) {
        this.json = json;
    }

    List<FoundConversationJson> conversations(List<FoundConversation> found) {
        return found.stream().map(this::conversation).toList();
    }

    private FoundConversationJson conversation(FoundConversation found) {
        ConversationView view = found.conversation();
        MessageView message = found.message() == null ? view.lastMessage() : found.message();
        return new FoundConversationJson(
                view.displayId(),
                view.accountId().value(),
                view.createdAt().getEpochSecond(),
                message == null ? null : json.message(message, view.contact()),
                ContactJson.of(view.contact()),
                inbox(found.inbox()),
                view.assignee() == null ? null : json.agent(view.assignee()),
                view.additionalAttributes(),
                view.status().wireName(),
                found.highlight(),
                found.score());
    }

    List<FoundContactJson> contacts(List<FoundContact> found) {
        return found.stream().map(SearchJson::contact).toList();
    }

    private static FoundContactJson contact(FoundContact found) {
        ContactView contact = found.contact();
        return new FoundContactJson(
                contact.email(),
                contact.id().value(),
                contact.name(),
                contact.phone(),
                contact.identifier(),
                contact.additionalAttributes(),
                WireTime.secondsOrAbsent(contact.lastActivityAt()),
                found.score());
    }

    List<FoundMessageJson> messages(List<FoundMessage> found) {
        return found.stream()
                .map(it -> new FoundMessageJson(
                        json.message(it.message(), it.contact()),
                        inbox(it.inbox()),
                        ContactJson.of(it.contact()),
                        it.highlight(),
                        it.score()))
                .toList();
    }

    List<FoundArticleJson> articles(List<FoundArticle> found) {
        return found.stream()
                .map(it -> new FoundArticleJson(
                        it.id(), it.title(), it.slug(), it.status(), it.locale(), it.highlight(), it.score()))
                .toList();
    }

    private static SlimInboxJson inbox(FoundInbox inbox) {
        return SlimInboxJson.of(inbox.id(), inbox.name(), inbox.channel());
    }
}

package io.parley.store.search;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.contact.ContactViews;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.embedding.Chunks;
import io.parley.store.message.MessageViews;
import io.parley.store.search.Search.FoundArticle;
import io.parley.store.search.Search.FoundContact;
import io.parley.store.search.Search.FoundConversation;
import io.parley.store.search.Search.FoundInbox;
import io.parley.store.search.Search.FoundMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Loads what was found as it is shown, in its order; what is gone meanwhile is left out. */
@Component
class FoundViews {

    private static final String INBOXES = "SELECT id, name, channel FROM inboxes WHERE id = ANY (:ids)";

    private static final String ARTICLES = """
            SELECT id, title, slug, content, locale, status FROM articles WHERE id = ANY (:ids)
            """;

    private final DatabaseClient database;
    private final MessageViews messages;
    private final ConversationViews conversations;
    private final ContactViews contacts;

    FoundViews(DatabaseClient database, MessageViews messages, ConversationViews conversations, ContactViews contacts) {
        this.database = database;
        this.messages = messages;
        this.conversations = conversations;
        this.contacts = contacts;
    }

    Mono<List<FoundMessage>> messages(Question question, List<Hit> hits) {
        return messages.load(hits.stream().map(hit -> new MessageId(hit.id())).toList())
                .flatMap(views -> Mono.zip(
                                contacts.load(views.values().stream()
                                        .map(MessageView::contactId)
                                        .toList()),
                                inboxes(views.values().stream()
                                        .map(MessageView::inboxId)
                                        .toList()))
                        .map(with -> hits.stream()
                                .map(hit -> found(
                                        question, hit, views.get(new MessageId(hit.id())), with.getT1(), with.getT2()))
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /** Absent when it was deleted since its document was written. */
    private static @Nullable FoundMessage found(
            Question question,
            Hit hit,
            @Nullable MessageView message,
            Map<ContactId, ContactView> contacts,
            Map<InboxId, FoundInbox> inboxes) {
        if (message == null || message.deleted() || message.text() == null) {
            return null;
        }
        ContactView contact = contacts.get(message.contactId());
        FoundInbox inbox = inboxes.get(message.inboxId());
        return contact == null || inbox == null
                ? null
                : new FoundMessage(message, contact, inbox, highlight(question, hit, message.text()), hit.score());
    }

    /** What was found by its meaning shows the chunk that means it. */
    private static String highlight(Question question, Hit hit, String text) {
        List<String> chunks = Chunks.of(text);
        boolean later = hit.chunk() > 0 && hit.chunk() < chunks.size();
        return Highlight.of(later ? chunks.get(hit.chunk()) : text, question.words());
    }

    Mono<List<FoundConversation>> conversations(Question question, List<FindConversations.Place> places) {
        Mono<List<ConversationView>> views = conversations.loadWithLastMessages(
                places.stream().map(FindConversations.Place::conversation).toList());
        Mono<Map<MessageId, MessageView>> said = messages.load(places.stream()
                .map(FindConversations.Place::hit)
                .filter(Objects::nonNull)
                .map(hit -> new MessageId(hit.id()))
                .toList());
        return Mono.zip(views, said)
                .flatMap(both -> inboxes(both.getT1().stream()
                                .map(ConversationView::inboxId)
                                .toList())
                        .map(inboxes -> conversations(question, places, both.getT1(), both.getT2(), inboxes)));
    }

    private static List<FoundConversation> conversations(
            Question question,
            List<FindConversations.Place> places,
            List<ConversationView> views,
            Map<MessageId, MessageView> messages,
            Map<InboxId, FoundInbox> inboxes) {
        Map<ConversationId, ConversationView> byId =
                views.stream().collect(Collectors.toMap(ConversationView::id, it -> it));
        List<FoundConversation> found = new ArrayList<>();
        for (FindConversations.Place place : places) {
            ConversationView view = byId.get(place.conversation());
            FoundInbox inbox = view == null ? null : inboxes.get(view.inboxId());
            if (view != null && inbox != null) {
                Hit hit = place.hit();
                MessageView message = hit == null ? null : messages.get(new MessageId(hit.id()));
                String text = message == null || message.deleted() ? null : message.text();
                found.add(new FoundConversation(
                        view,
                        inbox,
                        text == null ? null : message,
                        hit == null || text == null ? null : highlight(question, hit, text),
                        place.score()));
            }
        }
        return found;
    }

    Mono<List<FoundContact>> contacts(Map<ContactId, Double> scores) {
        return contacts.load(scores.keySet())
                .map(views -> scores.entrySet().stream()
                        .filter(entry -> views.containsKey(entry.getKey()))
                        .map(entry ->
                                new FoundContact(Objects.requireNonNull(views.get(entry.getKey())), entry.getValue()))
                        .toList());
    }

    Mono<List<FoundArticle>> articles(Question question, List<Hit> hits) {
        if (hits.isEmpty()) {
            return Mono.just(List.of());
        }
        Map<Integer, Hit> byId = new LinkedHashMap<>();
        hits.forEach(hit -> byId.put(hit.id(), hit));
        return database.sql(ARTICLES)
                .bind("ids", byId.keySet().toArray(Integer[]::new))
                .map(row -> article(question, byId, new Columns(row)))
                .all()
                .collectMap(FoundArticle::id)
                .map(found -> byId.keySet().stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static FoundArticle article(Question question, Map<Integer, Hit> hits, Columns columns) {
        Hit hit = Objects.requireNonNull(hits.get(columns.number("id")));
        return new FoundArticle(
                columns.number("id"),
                columns.text("title"),
                columns.text("slug"),
                columns.text("locale"),
                columns.text("status"),
                highlight(question, hit, columns.text("content")),
                hit.score());
    }

    private Mono<Map<InboxId, FoundInbox>> inboxes(Collection<InboxId> ids) {
        return database.sql(INBOXES)
                .bind("ids", ids.stream().map(InboxId::value).distinct().toArray(Integer[]::new))
                .map(row -> inbox(new Columns(row)))
                .all()
                .collectMap(FoundInbox::id);
    }

    private static FoundInbox inbox(Columns columns) {
        return new FoundInbox(
                new InboxId(columns.number("id")), columns.text("name"), Channel.of(columns.text("channel")));
    }
}

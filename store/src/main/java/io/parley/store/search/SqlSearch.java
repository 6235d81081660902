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
import io.parley.store.Viewer;
import io.parley.store.contact.ContactViews;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.embedding.Chunks;
import io.parley.store.message.MessageViews;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Search in PostgreSQL. */
@Component
class SqlSearch implements Search {

    private static final String INBOXES = "SELECT id, name, channel FROM inboxes WHERE id = ANY (:ids)";

    private static final String ARTICLES = """
            SELECT id, title, slug, content, locale, status FROM articles WHERE id = ANY (:ids)
            """;

    private final DatabaseClient database;
    private final AskQuestion questions;
    private final FindDocuments documents;
    private final FindConversations conversations;
    private final FindContacts contacts;
    private final MessageViews messageViews;
    private final ConversationViews conversationViews;
    private final ContactViews contactViews;

    SqlSearch(
            DatabaseClient database,
            AskQuestion questions,
            FindDocuments documents,
            FindConversations conversations,
            FindContacts contacts,
            MessageViews messageViews,
            ConversationViews conversationViews,
            ContactViews contactViews) {
        this.database = database;
        this.questions = questions;
        this.documents = documents;
        this.conversations = conversations;
        this.contacts = contacts;
        this.messageViews = messageViews;
        this.conversationViews = conversationViews;
        this.contactViews = contactViews;
    }

    @Override
    public Mono<List<FoundMessage>> messages(Viewer viewer, SearchRequest request) {
        if (request.query().isBlank()) {
            return Mono.just(List.of());
        }
        return questions
                .ask(viewer.accountId(), request.query(), request.mode())
                .flatMap(question -> documents
                        .find(viewer, question, Scope.of(DocumentKind.MESSAGES, request.filter()))
                        .flatMap(hits -> messages(question, page(hits, request.page()))));
    }

    private Mono<List<FoundMessage>> messages(Question question, List<Hit> hits) {
        return messageViews
                .load(hits.stream().map(hit -> new MessageId(hit.id())).toList())
                .flatMap(views -> Mono.zip(
                                contactViews.load(views.values().stream()
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

    @Override
    public Mono<List<FoundConversation>> conversations(Viewer viewer, SearchRequest request) {
        if (request.query().isBlank()) {
            return Mono.just(List.of());
        }
        return questions
                .ask(viewer.accountId(), request.query(), request.mode())
                .flatMap(question -> documents
                        .find(viewer, question, Scope.of(DocumentKind.MESSAGES, request.filter()))
                        .flatMap(hits -> conversations.find(viewer, request, hits))
                        .map(found -> page(found, request.page()))
                        .flatMap(page -> conversations(question, page)));
    }

    private Mono<List<FoundConversation>> conversations(Question question, List<FindConversations.Place> places) {
        Mono<List<ConversationView>> views = conversationViews.loadWithLastMessages(
                places.stream().map(FindConversations.Place::conversation).toList());
        Mono<Map<MessageId, MessageView>> messages = messageViews.load(places.stream()
                .map(FindConversations.Place::hit)
                .filter(Objects::nonNull)
                .map(hit -> new MessageId(hit.id()))
                .toList());
        return Mono.zip(views, messages)
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

    @Override
    public Mono<List<FoundContact>> contacts(Viewer viewer, SearchRequest request) {
        int skip = (Math.max(request.page(), 1) - 1) * PAGE_SIZE;
        return contacts.find(viewer, request.query(), request.filter().inboxId(), skip, PAGE_SIZE)
                .flatMap(scores -> contactViews
                        .load(scores.keySet())
                        .map(views -> scores.entrySet().stream()
                                .filter(entry -> views.containsKey(entry.getKey()))
                                .map(entry -> new FoundContact(
                                        Objects.requireNonNull(views.get(entry.getKey())), entry.getValue()))
                                .toList()));
    }

    @Override
    public Mono<List<FoundArticle>> articles(Viewer viewer, SearchRequest request) {
        if (request.query().isBlank()) {
            return Mono.just(List.of());
        }
        return questions
                .ask(viewer.accountId(), request.query(), request.mode())
                .flatMap(question -> documents
                        .find(viewer, question, Scope.of(Set.of(DocumentKind.ARTICLE), SearchFilter.NONE))
                        .flatMap(hits -> articles(question, page(hits, request.page()))));
    }

    private Mono<List<FoundArticle>> articles(Question question, List<Hit> hits) {
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

    private static <T> List<T> page(List<T> all, int page) {
        long from = (Math.max(page, 1) - 1L) * PAGE_SIZE;
        return from >= all.size() ? List.of() : all.subList((int) from, (int) Math.min(from + PAGE_SIZE, all.size()));
    }
}

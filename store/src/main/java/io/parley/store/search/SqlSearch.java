package io.parley.store.search;

import io.parley.store.Viewer;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Search in PostgreSQL. */
@Component
class SqlSearch implements Search {

    private final AskQuestion questions;
    private final FindDocuments documents;
    private final FindConversations conversations;
    private final FindContacts contacts;
    private final FoundViews views;

    SqlSearch(
            AskQuestion questions,
            FindDocuments documents,
            FindConversations conversations,
            FindContacts contacts,
            FoundViews views) {
        this.questions = questions;
        this.documents = documents;
        this.conversations = conversations;
        this.contacts = contacts;
        this.views = views;
    }

    @Override
    public Mono<Found> everything(Viewer viewer, SearchRequest request) {
        return ask(viewer, request)
                .flatMap(asked -> Mono.zip(
                                said(asked)
                                        .flatMap(hits -> Mono.zip(conversations(asked, hits), messages(asked, hits))),
                                contacts(viewer, request),
                                articles(asked))
                        .map(all -> new Found(
                                all.getT1().getT1(), all.getT2(), all.getT1().getT2(), all.getT3())))
                .defaultIfEmpty(Found.NOTHING);
    }

    @Override
    public Mono<List<FoundMessage>> messages(Viewer viewer, SearchRequest request) {
        return ask(viewer, request)
                .flatMap(asked -> said(asked).flatMap(hits -> messages(asked, hits)))
                .defaultIfEmpty(List.of());
    }

    @Override
    public Mono<List<FoundConversation>> conversations(Viewer viewer, SearchRequest request) {
        return ask(viewer, request)
                .flatMap(asked -> said(asked).flatMap(hits -> conversations(asked, hits)))
                .defaultIfEmpty(List.of());
    }

    @Override
    public Mono<List<FoundContact>> contacts(Viewer viewer, SearchRequest request) {
        int skip = (Math.max(request.page(), 1) - 1) * PAGE_SIZE;
        return contacts.find(viewer, request.query(), request.filter().inboxId(), skip, PAGE_SIZE)
                .flatMap(views::contacts);
    }

    @Override
    public Mono<List<FoundArticle>> articles(Viewer viewer, SearchRequest request) {
        return ask(viewer, request).flatMap(this::articles).defaultIfEmpty(List.of());
    }

    /** Empty when nothing is asked. */
    private Mono<Asked> ask(Viewer viewer, SearchRequest request) {
        return request.query().isBlank()
                ? Mono.empty()
                : questions
                        .ask(viewer.accountId(), request.query(), request.mode())
                        .map(question -> new Asked(viewer, request, question));
    }

    /** Messages, best first. */
    private Mono<List<Hit>> said(Asked asked) {
        return documents.find(
                asked.viewer(),
                asked.question(),
                Scope.of(DocumentKind.MESSAGES, asked.request().filter()));
    }

    private Mono<List<FoundMessage>> messages(Asked asked, List<Hit> hits) {
        return views.messages(asked.question(), asked.page(hits));
    }

    private Mono<List<FoundConversation>> conversations(Asked asked, List<Hit> hits) {
        return conversations
                .find(asked.viewer(), asked.request(), hits)
                .flatMap(places -> views.conversations(asked.question(), asked.page(places)));
    }

    private Mono<List<FoundArticle>> articles(Asked asked) {
        return documents
                .find(asked.viewer(), asked.question(), Scope.of(Set.of(DocumentKind.ARTICLE), SearchFilter.NONE))
                .flatMap(hits -> views.articles(asked.question(), asked.page(hits)));
    }

    private record Asked(Viewer viewer, SearchRequest request, Question question) {
        <T> List<T> page(List<T> all) {
            long from = (Math.max(request.page(), 1) - 1L) * PAGE_SIZE;
            return all.stream().skip(from).limit(PAGE_SIZE).toList();
        }
    }
}

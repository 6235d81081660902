package io.parley.store.article;

import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The account's knowledge base. All agents read it, administrators write it. */
public interface Articles {

    int PAGE_SIZE = 25;

    /** Newest change first, 25 a page. */
    Mono<ArticlePage> list(Viewer viewer, ArticleFilter filter, int page);

    Mono<Article> find(Viewer viewer, int id);

    /** @throws io.parley.store.StoreFailure.Invalid also when the language has an article of that slug */
    Mono<Article> create(Viewer administrator, ArticleChange article);

    Mono<Article> update(Viewer administrator, int id, ArticleChange change);

    Mono<Void> delete(Viewer administrator, int id);

    /** Each file becomes an article; the same name again changes that article. One after the other, in their order. */
    Flux<Imported> importFiles(Viewer administrator, List<MarkdownFile> files, ArticleDefaults defaults);

    /** As {@link #importFiles}, of what is at these addresses: Markdown, text, or the main part of a web page. */
    Flux<Imported> importAddresses(Viewer administrator, List<URI> addresses, ArticleDefaults defaults);

    /** @param query words of title or content; absent: whatever */
    record ArticleFilter(
            @Nullable Status status,
            @Nullable String locale,
            @Nullable String query) {}

    record ArticlePage(List<Article> articles, long total) {
        public ArticlePage {
            articles = List.copyOf(articles);
        }
    }

    /**
     * @param content Markdown
     * @param author absent when they are gone
     * @param indexed whether it is found by its meaning as it now is
     */
    record Article(
            int id,
            String title,
            String slug,
            String content,
            String locale,
            Status status,
            @Nullable Author author,
            Instant createdAt,
            Instant updatedAt,
            boolean indexed) {}

    record Author(AgentId id, String name) {}

    /** Absent fields stay; a new one needs a title and content. Without a slug it gets one of its title. */
    record ArticleChange(
            @Nullable String title,
            @Nullable String content,
            @Nullable String locale,
            @Nullable Status status,
            @Nullable String slug) {}

    /** What imported articles are that do not say so themselves. */
    record ArticleDefaults(String locale, Status status) {}

    /** @param text Markdown, which may begin with title, locale and status between lines of {@code ---} */
    record MarkdownFile(String name, String text) {}

    /** @param error a sentence; absent when there is an article */
    record Imported(
            String source,
            @Nullable Integer articleId,
            @Nullable String error) {}

    /** Who may see it: a draft is found by agents and offered to nobody. */
    enum Status {
        DRAFT,
        PUBLISHED
    }
}

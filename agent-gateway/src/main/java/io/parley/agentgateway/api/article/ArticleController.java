package io.parley.agentgateway.api.article;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.ApiFailure.TooLarge;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.store.Viewer;
import io.parley.store.article.Articles;
import io.parley.store.article.Articles.Article;
import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.ArticleDefaults;
import io.parley.store.article.Articles.ArticleFilter;
import io.parley.store.article.Articles.Author;
import io.parley.store.article.Articles.Imported;
import io.parley.store.article.Articles.MarkdownFile;
import io.parley.store.article.Articles.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The knowledge base: agents read it, administrators write it. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/articles")
@Tag(name = "Articles")
class ArticleController {

    private static final int LARGEST_FILE = 2 << 20;
    private static final int MOST_ADDRESSES = 100;

    private final Articles articles;

    ArticleController(Articles articles) {
        this.articles = articles;
    }

    @GetMapping
    @Operation(summary = "Articles, the newest change first, 25 a page")
    @Takes({"status", "locale", "q", "page: number"})
    Mono<PageJson> list(Viewer viewer, Parameters in) {
        Integer page = in.number("page");
        int current = page == null ? 1 : Math.max(page, 1);
        ArticleFilter filter = new ArticleFilter(status(in), in.word("locale"), in.word("q"));
        return articles.list(viewer, filter, current)
                .map(found -> new PageJson(
                        found.articles().stream().map(ArticleJson::of).toList(), new MetaJson(found.total(), current)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One article")
    Mono<Payload<ArticleJson>> show(Viewer viewer, @PathVariable int id) {
        return articles.find(viewer, id).map(article -> new Payload<>(ArticleJson.of(article)));
    }

    @PostMapping
    @Operation(
            summary = "Write an article (administrators)",
            description = "status is draft unless it says published; slug is made of the title when there is none.")
    @Takes({"title", "content", "locale", "status", "slug"})
    Mono<Payload<ArticleJson>> create(Viewer viewer, Parameters in) {
        return articles.create(viewer, change(in)).map(article -> new Payload<>(ArticleJson.of(article)));
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change an article (administrators)")
    @Takes({"title", "content", "locale", "status", "slug"})
    Mono<Payload<ArticleJson>> update(Viewer viewer, @PathVariable int id, Parameters in) {
        return articles.update(viewer, id, change(in)).map(article -> new Payload<>(ArticleJson.of(article)));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove an article (administrators)")
    Mono<Void> delete(Viewer viewer, @PathVariable int id) {
        return articles.delete(viewer, id);
    }

    @PostMapping("/import")
    @Operation(
            summary = "Make articles of Markdown files or of what is at addresses (administrators)",
            description =
                    "A file may begin with title, locale and status between lines of ---. The same file name or"
                            + " address again changes its article. Internal addresses are not fetched unless a setting allows them.")
    @Takes({"files: files", "urls: texts", "locale", "status"})
    Mono<Payload<List<ImportedJson>>> importAll(Viewer viewer, Parameters in) {
        Status status = status(in);
        ArticleDefaults defaults = new ArticleDefaults(
                Objects.requireNonNullElse(in.word("locale"), "en"), Objects.requireNonNullElse(status, Status.DRAFT));
        List<URI> addresses =
                in.texts("urls").stream().map(ArticleController::address).toList();
        if (addresses.size() > MOST_ADDRESSES) {
            throw new BadInput("urls must be %d at most".formatted(MOST_ADDRESSES));
        }
        if (addresses.isEmpty() && in.files("files").isEmpty()) {
            throw BadInput.missing("files");
        }
        return Flux.fromIterable(in.files("files"))
                .concatMap(ArticleController::file)
                .collectList()
                .flatMapMany(files -> articles.importFiles(viewer, files, defaults))
                .concatWith(Flux.defer(() -> articles.importAddresses(viewer, addresses, defaults)))
                .map(ImportedJson::of)
                .collectList()
                .map(Payload::new);
    }

    private static Mono<MarkdownFile> file(FilePart part) {
        return DataBufferUtils.join(part.content(), LARGEST_FILE)
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return new MarkdownFile(part.filename(), text);
                })
                .defaultIfEmpty(new MarkdownFile(part.filename(), ""))
                .onErrorMap(
                        DataBufferLimitException.class, e -> new TooLarge(part.filename() + " is larger than 2 MB"));
    }

    private static URI address(String word) {
        try {
            return URI.create(word);
        } catch (IllegalArgumentException e) {
            throw new BadInput("urls must be addresses, one is not: " + word);
        }
    }

    private static ArticleChange change(Parameters parameters) {
        Parameters in = parameters.unwrapped("article");
        return new ArticleChange(in.text("title"), in.text("content"), in.word("locale"), status(in), in.word("slug"));
    }

    private static @Nullable Status status(Parameters in) {
        return switch (in.word("status")) {
            case null -> null;
            case "draft" -> Status.DRAFT;
            case "published" -> Status.PUBLISHED;
            default -> throw new BadInput("status must be draft or published");
        };
    }

    /** A page of articles. */
    @Wire
    record PageJson(List<ArticleJson> payload, MetaJson meta) {}

    /** @param articlesCount all that match, counted to 10,000 */
    @Wire
    record MetaJson(long articlesCount, int currentPage) {}

    /** @param indexed whether search finds it by its meaning as it now is */
    @Wire
    record ArticleJson(
            int id,
            String title,
            String slug,
            String content,
            String locale,
            String status,
            @Nullable AuthorJson author,
            long createdAt,
            long updatedAt,
            boolean indexed) {

        static ArticleJson of(Article article) {
            return new ArticleJson(
                    article.id(),
                    article.title(),
                    article.slug(),
                    article.content(),
                    article.locale(),
                    article.status().name().toLowerCase(Locale.ROOT),
                    article.author() == null ? null : AuthorJson.of(article.author()),
                    WireTime.seconds(article.createdAt()),
                    WireTime.seconds(article.updatedAt()),
                    article.indexed());
        }
    }

    /** Who wrote it first. */
    @Wire
    record AuthorJson(int id, String name) {
        static AuthorJson of(Author author) {
            return new AuthorJson(author.id().value(), author.name());
        }
    }

    /** What became of a file or an address. */
    @Wire
    record ImportedJson(
            String source,
            @Nullable Integer articleId,
            @Nullable String error) {
        static ImportedJson of(Imported imported) {
            return new ImportedJson(imported.source(), imported.articleId(), imported.error());
        }
    }
}

package io.parley.store.article;

import io.parley.contract.id.AgentId;
import io.parley.store.Columns;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Articles in PostgreSQL. */
@Component
class SqlArticles implements Articles {

    private static final int MAX_TITLE = 255;
    private static final int MAX_CONTENT = 200_000;
    private static final String LOCALE = "[a-z]{2,3}([_-][A-Za-z0-9]{2,8})*";
    private static final String SLUG = "[\\p{L}\\p{N}]+(-[\\p{L}\\p{N}]+)*";

    /** How far pages go and totals count. */
    private static final int REACH = 10_000;

    private static final Function<Throwable, Throwable> TAKEN = Uniqueness.toInvalid(
            new Uniqueness("articles_account_id_locale_slug_key", "slug", "Slug has already been taken"));

    private static final String COLUMNS = """
            SELECT a.id, a.title, a.slug, a.content, a.locale, a.status, a.author_id,
                   coalesce(g.display_name, g.name) AS author_name, a.created_at, a.updated_at,
                   (NOT EXISTS (SELECT FROM search_changes AS s WHERE s.article_id = a.id)
                    AND NOT EXISTS (SELECT FROM search_documents AS d
                                      JOIN embedding_models AS m ON m.state = 'active'
                                      LEFT JOIN embeddings AS e ON e.document_id = d.id AND e.model_id = m.id
                                     WHERE d.article_id = a.id AND e.document_id IS NULL)) AS indexed
              FROM articles AS a
              LEFT JOIN agents AS g ON g.id = a.author_id
            """;

    private static final String BY_ID = COLUMNS + " WHERE a.account_id = :account AND a.id = :id";

    private static final String CONDITIONS = """
             WHERE a.account_id = :account AND (:status::text IS NULL OR a.status = :status)
               AND (:locale::text IS NULL OR a.locale = :locale)
               AND (:query::text IS NULL
                    OR position(lower(unaccent(:query)) IN lower(unaccent(a.title || ' ' || a.content))) > 0)
            """;

    private static final String LIST =
            COLUMNS + CONDITIONS + " ORDER BY a.updated_at DESC, a.id DESC LIMIT :limit OFFSET :skip";

    private static final String TOTAL = "SELECT count(*) AS total FROM (SELECT FROM articles AS a" + CONDITIONS
            + " LIMIT " + REACH + ") AS counted";

    private static final String INSERT = """
            INSERT INTO articles (account_id, title, slug, content, locale, status, author_id)
            VALUES (:account, :title, :slug, :content, :locale, :status, :author)
            RETURNING id
            """;

    private static final String UPDATE = """
            UPDATE articles
               SET title = coalesce(:title, title), slug = coalesce(:slug, slug), content = coalesce(:content, content),
                   locale = coalesce(:locale, locale), status = coalesce(:status, status), updated_at = now()
             WHERE account_id = :account AND id = :id
            RETURNING id
            """;

    /** The same source again changes its article. Its slug stays: links to it do. */
    private static final String IMPORT = """
            INSERT INTO articles AS a (account_id, title, slug, content, locale, status, author_id, source)
            VALUES (:account, :title, :slug, :content, :locale, :status, :author, :source)
                ON CONFLICT (account_id, source) WHERE source IS NOT NULL
                DO UPDATE SET title = excluded.title, content = excluded.content, locale = excluded.locale,
                              status = excluded.status, updated_at = now()
            RETURNING id
            """;

    private static final String DELETE = "DELETE FROM articles WHERE account_id = :account AND id = :id";

    private final DatabaseClient database;
    private final FetchArticles sources;

    SqlArticles(DatabaseClient database, FetchArticles sources) {
        this.database = database;
        this.sources = sources;
    }

    @Override
    public Mono<ArticlePage> list(Viewer viewer, ArticleFilter filter, int page) {
        long skip = Math.min((Math.max(page, 1) - 1L) * PAGE_SIZE, REACH);
        Mono<List<Article>> articles = filtered(LIST, viewer, filter)
                .bind("limit", PAGE_SIZE)
                .bind("skip", skip)
                .map(row -> article(new Columns(row)))
                .all()
                .collectList();
        Mono<Long> total = filtered(TOTAL, viewer, filter)
                .map(row -> new Columns(row).longNumber("total"))
                .one();
        return Mono.zip(articles, total, ArticlePage::new);
    }

    private GenericExecuteSpec filtered(String sql, Viewer viewer, ArticleFilter filter) {
        return database.sql(sql)
                .bind("account", viewer.accountId().value())
                .bind("status", Values.orNull(wireName(filter.status())))
                .bind("locale", Values.orNull(filter.locale()))
                .bind("query", Values.orNull(filter.query()));
    }

    @Override
    public Mono<Article> find(Viewer viewer, int id) {
        return database.sql(BY_ID)
                .bind("account", viewer.accountId().value())
                .bind("id", id)
                .map(row -> article(new Columns(row)))
                .one()
                .switchIfEmpty(notFound());
    }

    @Override
    public Mono<Article> create(Viewer administrator, ArticleChange article) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return written(INSERT, administrator, complete(article))
                            .bind("author", administrator.agentId().value())
                            .map(row -> new Columns(row).number("id"))
                            .one();
                })
                .onErrorMap(TAKEN)
                .flatMap(id -> find(administrator, id));
    }

    @Override
    public Mono<Article> update(Viewer administrator, int id, ArticleChange change) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return written(UPDATE, administrator, checked(change))
                            .bind("id", id)
                            .map(row -> new Columns(row).number("id"))
                            .one();
                })
                .switchIfEmpty(notFound())
                .onErrorMap(TAKEN)
                .flatMap(changed -> find(administrator, changed));
    }

    @Override
    public Mono<Void> delete(Viewer administrator, int id) {
        return Mono.defer(() -> {
            administrator.requireAdministrator();
            return RequiredRow.change(
                    database.sql(DELETE)
                            .bind("account", administrator.accountId().value())
                            .bind("id", id),
                    notFound());
        });
    }

    @Override
    public Flux<Imported> importFiles(Viewer administrator, List<MarkdownFile> files, ArticleDefaults defaults) {
        return Flux.defer(() -> {
            administrator.requireAdministrator();
            return Flux.fromIterable(files).concatMap(file -> keep(administrator, file, defaults));
        });
    }

    @Override
    public Flux<Imported> importAddresses(Viewer administrator, List<URI> addresses, ArticleDefaults defaults) {
        return Flux.defer(() -> {
            administrator.requireAdministrator();
            return Flux.fromIterable(addresses)
                    .concatMap(address -> sources.fetch(address)
                            .flatMap(file -> keep(administrator, file, defaults))
                            .onErrorResume(
                                    FetchArticles.Unreadable.class,
                                    failure ->
                                            Mono.just(new Imported(address.toString(), null, failure.getMessage()))));
        });
    }

    private Mono<Imported> keep(Viewer administrator, MarkdownFile file, ArticleDefaults defaults) {
        return Mono.defer(() -> {
                    ArticleChange article = complete(ArticleText.read(file.name(), file.text(), defaults));
                    return kept(administrator, file, article)
                            .onErrorResume(Invalid.class, taken -> kept(administrator, file, besides(article, file)));
                })
                .map(id -> new Imported(file.name(), id, null))
                .onErrorResume(
                        Invalid.class, invalid -> Mono.just(new Imported(file.name(), null, invalid.getMessage())));
    }

    private Mono<Integer> kept(Viewer administrator, MarkdownFile file, ArticleChange article) {
        return written(IMPORT, administrator, article)
                .bind("author", administrator.agentId().value())
                .bind("source", file.name())
                .map(row -> new Columns(row).number("id"))
                .one()
                .onErrorMap(TAKEN);
    }

    /** Where another article has the slug: one that is this source's own. */
    private static ArticleChange besides(ArticleChange article, MarkdownFile file) {
        String mark = Integer.toHexString(file.name().hashCode());
        return new ArticleChange(
                article.title(), article.content(), article.locale(), article.status(), article.slug() + "-" + mark);
    }

    private GenericExecuteSpec written(String sql, Viewer viewer, ArticleChange article) {
        return database.sql(sql)
                .bind("account", viewer.accountId().value())
                .bind("title", Values.orNull(article.title()))
                .bind("slug", Values.orNull(article.slug()))
                .bind("content", Values.orNull(article.content()))
                .bind("locale", Values.orNull(article.locale()))
                .bind("status", Values.orNull(wireName(article.status())));
    }

    private static ArticleChange complete(ArticleChange article) {
        String title = Objects.requireNonNullElse(article.title(), "");
        return checked(new ArticleChange(
                title,
                Objects.requireNonNullElse(article.content(), ""),
                Objects.requireNonNullElse(article.locale(), "en"),
                Objects.requireNonNullElse(article.status(), Status.DRAFT),
                article.slug() == null || article.slug().isBlank() ? ArticleText.slugOf(title) : article.slug()));
    }

    private static ArticleChange checked(ArticleChange article) {
        require(
                article.title(),
                "title",
                it -> !it.isBlank() && it.length() <= MAX_TITLE,
                "Title must hold 1 to 255 characters");
        require(article.content(), "content", it -> !it.isBlank(), "Content can't be blank");
        require(
                article.content(),
                "content",
                it -> it.length() <= MAX_CONTENT,
                "Content is too long (maximum is 200000 characters)");
        require(article.locale(), "locale", it -> it.matches(LOCALE), "Locale must be a language such as en or pt_BR");
        require(
                article.slug(),
                "slug",
                it -> it.matches(SLUG) && it.length() <= MAX_TITLE,
                "Slug must be words joined by -");
        return new ArticleChange(
                storable(article.title()),
                storable(article.content()),
                article.locale(),
                article.status(),
                article.slug());
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.strip().replace("\0", "");
    }

    private static void require(@Nullable String value, String attribute, Predicate<String> rule, String sentence) {
        if (value != null && !rule.test(value)) {
            throw new Invalid(attribute, sentence);
        }
    }

    private static @Nullable String wireName(@Nullable Status status) {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new StoreFailure.NotFound("Article"));
    }

    private static Article article(Columns columns) {
        Integer author = columns.numberOrNull("author_id");
        return new Article(
                columns.number("id"),
                columns.text("title"),
                columns.text("slug"),
                columns.text("content"),
                columns.text("locale"),
                Status.valueOf(columns.text("status").toUpperCase(Locale.ROOT)),
                author == null ? null : new Author(new AgentId(author), columns.text("author_name")),
                columns.instant("created_at"),
                columns.instant("updated_at"),
                columns.flag("indexed"));
    }
}

package io.parley.store.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.article.Articles.Article;
import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.ArticleDefaults;
import io.parley.store.article.Articles.ArticleFilter;
import io.parley.store.article.Articles.Imported;
import io.parley.store.article.Articles.MarkdownFile;
import io.parley.store.article.Articles.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ArticlesIT extends ApiIntegration {

    private static final ArticleDefaults DEFAULTS = new ArticleDefaults("en", Status.DRAFT);
    private static final ArticleFilter ALL = new ArticleFilter(null, null, null);

    @Autowired
    private Articles articles;

    @Test
    void writesChangesListsAndRemoves() {
        Article refunds = write("Refunds", "Five days.", Status.PUBLISHED);
        Article hours = write("Opening hours", "Nine to five.", Status.DRAFT);

        assertThat(refunds.slug()).isEqualTo("refunds");
        assertThat(refunds.author().id()).isEqualTo(administrator.agentId());
        assertThat(await(articles.list(administrator, ALL, 1)).articles())
                .extracting(Article::id)
                .containsExactly(hours.id(), refunds.id());
        assertThat(await(articles.list(administrator, new ArticleFilter(Status.PUBLISHED, "en", "FIVE"), 1))
                        .articles())
                .extracting(Article::id)
                .containsExactly(refunds.id());

        Article changed = await(articles.update(
                administrator, hours.id(), new ArticleChange(null, "Ten to four.", null, Status.PUBLISHED, null)));

        assertThat(changed.content()).isEqualTo("Ten to four.");
        assertThat(changed.title()).isEqualTo("Opening hours");
        articles.delete(administrator, hours.id()).block(LIMIT);
        assertThat(await(articles.list(administrator, ALL, 1)).total()).isEqualTo(1);
        assertThat(failureOf(articles.find(administrator, hours.id()))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void agentsReadAndAdministratorsWriteTheirOwnAccounts() {
        Article article = write("Refunds", "Five days.", Status.DRAFT);
        Viewer agent = aMemberOf();
        Viewer ofAnotherAccount = new Viewer(anAccount(), administrator.agentId(), true);

        assertThat(await(articles.find(agent, article.id())).title()).isEqualTo("Refunds");
        assertThat(failureOf(articles.create(agent, change("x", "y")))).isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(articles.update(agent, article.id(), change("x", "y"))))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(articles.delete(agent, article.id()))).isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(articles.importFiles(agent, List.of(), DEFAULTS)))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(articles.find(ofAnotherAccount, article.id()))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void refusesWhatIsNoArticle() {
        write("Refunds", "Five days.", Status.DRAFT);

        assertThat(invalid(articles.create(administrator, change(" ", "x"))).attribute())
                .isEqualTo("title");
        assertThat(invalid(articles.create(administrator, change("x", " "))).attribute())
                .isEqualTo("content");
        assertThat(invalid(articles.create(administrator, change("Refunds", "x")))
                        .attribute())
                .isEqualTo("slug");
        assertThat(invalid(articles.create(administrator, new ArticleChange("x", "y", "English!", null, null)))
                        .attribute())
                .isEqualTo("locale");
    }

    @Test
    void importingTheSameFileAgainChangesItsArticle() {
        write("Refunds", "By hand.", Status.DRAFT);

        List<Imported> first = all(articles.importFiles(
                administrator,
                List.of(new MarkdownFile("refunds.md", "# Refunds\nFive days."), new MarkdownFile("empty.md", "")),
                DEFAULTS));
        List<Imported> again = all(articles.importFiles(
                administrator, List.of(new MarkdownFile("refunds.md", "# Refunds\nSix days.")), DEFAULTS));

        assertThat(first.get(1).error()).isEqualTo("Content can't be blank");
        assertThat(again.getFirst().articleId()).isEqualTo(first.getFirst().articleId());
        assertThat(await(articles.find(administrator, again.getFirst().articleId()))
                        .content())
                .isEqualTo("Six days.");
        assertThat(await(articles.list(administrator, ALL, 1)).total()).isEqualTo(2);
    }

    @Test
    void fetchesNoInternalAddress() throws IOException {
        HttpServer internal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        internal.createContext("/", exchange -> {
            byte[] secret = "# The secret".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, secret.length);
            exchange.getResponseBody().write(secret);
            exchange.close();
        });
        internal.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + internal.getAddress().getPort() + "/secret");

            assertThat(all(articles.importAddresses(
                            administrator, List.of(address, URI.create("file:///etc/passwd")), DEFAULTS)))
                    .allSatisfy(it -> {
                        assertThat(it.articleId()).isNull();
                        assertThat(it.error()).isNotBlank();
                    })
                    .hasSize(2);
            assertThat(await(articles.list(administrator, ALL, 1)).total()).isZero();
        } finally {
            internal.stop(0);
        }
    }

    private Article write(String title, String content, Status status) {
        return await(articles.create(administrator, new ArticleChange(title, content, "en", status, null)));
    }

    private static ArticleChange change(String title, String content) {
        return new ArticleChange(title, content, null, null, null);
    }
}

package io.parley.agentgateway.api.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.contract.id.AgentId;
import io.parley.store.StoreFailure;
import io.parley.store.article.Articles.Article;
import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.ArticleDefaults;
import io.parley.store.article.Articles.ArticleFilter;
import io.parley.store.article.Articles.ArticlePage;
import io.parley.store.article.Articles.Author;
import io.parley.store.article.Articles.Imported;
import io.parley.store.article.Articles.MarkdownFile;
import io.parley.store.article.Articles.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.MultipartBodyBuilder;

class ArticleApiTest extends ApiTester {

    private static final Article ARTICLE = new Article(
            4,
            "Refunds",
            "refunds",
            "Five days.",
            "en",
            Status.PUBLISHED,
            new Author(new AgentId(7), "Ada"),
            Instant.ofEpochSecond(1_700_000_000),
            Instant.ofEpochSecond(1_700_000_001),
            true);

    @Test
    void listsAndShows() {
        store.parts
                .answer("Articles.list", new ArticlePage(List.of(ARTICLE), 31))
                .answer("Articles.find", ARTICLE);

        getAsBo(ACCOUNT + "/articles?status=published&locale=en&q=five&page=2")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"payload":[{"id":4,"title":"Refunds","slug":"refunds","content":"Five days.","locale":"en",
                          "status":"published","author":{"id":7,"name":"Ada"},"created_at":1700000000,
                          "updated_at":1700000001,"indexed":true}],
                         "meta":{"articles_count":31,"current_page":2}}""");
        assertThat(store.parts.asked("Articles.list"))
                .containsExactly(new ArticleFilter(Status.PUBLISHED, "en", "five"), 2);
        getAsBo(ACCOUNT + "/articles/4").expectBody().jsonPath("$.payload.id").isEqualTo(4);
    }

    @Test
    void writesChangesAndRemoves() {
        store.parts.answer("Articles.create", ARTICLE).answer("Articles.update", ARTICLE);

        post(ACCOUNT + "/articles", "{'title':'Refunds','content':'Five days.','locale':'en','status':'published'}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Articles.create"))
                .containsExactly(new ArticleChange("Refunds", "Five days.", "en", Status.PUBLISHED, null));
        send(HttpMethod.PATCH, ACCOUNT + "/articles/4", "{'status':'draft'}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Articles.update"))
                .containsExactly(4, new ArticleChange(null, null, null, Status.DRAFT, null));
        send(HttpMethod.DELETE, ACCOUNT + "/articles/4", "{}").expectStatus().isOk();
        post(ACCOUNT + "/articles", "{'status':'secret'}").expectStatus().isEqualTo(422);

        store.parts.answer("Articles.create", new StoreFailure.NotAllowed());
        sendAsBo(HttpMethod.POST, ACCOUNT + "/articles", "{'title':'x'}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void importsFilesAndAddresses() {
        store.parts
                .answer("Articles.importFiles", List.of(new Imported("a.md", 4, null)))
                .answer("Articles.importAddresses", List.of(new Imported("https://shop.example/a", null, "no")));
        MultipartBodyBuilder body = new MultipartBodyBuilder();
        body.part("files[]", new ByteArrayResource("# A\nß".getBytes(StandardCharsets.UTF_8)))
                .filename("a.md");
        body.part("locale", "pt_BR");

        ask("ada-token", HttpMethod.POST, ACCOUNT + "/articles/import")
                .bodyValue(body.build())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].article_id")
                .isEqualTo(4);
        assertThat(store.parts.asked("Articles.importFiles"))
                .containsExactly(
                        List.of(new MarkdownFile("a.md", "# A\nß")), new ArticleDefaults("pt_BR", Status.DRAFT));

        post(ACCOUNT + "/articles/import", "{'urls':['https://shop.example/a'],'status':'published'}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Articles.importAddresses"))
                .containsExactly(
                        List.of(URI.create("https://shop.example/a")), new ArticleDefaults("en", Status.PUBLISHED));
        post(ACCOUNT + "/articles/import", "{}").expectStatus().isEqualTo(422);
        post(ACCOUNT + "/articles/import", "{'urls':['no address']}")
                .expectStatus()
                .isEqualTo(422);
    }
}

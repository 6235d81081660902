package io.parley.store.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.ArticleDefaults;
import io.parley.store.article.Articles.Status;
import org.junit.jupiter.api.Test;

class ArticleTextTest {

    private static final ArticleDefaults DEFAULTS = new ArticleDefaults("en", Status.DRAFT);

    @Test
    void readsFrontMatter() {
        assertThat(ArticleText.read(
                        "a.md",
                        "---\r\ntitle: \"Trocas: como\"\r\nlocale: pt_BR\r\nstatus: published\r\n---\r\nTexto.",
                        DEFAULTS))
                .isEqualTo(new ArticleChange("Trocas: como", "Texto.", "pt_BR", Status.PUBLISHED, null));
    }

    @Test
    void takesTheTitleOfTheFirstHeadingElseOfTheName() {
        assertThat(ArticleText.read("a.md", "# Refunds #\n\nFive days.", DEFAULTS))
                .isEqualTo(new ArticleChange("Refunds", "Five days.", "en", Status.DRAFT, null));
        assertThat(ArticleText.read("help/how-to_pay.md", "Text with # no heading", DEFAULTS)
                        .title())
                .isEqualTo("how to pay");
    }

    @Test
    void makesSlugs() {
        assertThat(ArticleText.slugOf(" Devoluções & Trocas! ")).isEqualTo("devolucoes-trocas");
        assertThat(ArticleText.slugOf("???")).isEqualTo("article");
    }

    @Test
    void readsTheMainPartOfAPage() {
        String html = """
                <html><head><title>Shop</title><script>alert(1)</script></head><body><nav>Home</nav>
                <main><h1>Refunds</h1><p>We pay <b>back</b> in five days.</p><ul><li>by card</li><li>by Pix</li></ul></main>
                <footer>Imprint</footer></body></html>""";

        assertThat(PageText.markdown(html)).isEqualTo("# Refunds\n\nWe pay back in five days.\n\n- by card\n- by Pix");
    }
}

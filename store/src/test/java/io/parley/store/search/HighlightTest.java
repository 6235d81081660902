package io.parley.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HighlightTest {

    @Test
    void marksWordsInAnyFormWithOrWithoutAccents() {
        assertThat(Highlight.of("As devoluções e o PEDIDO.", List.of("devolucao", "pedidos")))
                .isEqualTo("As <mark>devoluções</mark> e o <mark>PEDIDO</mark>.");
        assertThat(Highlight.of("pedra pedir", List.of("pedido"))).isEqualTo("pedra pedir");
    }

    @Test
    void escapesWhatSomebodyWrote() {
        assertThat(Highlight.of("<img src=x onerror='alert(1)'> refund & \"more\"", List.of("refund", "img")))
                .isEqualTo("&lt;<mark>img</mark> src=x onerror=&#39;alert(1)&#39;&gt; <mark>refund</mark> &amp;"
                        + " &quot;more&quot;");
    }

    @Test
    void showsThePartWhereTheWordsStandTogether() {
        String text = "Lorem ipsum dolor sit amet. ".repeat(20) + "My refund for order 77 is late. "
                + "And so on. ".repeat(30);

        String shown = Highlight.of(text, List.of("refund", "late"));

        assertThat(shown)
                .startsWith("…")
                .endsWith("…")
                .contains("My <mark>refund</mark> for order 77 is <mark>late</mark>");
        assertThat(shown.replace("<mark>", "").replace("</mark>", "").length()).isLessThanOrEqualTo(202);
    }

    @Test
    void showsTheBeginningWhenNoWordIsThere() {
        assertThat(Highlight.of("x".repeat(500), List.of("refund")))
                .hasSize(201)
                .endsWith("…");
        assertThat(Highlight.of("short", List.of())).isEqualTo("short");
    }
}

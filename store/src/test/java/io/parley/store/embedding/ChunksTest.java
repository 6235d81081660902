package io.parley.store.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {

    @Test
    void leavesAShortTextWhole() {
        assertThat(Chunks.of("  Hello.\n\nHow are you? ")).containsExactly("Hello.\n\nHow are you?");
        assertThat(Chunks.of(" ")).containsExactly("");
    }

    @Test
    void splitsWhereAReaderWould() {
        String first = "# Refunds\n" + "We pay back in five days. ".repeat(20).strip();
        String second = "## By card\n" + "It takes a day more. ".repeat(20).strip();

        assertThat(Chunks.of(first + "\n\n" + second)).containsExactly(first, second);
        assertThat(Chunks.of(first + "\n" + second)).containsExactly(first, second);
    }

    @Test
    void losesNoWordOfALongText() {
        String sentences = "One sentence after another. ".repeat(200);
        String words = "word ".repeat(1_000);
        String letters = "x".repeat(2_500);

        for (String text : List.of(sentences, words, letters)) {
            List<String> chunks = Chunks.of(text);

            assertThat(chunks)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(it -> assertThat(it.length()).isBetween(1, Chunks.LONGEST));
            assertThat(String.join("", chunks).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
        }
    }

    @Test
    void readsNoFurtherThanIsSensible() {
        assertThat(Chunks.of("A sentence of some length stands here.\n\n".repeat(20_000)))
                .hasSize(Chunks.MOST);
    }
}

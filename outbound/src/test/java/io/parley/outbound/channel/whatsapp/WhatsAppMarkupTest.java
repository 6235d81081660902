package io.parley.outbound.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppMarkupTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "**bold** => *bold*",
                "__bold__ => *bold*",
                "*italic* => _italic_",
                "_italic_ => _italic_",
                "~~gone~~ => ~gone~",
                "~gone~ => ~gone~",
                "***both*** => _*both*_",
                "**bold and _italic_ in it** => *bold and _italic_ in it*",
                "Olá, **João**! Tudo _bem_? => Olá, *João*! Tudo _bem_?",
                "(**sim**) => (*sim*)",
                "**é** 👍 **não** => *é* 👍 *não*",
                "`code **as is**` => `code **as is**`",
                "[our site](https://example.com/a_b) => our site: https://example.com/a_b",
                "[https://example.com](https://example.com) => https://example.com",
                "see [**this**](https://example.com). => see *this*: https://example.com.",
                "[maria@example.com](mailto:maria@example.com) => maria@example.com",
                "<https://example.com/x> => https://example.com/x",
                "![a photo](https://example.com/p.jpg) => a photo: https://example.com/p.jpg",
                "snake\\_case and 2 \\* 3 => snake_case and 2 * 3",
            })
    void writesWhatMarkdownMeansInWhatsAppsMarks(String markdown, String expected) {
        assertThat(WhatsAppMarkup.of(markdown)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Olá, tudo bem?",
                "2 * 3 * 4 = 24",
                "2*3*4 = 24",
                "5*3 and 4*2",
                "snake_case_name and __dunder__name",
                "campos (*) são obrigatórios (*)",
                "* um\n* dois",
                "- um\n- dois\n\n1. três",
                "**not closed",
                "5* hotel, up to 10*",
                "https://example.com/_next_/a_b?x=*y*&z=**w**",
                "look: http://example.com/**/x/**",
                "C:\\pasta\\nova",
                "R$ 10,00 ~ R$ 20,00",
                "a  b   c\n    indented\n\tand a tab",
                "\n    indented **code**",
                "> quoted\n\nanswer",
                "# 5 caixas",
                "[urgent](see below)",
                "[x](y)",
                "<b>not markdown</b> &amp; so on",
                "```\nplain code\n```",
                "one line\r\nanother  \r\n\r\nlast",
                "   ",
                "*",
                "**",
                "****",
                "_",
                "~~",
                "[]()",
                "🙂*🙂",
            })
    void leavesPlainTextAsItWasWritten(String text) {
        assertThat(WhatsAppMarkup.of(text)).isEqualTo(text);
    }

    @Test
    void dropsTheLanguageOfACodeBlock() {
        assertThat(WhatsAppMarkup.of("see:\n```java\nint a = b * c * d;\n```\n**done**"))
                .isEqualTo("see:\n```\nint a = b * c * d;\n```\n*done*");
        assertThat(WhatsAppMarkup.of("~~~\nx\n~~~")).isEqualTo("```\nx\n```");
    }

    @Test
    void keepsTheLinesOfAHardBreak() {
        assertThat(WhatsAppMarkup.of("one\\\ntwo")).isEqualTo("one\ntwo");
    }

    @Test
    void changesMarksInsideListsAndQuotes() {
        assertThat(WhatsAppMarkup.of("- **a**\n- b\n\n> ~~c~~")).isEqualTo("- *a*\n- b\n\n> ~c~");
    }

    /** Links and escapes aside, which add and take characters, nothing but marks may change. */
    @Property
    void neverFailsAndNeverTouchesAWord(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'a', 'B', '7', 'é', ' ', '\n', '*', '_', '~', '`', '#', '>', '-', '.'})
                    String text) {
        assertThat(WhatsAppMarkup.of(text).replaceAll("[*_~`]", "")).isEqualTo(text.replaceAll("[*_~`]", ""));
    }

    @Property
    void readsAnything(@ForAll @StringLength(max = 80) String text) {
        assertThat(WhatsAppMarkup.of(text)).isNotNull();
    }

    @Test
    void spansLines() {
        assertThat(WhatsAppMarkup.of("**one\ntwo**")).isEqualTo("*one\ntwo*");
    }
}

package io.parley.store.article;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The main part of a web page as Markdown: headings, paragraphs and lists; nothing that runs or loads. */
final class PageText {

    private static final String OUTSIDE =
            "script,style,noscript,template,nav,header,footer,aside,form,iframe,svg,button,[hidden],[aria-hidden=true]";
    private static final Set<String> BLOCKS =
            Set.of("p", "div", "section", "article", "ul", "ol", "table", "blockquote", "pre", "dl", "figure");

    private PageText() {}

    /** As a file that begins with the page's title. */
    static String markdown(String html) {
        Document page = Jsoup.parse(html);
        page.select(OUTSIDE).remove();
        Element main = page.selectFirst("main, article, [role=main]");
        Writer writer = new Writer();
        (main == null ? page.body() : main).traverse(writer);
        Element heading = page.selectFirst("h1");
        String title = heading == null ? page.title() : heading.text();
        String text = writer.text();
        String first = "# " + title;
        return text.startsWith(first) || title.isBlank() ? text : first + "\n\n" + text.replace(first + "\n", "");
    }

    private static final class Writer implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words.text());
            } else if (node instanceof Element element) {
                open(element.normalName());
            }
        }

        private void open(String name) {
            if (name.matches("h[1-6]")) {
                text.append("\n\n").append("#".repeat(name.charAt(1) - '0')).append(' ');
            } else if (name.equals("li")) {
                text.append("\n- ");
            } else if (name.equals("br") || name.equals("tr") || name.equals("dt") || name.equals("dd")) {
                text.append('\n');
            } else if (name.equals("td") || name.equals("th")) {
                text.append(' ');
            } else if (BLOCKS.contains(name)) {
                text.append("\n\n");
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element
                    && (BLOCKS.contains(element.normalName())
                            || element.normalName().matches("h[1-6]"))) {
                text.append("\n\n");
            }
        }

        private void append(String words) {
            boolean fresh = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
            text.append(fresh ? words.stripLeading() : words);
        }

        String text() {
            return text.toString()
                    .replaceAll("[ \\t]+\\n", "\n")
                    .replaceAll("\\n{3,}", "\n\n")
                    .strip();
        }
    }
}

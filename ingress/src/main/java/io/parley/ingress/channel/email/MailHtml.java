package io.parley.ingress.channel.email;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** A mail's HTML: made safe to show, and read as text. */
final class MailHtml {

    /** Longer HTML is kept as a file: nobody reads it in a conversation. */
    static final int MAX_LENGTH = 4_000_000;

    private static final String QUOTES = String.join(
            ",",
            ".gmail_quote_container",
            "div.gmail_quote",
            "blockquote.gmail_quote",
            "blockquote[type=cite]",
            "div.moz-cite-prefix",
            "div.yahoo_quoted",
            "div.protonmail_quote",
            "div#divRplyFwdMsg",
            "div#divRplyFwdMsg ~ *",
            "div#appendonsend",
            "div#appendonsend ~ *",
            "div#reply-intro",
            "div#OLK_SRC_BODY_SECTION",
            "div.OutlookMessageHeader ~ *");

    /** The one class that is let through, put on what the sender's program marks as the earlier mail. */
    private static final String QUOTED = "gmail_quote";

    /** Words, tables, colours and pictures; nothing that runs, sends, frames or lies over anything. */
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "a",
                    "abbr",
                    "address",
                    "b",
                    "bdi",
                    "bdo",
                    "big",
                    "blockquote",
                    "br",
                    "caption",
                    "center",
                    "cite",
                    "code",
                    "col",
                    "colgroup",
                    "dd",
                    "del",
                    "dfn",
                    "div",
                    "dl",
                    "dt",
                    "em",
                    "font",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "hr",
                    "i",
                    "img",
                    "ins",
                    "kbd",
                    "li",
                    "mark",
                    "ol",
                    "p",
                    "pre",
                    "q",
                    "s",
                    "samp",
                    "section",
                    "small",
                    "span",
                    "strike",
                    "strong",
                    "sub",
                    "sup",
                    "table",
                    "tbody",
                    "td",
                    "tfoot",
                    "th",
                    "thead",
                    "tr",
                    "tt",
                    "u",
                    "ul",
                    "var")
            .allowWithoutAttributes("a", "font", "img", "span")
            .allowUrlProtocols("https", "http", "mailto", "tel", "cid")
            .allowAttributes("href")
            .onElements("a")
            .allowAttributes("src", "alt", "width", "height", "border", "hspace", "vspace")
            .onElements("img")
            .allowAttributes("color", "face", "size")
            .onElements("font")
            .allowAttributes("type", "cite")
            .onElements("blockquote")
            .allowAttributes("start", "type", "value")
            .onElements("ol", "ul", "li")
            .allowAttributes(
                    "align",
                    "valign",
                    "bgcolor",
                    "width",
                    "height",
                    "border",
                    "cellpadding",
                    "cellspacing",
                    "colspan",
                    "rowspan",
                    "span")
            .onElements("table", "tbody", "thead", "tfoot", "tr", "td", "th", "col", "colgroup", "div", "p", "hr")
            .allowAttributes("dir", "lang", "title")
            .globally()
            .allowAttributes("class")
            .matching(true, QUOTED)
            .globally()
            .allowStyling(CssSchema.DEFAULT)
            .requireRelNofollowOnLinks()
            .requireRelsOnLinks("noopener", "noreferrer")
            .toFactory();

    private final Document document;

    MailHtml(String source) {
        this.document = Jsoup.parse(source);
        document.select("script, style, head > title, noscript, template, object, embed, iframe, xml")
                .remove();
    }

    /** The whole, as it may be shown; whoever shows it can fold the earlier mail as {@link #text} does. */
    String sanitised() {
        Element body = document.body().clone();
        List<Element> quotes = text().quoted() == null ? List.of() : quotesOf(body);
        body.select("[class]").removeAttr("class");
        quotes.forEach(quote -> quote.addClass(QUOTED));
        String html = POLICY.sanitize(body.html());
        return MailText.clean(html.replace("&#64;", "@").replace("&#61;", "="))
                .strip(); // else cid: links match nothing
    }

    /** As a person without HTML would read it; the earlier mail is split off where the sender's program marks it. */
    QuotedText text() {
        QuotedText whole = QuotedText.of(textOf(document.body()));
        Element body = document.body().clone();
        List<Element> quotes = quotesOf(body);
        if (quotes.isEmpty()) {
            return whole;
        }
        StringBuilder quoted = new StringBuilder();
        quotes.forEach(quote -> quoted.append(textOf(quote)).append('\n'));
        quotes.forEach(Node::remove);
        QuotedText rest = QuotedText.of(textOf(body));
        if (rest.text().isBlank() || quoted.toString().isBlank()) {
            return whole;
        }
        String folded = rest.quoted() == null ? quoted.toString() : rest.quoted() + "\n" + quoted;
        return new QuotedText(rest.text(), folded.strip());
    }

    /** The earlier mail, where the sender's program marks it as one that is answered: none lies in another. */
    private static List<Element> quotesOf(Element body) {
        if (isForward(body)) {
            return List.of();
        }
        List<Element> all = List.copyOf(body.select(QUOTES));
        Set<Element> marked = new HashSet<>(all);
        return all.stream()
                .filter(quote -> quote.parents().stream().noneMatch(marked::contains))
                .toList();
    }

    /** A forwarded mail is in the same wrapping as a quoted one, and is what the sender wants to show. */
    private static boolean isForward(Element body) {
        return body.select("div.gmail_quote, .gmail_quote_container").stream()
                .anyMatch(it -> it.wholeText().strip().startsWith("---------- Forwarded"));
    }

    private static String textOf(Element element) {
        TextWriter writer = new TextWriter();
        NodeTraversor.traverse(writer, element);
        return MailText.clean(writer.out.toString())
                .replace('\u00A0', ' ')
                .replaceAll("[ \\t]+(?=\\n)", "")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Writes nodes as lines of text. */
    private static final class TextWriter implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                boolean preformatted = text.parent() instanceof Element parent && parent.closest("pre") != null;
                append(preformatted ? text.getWholeText() : text.getWholeText().replaceAll("[\\s&&[^\\u00A0]]+", " "));
            } else if (node instanceof Element element) {
                begin(element);
            }
        }

        private void begin(Element element) {
            switch (element.normalName()) {
                case "br" -> out.append('\n');
                case "hr" -> newLine();
                case "li" -> {
                    newLine();
                    out.append("- ");
                }
                case "td", "th" -> append(" ");
                default -> {
                    if (isBlock(element)) {
                        newLine();
                    }
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            String link =
                    element.normalName().equals("a") ? element.attr("href").strip() : "";
            String label = link.isEmpty() ? "" : element.text().strip();
            if (link.matches("(?i)https?://\\S{1,2000}")
                    && !label.isEmpty()
                    && !label.contains(link.replaceFirst("/$", ""))) {
                out.append(" (").append(link).append(')');
            }
            if (element.normalName().matches("p|ul|ol|h[1-6]")) {
                newLine();
                out.append('\n');
            } else if (isBlock(element)) {
                newLine();
            }
        }

        /** Cells stand side by side. */
        private static boolean isBlock(Element element) {
            return element.isBlock() && !element.normalName().matches("td|th");
        }

        private void append(String text) {
            boolean atStart =
                    out.isEmpty() || out.charAt(out.length() - 1) == '\n' || out.charAt(out.length() - 1) == ' ';
            out.append(atStart && text.startsWith(" ") ? text.substring(1) : text);
        }

        private void newLine() {
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append('\n');
            }
        }
    }
}

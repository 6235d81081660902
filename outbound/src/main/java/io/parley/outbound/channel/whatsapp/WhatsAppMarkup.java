package io.parley.outbound.channel.whatsapp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Turns the Markdown agents write into WhatsApp's markup.
 *
 * <p>It parses, and then changes only the marks that WhatsApp writes in another way; every other character of the text
 * stays as it was written. So what merely looks a little like Markdown is left alone: stray asterisks, names with
 * underscores, addresses, lists, the indentation of a pasted table. Code needs no change, WhatsApp knows backticks.
 */
final class WhatsAppMarkup {

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(
                    StrikethroughExtension.builder().requireTwoTildes(true).build()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    private WhatsAppMarkup() {}

    static String of(String markdown) {
        Changes changes = new Changes(markdown);
        PARSER.parse(markdown).accept(changes);
        return changes.applied();
    }

    /** Collects the places to change while it walks the parsed text. */
    private static final class Changes extends AbstractVisitor {

        private static final String FENCE = "```";
        private static final String ESCAPABLE = "*_~`";
        private static final Pattern ADDRESS = Pattern.compile("(?i)([a-z][a-z0-9+.-]*:|www\\.)\\S+");

        private final String source;
        private final List<Change> changes = new ArrayList<>();

        Changes(String source) {
            this.source = source;
        }

        String applied() {
            StringBuilder result = new StringBuilder(source.length());
            int done = 0;
            changes.sort(Comparator.comparingInt(Change::from).thenComparingInt(Change::to));
            for (Change change : changes) {
                result.append(source, done, change.from()).append(change.replacement());
                done = change.to();
            }
            return result.append(source, done, source.length()).toString();
        }

        @Override
        public void visit(StrongEmphasis strong) {
            marks(strong, 2, "*");
        }

        @Override
        public void visit(Emphasis emphasis) {
            marks(emphasis, 1, "_");
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof Strikethrough) {
                marks(node, 2, "~");
            } else {
                visitChildren(node);
            }
        }

        @Override
        public void visit(Link link) {
            address(link, link.getDestination());
        }

        @Override
        public void visit(Image image) {
            address(image, image.getDestination());
        }

        /** The language after an opening fence would show as text, and WhatsApp knows no other fence. */
        @Override
        public void visit(FencedCodeBlock code) {
            List<SourceSpan> lines = code.getSourceSpans();
            boolean isPlain = code.getInfo().isEmpty() && FENCE.equals(textOf(lines.get(0)));
            if (code.getClosingFenceLength() != null && !isPlain) {
                replace(startOf(lines.get(0)), endOf(lines.get(0)), FENCE);
                SourceSpan last = lines.get(lines.size() - 1);
                replace(startOf(last), endOf(last), FENCE);
            }
        }

        @Override
        public void visit(HardLineBreak lineBreak) {
            for (SourceSpan span : lineBreak.getSourceSpans()) {
                if (source.startsWith("\\", startOf(span))) {
                    replace(startOf(span), startOf(span) + 1, "");
                }
            }
        }

        /** Backslashes that keep a mark from being one; others are somebody's own. */
        @Override
        public void visit(Text text) {
            for (SourceSpan span : text.getSourceSpans()) {
                for (int at = startOf(span); at < endOf(span) - 1; at++) {
                    if (source.charAt(at) == '\\') {
                        if (ESCAPABLE.indexOf(source.charAt(at + 1)) >= 0) {
                            replace(at, at + 1, "");
                        }
                        at++;
                    }
                }
            }
        }

        private void marks(Node node, int length, String mark) {
            int from = startOf(node);
            int to = endOf(node);
            if (canShow(from, to, length)) {
                replace(from, from + length, mark);
                replace(to - length, to, mark);
            }
            visitChildren(node);
        }

        /** WhatsApp formats whole words only; and what an address is made of is no format. */
        private boolean canShow(int from, int to, int length) {
            boolean withinWord = from > 0 && Character.isLetterOrDigit(source.charAt(from - 1))
                    || to < source.length() && Character.isLetterOrDigit(source.charAt(to));
            boolean inverted = ")]}.,;:!?".indexOf(source.charAt(from + length)) >= 0
                    && "([{".indexOf(source.charAt(to - length - 1)) >= 0;
            return !withinWord && !inverted && !wordBefore(from).contains("://");
        }

        private String wordBefore(int position) {
            int start = position;
            while (start > 0 && !Character.isWhitespace(source.charAt(start - 1))) {
                start--;
            }
            return source.substring(start, position);
        }

        /** {@code [text](address)} becomes {@code text: address}, or the address alone when the text says no more. */
        private void address(Node node, String destination) {
            Node first = node.getFirstChild();
            Node last = node.getLastChild();
            if (!ADDRESS.matcher(destination).matches()) {
                visitChildren(node);
            } else if (first == null || last == null || saysTheSame(startOf(first), endOf(last), destination)) {
                replace(startOf(node), endOf(node), shown(destination));
            } else {
                replace(startOf(node), startOf(first), "");
                replace(endOf(last), endOf(node), ": " + shown(destination));
                visitChildren(node);
            }
        }

        private boolean saysTheSame(int from, int to, String destination) {
            String text = source.substring(from, to).strip();
            return text.isEmpty() || text.equals(destination) || text.equals(shown(destination));
        }

        private static String shown(String destination) {
            return destination.replaceFirst("(?i)^(mailto|tel):", "");
        }

        private void replace(int from, int to, String replacement) {
            changes.add(new Change(from, to, replacement));
        }

        private String textOf(SourceSpan span) {
            return source.substring(startOf(span), endOf(span)).strip();
        }

        private static int startOf(Node node) {
            return startOf(node.getSourceSpans().get(0));
        }

        private static int endOf(Node node) {
            return endOf(node.getSourceSpans().get(node.getSourceSpans().size() - 1));
        }

        private static int startOf(SourceSpan span) {
            return span.getInputIndex();
        }

        private static int endOf(SourceSpan span) {
            return span.getInputIndex() + span.getLength();
        }
    }

    /** A piece of the source and what stands there instead. */
    private record Change(int from, int to, String replacement) {}
}

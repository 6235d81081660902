package io.parley.store.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows why something was found: the part of a text where the question's words stand together, as HTML. */
public final class Highlight {

    /** In characters, marks left out. */
    private static final int LENGTH = 200;

    private static final int BEFORE_FIRST = 40;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /**
     * So much of the longer of two words must be the beginning of both; stems of European languages share about that.
     */
    private static final double SHARED = 0.7;

    private static final int LEAST_SHARED = 4;

    private Highlight() {}

    /** @param words of the question, lower case and without accents */
    public static String of(String text, List<String> words) {
        String line = SPACES.matcher(text.strip()).replaceAll(" ");
        List<Span> spans = spans(line, words);
        int from = start(line, spans);
        int to = end(line, from);
        StringBuilder html = new StringBuilder(from > 0 ? "…" : "");
        int at = from;
        for (Span span : spans) {
            if (span.from() >= from && span.to() <= to) {
                escape(line, at, span.from(), html);
                html.append("<mark>");
                escape(line, span.from(), span.to(), html);
                html.append("</mark>");
                at = span.to();
            }
        }
        escape(line, at, to, html);
        return html.append(to < line.length() ? "…" : "").toString();
    }

    private static List<Span> spans(String line, List<String> words) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String plain = plain(matcher.group());
            if (words.stream().anyMatch(word -> isForm(word, plain))) {
                spans.add(new Span(matcher.start(), matcher.end()));
            }
        }
        return spans;
    }

    /** Lower case, without accents. */
    static String plain(String word) {
        return ACCENTS.matcher(Normalizer.normalize(word, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isForm(String word, String other) {
        if (word.equals(other)) {
            return true;
        }
        int shared = 0;
        while (shared < Math.min(word.length(), other.length()) && word.charAt(shared) == other.charAt(shared)) {
            shared++;
        }
        return shared >= LEAST_SHARED && shared >= SHARED * Math.max(word.length(), other.length());
    }

    /** Where most of the words are seen together, at the beginning of a word. */
    private static int start(String line, List<Span> spans) {
        if (line.length() <= LENGTH || spans.isEmpty()) {
            return 0;
        }
        int best = 0;
        int most = 0;
        for (Span first : spans) {
            int seen = (int) spans.stream()
                    .filter(it -> it.from() >= first.from() && it.to() <= first.from() + LENGTH - BEFORE_FIRST)
                    .count();
            if (seen > most) {
                most = seen;
                best = first.from();
            }
        }
        int from = Math.max(0, best - BEFORE_FIRST);
        int word = line.indexOf(' ', from);
        return from == 0 || word < 0 || word >= best ? Math.min(from, best) : word + 1;
    }

    private static int end(String line, int from) {
        if (line.length() - from <= LENGTH) {
            return line.length();
        }
        int to = line.lastIndexOf(' ', from + LENGTH);
        return to > from + LENGTH / 2 ? to : wholeCharacter(line, from + LENGTH);
    }

    private static int wholeCharacter(String line, int at) {
        return Character.isLowSurrogate(line.charAt(at)) ? at - 1 : at;
    }

    private static void escape(String line, int from, int to, StringBuilder html) {
        for (int at = from; at < to; at++) {
            char character = line.charAt(at);
            switch (character) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(character);
            }
        }
    }

    private record Span(int from, int to) {}
}

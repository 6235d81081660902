package io.parley.store.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a long text where a reader would: at headings and empty lines, else at sentences, else between words. A model
 * reads only so many words, and a short piece says more clearly what it is about.
 */
public final class Chunks {

    /** In characters: about the 256 tokens that small models read. */
    static final int LONGEST = 900;

    /** What comes after is found by its words alone. */
    static final int MOST = 200;

    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n|\\n(?=#{1,6} )");
    private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?…])\\s+|\\n");
    private static final Pattern WORDS = Pattern.compile("\\s+");

    private Chunks() {}

    /** At least one; each not blank unless the text is, none longer than {@value #LONGEST} characters. */
    public static List<String> of(String text) {
        String stripped = text.strip();
        if (stripped.length() <= LONGEST) {
            return List.of(stripped);
        }
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (String paragraph : PARAGRAPHS.split(stripped)) {
            add(paragraph.strip(), "\n\n", chunk, chunks);
        }
        finish(chunk, chunks);
        return List.copyOf(chunks.subList(0, Math.min(chunks.size(), MOST)));
    }

    private static void add(String piece, String separator, StringBuilder chunk, List<String> chunks) {
        if (piece.length() > LONGEST) {
            finish(chunk, chunks);
            boolean inSentences = separator.equals("\n\n");
            boolean inWords = separator.equals(" ") && WORDS.matcher(piece).find();
            if (inSentences) {
                SENTENCES.splitAsStream(piece).forEach(sentence -> add(sentence.strip(), " ", chunk, chunks));
            } else if (inWords) {
                WORDS.splitAsStream(piece).forEach(word -> add(word, "", chunk, chunks));
            } else {
                for (int from = 0; from < piece.length(); from += LONGEST) {
                    chunks.add(piece.substring(from, Math.min(from + LONGEST, piece.length())));
                }
            }
            finish(chunk, chunks);
            return;
        }
        String between = separator.isEmpty() ? " " : separator;
        if (chunk.length() + between.length() + piece.length() > LONGEST) {
            finish(chunk, chunks);
        }
        chunk.append(chunk.isEmpty() ? "" : between).append(piece);
    }

    private static void finish(StringBuilder chunk, List<String> chunks) {
        if (!chunk.toString().isBlank()) {
            chunks.add(chunk.toString());
        }
        chunk.setLength(0);
    }
}

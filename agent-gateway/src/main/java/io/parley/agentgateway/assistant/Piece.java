package io.parley.agentgateway.assistant;

import io.parley.store.suggestion.Suggestions.Source;
import java.util.List;

/** What comes of a model that writes: pieces of its text, then the whole, or why there is none. */
public sealed interface Piece {

    /** What follows what came before. */
    record Delta(String text) implements Piece {}

    /** The whole text. */
    record Done(String text, List<Citation> citations) implements Piece {
        public Done {
            citations = List.copyOf(citations);
        }
    }

    /** It ended before its end; a sentence. */
    record Failed(String error) implements Piece {}

    /**
     * Where something in the text is from.
     *
     * @param number as it stands in the text, in brackets
     * @param quote what the source says, shortened
     */
    record Citation(int number, Source source, String quote) {}
}

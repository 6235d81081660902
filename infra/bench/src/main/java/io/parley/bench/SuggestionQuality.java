package io.parley.bench;

import io.parley.bench.Labelled.Author;
import io.parley.bench.Labelled.Question;
import io.parley.contract.conversation.ConversationView;
import io.parley.store.search.Search.Mode;
import io.parley.store.suggestion.Suggestions;
import io.parley.store.suggestion.Suggestions.Kind;
import io.parley.store.suggestion.Suggestions.Suggestion;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** For how many labelled questions one of the first three suggestions is right. */
final class SuggestionQuality {

    private static final int FIRST = 3;

    void run() {
        try (FilledStore store = FilledStore.start(Bench.isolated("suggestions"))) {
            Map<Integer, Integer> cannedResponses = new ConcurrentHashMap<>();
            store.inParallel(
                    Labelled.cannedResponses(),
                    it -> cannedResponses.put(
                            store.cannedResponse(it.shortCode(), it.text()).id(), it.id()));
            Map<Integer, Integer> answers = new ConcurrentHashMap<>();
            store.inParallel(Labelled.answers(), it -> {
                ConversationView conversation = store.conversation();
                store.message(conversation, Author.CONTACT, it.question());
                answers.put(
                        store.message(conversation, Author.AGENT, it.answer())
                                .id()
                                .value(),
                        it.id());
            });
            store.awaitEmbedded();
            Scores<Question> scores = new Scores<>(Labelled.questions());
            for (Mode mode : Mode.values()) {
                scores.add(mode, question -> hit(question, store, mode, cannedResponses, answers));
            }
            System.out.printf(
                    "hit@%d among %d canned responses and %d old answers%n",
                    FIRST, cannedResponses.size(), answers.size());
            print(scores);
        }
    }

    private static double hit(
            Question question,
            FilledStore store,
            Mode mode,
            Map<Integer, Integer> cannedResponses,
            Map<Integer, Integer> answers) {
        Predicate<Suggestion> right = it -> it.kind() == Kind.CANNED_RESPONSE
                ? isOf(
                        question.cannedResponses(),
                        cannedResponses.get(it.source().id()))
                : isOf(question.answers(), answers.get(it.source().id()));
        boolean hit =
                FilledStore.get(store.bean(Suggestions.class).suggest(store.administrator, question.text(), mode))
                        .stream()
                        .limit(FIRST)
                        .anyMatch(right);
        return hit ? 1 : 0;
    }

    private static boolean isOf(Set<Integer> ids, @Nullable Integer id) {
        return id != null && ids.contains(id);
    }

    private static void print(Scores<Question> scores) {
        scores.printHead("questions");
        Predicate<Question> all = question -> true;
        scores.printRow("all", all);
        for (String language : Labelled.LANGUAGES) {
            scores.printRow(language, question -> question.language().equals(language));
        }
        double words = scores.mean(Mode.WORDS, all);
        double fused = scores.mean(Mode.FUSED, all);
        System.out.printf(
                "both fused %.3f, limit > %.3f, words alone: %s%n", fused, words, fused > words ? "held" : "MISSED");
    }
}

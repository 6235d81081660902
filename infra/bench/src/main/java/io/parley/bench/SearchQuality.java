package io.parley.bench;

import io.parley.bench.Labelled.Query;
import io.parley.bench.Labelled.Said;
import io.parley.contract.conversation.ConversationView;
import io.parley.store.search.Search;
import io.parley.store.search.Search.Mode;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Recall@10 of messages by their words, by their vectors, and by both fused, on the labelled set: of what a query
 * should find, how much is among the first ten. More than ten cannot be, so a query with twelve relevant messages
 * counts by ten.
 */
final class SearchQuality {

    private static final int FIRST = 10;

    private static final List<String> KINDS =
            List.of("words", "paraphrase", "typo", "unaccented", "number", "name", "cross");

    void run() {
        try (FilledStore store = FilledStore.start(Bench.isolated("search"))) {
            Map<Integer, Integer> labels = fill(store);
            store.awaitEmbedded();
            Scores<Query> scores = new Scores<>(Labelled.queries());
            for (Mode mode : Mode.values()) {
                scores.add(mode, query -> recall(query, store, mode, labels));
            }
            print(scores, labels.size());
        }
    }

    /** Answers with the label of each stored message. */
    private static Map<Integer, Integer> fill(FilledStore store) {
        Map<Integer, Integer> labels = new ConcurrentHashMap<>();
        Map<Integer, List<Said>> talks =
                Labelled.messages().stream().collect(Collectors.groupingBy(Said::conversation));
        store.inParallel(talks.values(), talk -> {
            ConversationView conversation = store.conversation();
            for (Said said : talk) {
                labels.put(
                        store.message(conversation, said.author(), said.text())
                                .id()
                                .value(),
                        said.id());
            }
        });
        return labels;
    }

    private static double recall(Query query, FilledStore store, Mode mode, Map<Integer, Integer> labels) {
        SearchRequest request = new SearchRequest(query.text(), SearchFilter.NONE, 1, mode);
        long found = FilledStore.get(store.bean(Search.class).messages(store.administrator, request)).stream()
                .limit(FIRST)
                .filter(it ->
                        query.relevant().contains(labels.get(it.message().id().value())))
                .count();
        return found / (double) Math.min(FIRST, query.relevant().size());
    }

    private static void print(Scores<Query> scores, int messages) {
        System.out.printf("recall@%d of %d messages%n", FIRST, messages);
        scores.printHead("queries");
        Predicate<Query> all = query -> true;
        scores.printRow("all", all);
        for (String language : Labelled.LANGUAGES) {
            scores.printRow(language, query -> query.language().equals(language));
            scores.printRow(
                    language + ", found in itself",
                    query -> query.language().equals(language) && !query.kind().equals("cross"));
        }
        for (String kind : KINDS) {
            scores.printRow(kind, query -> query.kind().equals(kind));
        }
        double best = Math.max(scores.mean(Mode.WORDS, all), scores.mean(Mode.MEANING, all));
        double fused = scores.mean(Mode.FUSED, all);
        System.out.printf(
                "both fused %.3f, limit >= %.3f, the better one alone: %s%n",
                fused, best, fused >= best ? "held" : "MISSED");
    }
}

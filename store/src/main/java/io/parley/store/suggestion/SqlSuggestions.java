package io.parley.store.suggestion;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationAccess;
import io.parley.store.embedding.Chunks;
import io.parley.store.search.AskQuestion;
import io.parley.store.search.DocumentKind;
import io.parley.store.search.FindDocuments;
import io.parley.store.search.Hit;
import io.parley.store.search.Question;
import io.parley.store.search.Scope;
import io.parley.store.search.Search.Mode;
import io.parley.store.search.Search.SearchFilter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Suggestions in PostgreSQL. */
@Component
class SqlSuggestions implements Suggestions {

    /** How many hits of a kind are looked at. */
    private static final int LOOKED_AT = 40;

    private static final int EXCERPT = 200;
    private static final int TITLE = 80;

    /**
     * Two questions are more alike than a question and its answer, so an answer needs less to be as good: added to the
     * similarity of what is no question itself.
     */
    private static final Map<Kind, Double> HANDICAPS =
            Map.of(Kind.CANNED_RESPONSE, 0.1, Kind.ARTICLE, 0.05, Kind.ANSWER, 0.0);

    private static final String CONVERSATIONS = """
            SELECT m.id AS message_id, m.text, c.id, c.display_id, c.inbox_id, c.status, c.last_activity_at,
                   ct.id AS contact_id, ct.name AS contact_name
              FROM messages AS m
              JOIN conversations AS c ON c.id = m.conversation_id
              JOIN contacts AS ct ON ct.id = c.contact_id
             WHERE m.id = ANY (:ids) AND m.deleted_at IS NULL AND m.text IS NOT NULL
            """;

    /** What an agent said next, in public; greetings and rules are no answers. */
    private static final String ANSWERS = """
            SELECT m.id AS question_id, m.text AS question, r.id, r.text, c.display_id
              FROM messages AS m
              JOIN conversations AS c ON c.id = m.conversation_id
             CROSS JOIN LATERAL (SELECT n.id, n.text FROM messages AS n
                                  WHERE n.conversation_id = m.conversation_id AND n.id > m.id
                                    AND n.direction = 'outgoing' AND NOT n.private AND n.deleted_at IS NULL
                                    AND n.text IS NOT NULL
                                    AND (n.content IS NULL OR n.content ->> 'type' <> 'reaction')
                                  ORDER BY n.id LIMIT 1) AS r
             WHERE m.id = ANY (:ids) AND m.deleted_at IS NULL AND NOT m.private
            """;

    private static final String ARTICLES = """
            SELECT id, title, content FROM articles WHERE id = ANY (:ids) AND status = 'published'
            """;

    private static final String CANNED_RESPONSES =
            "SELECT id, short_code, content FROM canned_responses WHERE id = ANY (:ids)";

    private final DatabaseClient database;
    private final ConversationAccess access;
    private final ReadQuestion questions;
    private final AskQuestion ask;
    private final FindDocuments documents;

    SqlSuggestions(
            DatabaseClient database,
            ConversationAccess access,
            ReadQuestion questions,
            AskQuestion ask,
            FindDocuments documents) {
        this.database = database;
        this.access = access;
        this.questions = questions;
        this.ask = ask;
        this.documents = documents;
    }

    @Override
    public Mono<List<SimilarConversation>> similar(Viewer viewer, int displayId) {
        return asked(viewer, displayId, Mode.FUSED)
                .flatMap(asked -> documents.find(
                        viewer, asked.question(), scope(Set.of(DocumentKind.INCOMING), asked.conversation())))
                .flatMap(this::conversations)
                .defaultIfEmpty(List.of());
    }

    private Mono<Asked> asked(Viewer viewer, int displayId, Mode mode) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> questions
                        .of(conversation.id())
                        .flatMap(text -> ask.ask(viewer.accountId(), text, mode))
                        .map(question -> new Asked(question, conversation.id())));
    }

    private Mono<List<SimilarConversation>> conversations(List<Hit> hits) {
        Map<Integer, Hit> byId = byId(hits);
        return load(
                        CONVERSATIONS,
                        byId.keySet(),
                        columns -> columns.number("message_id"),
                        columns -> similar(columns, byId))
                .map(found -> byId.keySet().stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toMap(
                                SimilarConversation::displayId, it -> it, (best, other) -> best, LinkedHashMap::new))
                        .values()
                        .stream()
                        .limit(MOST_SIMILAR)
                        .toList());
    }

    private static SimilarConversation similar(Columns columns, Map<Integer, Hit> hits) {
        int message = columns.number("message_id");
        return new SimilarConversation(
                columns.number("display_id"),
                new InboxId(columns.number("inbox_id")),
                new ContactId(columns.number("contact_id")),
                columns.text("contact_name"),
                ConversationStatus.of(columns.text("status")),
                new MessageId(message),
                shortened(columns.text("text"), EXCERPT),
                Objects.requireNonNull(hits.get(message)).similarity(),
                columns.instant("last_activity_at"));
    }

    @Override
    public Mono<List<Suggestion>> suggest(Viewer viewer, int displayId) {
        return asked(viewer, displayId, Mode.FUSED)
                .flatMap(asked -> suggest(viewer, asked.question(), asked.conversation()))
                .defaultIfEmpty(List.of());
    }

    @Override
    public Mono<List<Suggestion>> suggest(Viewer viewer, String question, Mode mode) {
        return ask.ask(viewer.accountId(), question, mode).flatMap(asked -> suggest(viewer, asked, null));
    }

    private Mono<List<Suggestion>> suggest(Viewer viewer, Question question, @Nullable ConversationId except) {
        return Flux.merge(
                        found(viewer, question, DocumentKind.CANNED_RESPONSE, except, this::cannedResponses),
                        found(viewer, question, DocumentKind.ARTICLE, except, this::articles),
                        found(viewer, question, DocumentKind.INCOMING, except, this::answers))
                .collectList()
                .map(ranked -> best(ranked, question.vector() != null));
    }

    private Flux<Ranked> found(
            Viewer viewer,
            Question question,
            DocumentKind kind,
            @Nullable ConversationId except,
            Function<Map<Integer, Hit>, Flux<Ranked>> load) {
        return documents
                .find(viewer, question, scope(Set.of(kind), kind == DocumentKind.INCOMING ? except : null))
                .flatMapMany(hits -> load.apply(byId(hits)));
    }

    private static Scope scope(Set<DocumentKind> kinds, @Nullable ConversationId except) {
        return new Scope(kinds, SearchFilter.NONE, except, true);
    }

    /** The same text is offered once. */
    private static List<Suggestion> best(List<Ranked> ranked, boolean compared) {
        Map<String, Ranked> once = new LinkedHashMap<>();
        ranked.stream()
                .sorted(Comparator.<Ranked>comparingDouble(it -> it.rank(compared))
                        .reversed())
                .forEach(it -> once.putIfAbsent(it.suggestion().text().strip().toLowerCase(Locale.ROOT), it));
        return once.values().stream()
                .map(Ranked::suggestion)
                .limit(MOST_SUGGESTED)
                .toList();
    }

    private Flux<Ranked> cannedResponses(Map<Integer, Hit> hits) {
        return loadAll(CANNED_RESPONSES, hits, columns -> {
            Hit hit = hit(hits, columns.number("id"));
            String shortCode = columns.text("short_code");
            Source source = new Source(hit.id(), shortCode, shortCode, null, null, null);
            return Ranked.of(Kind.CANNED_RESPONSE, columns.text("content"), hit, source);
        });
    }

    private Flux<Ranked> articles(Map<Integer, Hit> hits) {
        return loadAll(ARTICLES, hits, columns -> {
            Hit hit = hit(hits, columns.number("id"));
            List<String> chunks = Chunks.of(columns.text("content"));
            Source source = new Source(hit.id(), columns.text("title"), null, null, null, hit.id());
            return Ranked.of(Kind.ARTICLE, chunks.get(Math.min(hit.chunk(), chunks.size() - 1)), hit, source);
        });
    }

    private Flux<Ranked> answers(Map<Integer, Hit> hits) {
        return loadAll(ANSWERS, hits, columns -> {
            Hit hit = hit(hits, columns.number("question_id"));
            int answer = columns.number("id");
            Source source = new Source(
                    answer,
                    shortened(columns.text("question"), TITLE),
                    null,
                    columns.number("display_id"),
                    answer,
                    null);
            return Ranked.of(Kind.ANSWER, columns.text("text"), hit, source);
        });
    }

    private static Hit hit(Map<Integer, Hit> hits, int id) {
        return Objects.requireNonNull(hits.get(id));
    }

    private static Map<Integer, Hit> byId(List<Hit> hits) {
        Map<Integer, Hit> byId = new LinkedHashMap<>();
        hits.stream().limit(LOOKED_AT).forEach(hit -> byId.put(hit.id(), hit));
        return byId;
    }

    private Flux<Ranked> loadAll(String sql, Map<Integer, Hit> hits, Function<Columns, Ranked> read) {
        return hits.isEmpty()
                ? Flux.empty()
                : database.sql(sql)
                        .bind("ids", hits.keySet().toArray(Integer[]::new))
                        .map(row -> read.apply(new Columns(row)))
                        .all();
    }

    private <T> Mono<Map<Integer, T>> load(
            String sql, Set<Integer> ids, Function<Columns, Integer> key, Function<Columns, T> read) {
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : database.sql(sql)
                        .bind("ids", ids.toArray(Integer[]::new))
                        .map(row -> Map.entry(key.apply(new Columns(row)), read.apply(new Columns(row))))
                        .all()
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static String shortened(String text, int length) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= length) {
            return line;
        }
        int space = line.lastIndexOf(' ', length);
        return line.substring(0, space > length / 2 ? space : length) + "…";
    }

    private record Asked(Question question, ConversationId conversation) {}

    private record Ranked(Suggestion suggestion, double score) {
        static Ranked of(Kind kind, String text, Hit hit, Source source) {
            return new Ranked(new Suggestion(kind, text, hit.similarity(), source), hit.score());
        }

        /**
         * Comparable between kinds.
         *
         * @param compared whether a model answered; else words alone count
         */
        double rank(boolean compared) {
            return compared
                    ? score * (suggestion.similarity() + HANDICAPS.getOrDefault(suggestion.kind(), 0.0))
                    : score;
        }
    }
}

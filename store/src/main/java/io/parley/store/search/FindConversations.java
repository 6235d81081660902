package io.parley.store.search;

import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds conversations: the one of that number first, then those of contacts and those where it was said, by score. */
@Component
class FindConversations {

    private static final int CONTACTS = 15;

    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,9})");

    private static final String OF_MESSAGES = """
            SELECT m.id AS message_id, c.id FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
             WHERE m.id = ANY (:messages) AND m.deleted_at IS NULL
            """;

    private static final String BY_NUMBER = """
            SELECT c.id FROM conversations AS c
             WHERE c.account_id = :account AND c.display_id = :number AND c.inbox_id""" + Visibility.IS_VISIBLE;

    /** The newest of each contact. */
    private static final String OF_CONTACTS = """
            SELECT asked.contact_id, c.id
              FROM unnest(:contacts::int[]) AS asked (contact_id)
             CROSS JOIN LATERAL (SELECT c.id FROM conversations AS c
                                  WHERE c.contact_id = asked.contact_id AND c.inbox_id""" + Visibility.IS_VISIBLE + """
            %s
                                  ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 3) AS c
            """;

    private final DatabaseClient database;
    private final FindContacts contacts;

    FindConversations(DatabaseClient database, FindContacts contacts) {
        this.database = database;
        this.contacts = contacts;
    }

    /** @param hits messages, best first, which the filter has been applied to */
    Mono<List<Place>> find(Viewer viewer, SearchRequest request, List<Hit> hits) {
        Mono<List<Place>> byNumber = byNumber(viewer, request);
        Mono<List<Place>> byContact = byContact(viewer, request);
        return Mono.zip(byNumber, byContact, ofMessages(hits)).map(all -> {
            Map<ConversationId, Place> best = new LinkedHashMap<>();
            List.of(all.getT1(), all.getT2(), all.getT3())
                    .forEach(places -> places.forEach(place -> best.merge(place.conversation(), place, Place::better)));
            List<Place> places = new ArrayList<>(best.values());
            places.sort(Comparator.comparingDouble(Place::score).reversed());
            return places;
        });
    }

    private Mono<List<Place>> byNumber(Viewer viewer, SearchRequest request) {
        Matcher number = NUMBER.matcher(request.query().strip());
        if (!number.matches()) {
            return Mono.just(List.of());
        }
        return filtered(BY_NUMBER + conditions(request.filter()), viewer, request.filter())
                .bind("number", Integer.parseInt(number.group(1)))
                .map(row -> new Place(new ConversationId(new Columns(row).number("id")), null, 2))
                .all()
                .collectList();
    }

    private Mono<List<Place>> byContact(Viewer viewer, SearchRequest request) {
        SearchFilter filter = request.filter();
        return contacts.find(viewer, request.query(), filter.inboxId(), 0, CONTACTS)
                .flatMapMany(scores -> scores.isEmpty()
                        ? Flux.empty()
                        : filtered(OF_CONTACTS.formatted(conditions(filter)), viewer, filter)
                                .bind(
                                        "contacts",
                                        scores.keySet().stream()
                                                .map(ContactId::value)
                                                .toArray(Integer[]::new))
                                .map(row -> ofContact(new Columns(row), scores))
                                .all())
                .collectList();
    }

    private static Place ofContact(Columns columns, Map<ContactId, Double> scores) {
        double score = scores.getOrDefault(new ContactId(columns.number("contact_id")), 0.0);
        return new Place(new ConversationId(columns.number("id")), null, score);
    }

    private Mono<List<Place>> ofMessages(List<Hit> hits) {
        Map<Integer, Hit> byId = new LinkedHashMap<>();
        hits.forEach(hit -> byId.put(hit.id(), hit));
        if (byId.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(OF_MESSAGES)
                .bind("messages", byId.keySet().toArray(Integer[]::new))
                .map(row -> Map.entry(
                        new Columns(row).number("message_id"), new ConversationId(new Columns(row).number("id"))))
                .all()
                .map(row -> {
                    Hit hit = byId.get(row.getKey());
                    return new Place(row.getValue(), hit, hit == null ? 0 : hit.score());
                })
                .collectList();
    }

    private static String conditions(SearchFilter filter) {
        return (filter.inboxId() == null ? "" : " AND c.inbox_id = :inbox")
                + (filter.status() == null ? "" : " AND c.status = :status")
                + (filter.assigneeId() == null ? "" : " AND c.assignee_id = :assignee")
                + (filter.since() == null ? "" : " AND c.last_activity_at >= :since")
                + (filter.until() == null ? "" : " AND c.created_at < :until")
                + (filter.label() == null
                        ? ""
                        : " AND EXISTS (SELECT FROM conversation_labels AS l"
                                + " WHERE l.conversation_id = c.id AND l.label = :label)");
    }

    private GenericExecuteSpec filtered(String sql, Viewer viewer, SearchFilter filter) {
        return Scope.bind(filter, Visibility.bind(database.sql(sql), viewer));
    }

    /**
     * A conversation that was found.
     *
     * @param hit the message it was found by; absent when by number or contact
     */
    record Place(ConversationId conversation, @Nullable Hit hit, double score) {

        Place better(Place other) {
            Hit shown = hit == null || (other.hit != null && other.hit.score() > hit.score()) ? other.hit : hit;
            return new Place(conversation, shown, Math.max(score, other.score));
        }
    }
}

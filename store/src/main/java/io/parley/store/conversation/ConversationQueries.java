package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import io.parley.store.LabelTitles;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.Conversations.Counts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lists and counts conversations.
 *
 * <p>A list is the merge of short ones: each inbox the viewer sees and each status asked for gives its first rows in
 * the order of an index that begins with inbox and status, so that a page costs the same however long the history is.
 */
@Component
class ConversationQueries {

    /** How far a count goes that {@code conversation_counts} cannot answer. */
    static final int COUNTED = 10_000;

    /** How many conversations are listed as updated, all of them on one page. */
    static final int UPDATED_AT_ONCE = 2_000;

    /** Of the whole hub: what was changed longer ago is listed as updated only when it was active, too. */
    private static final int NEWEST_MESSAGES = 5_000;

    /** How many rows a page may skip; who reads further uses {@code listAfter}. */
    private static final int MAX_SKIP = 100_000;

    /**
     * Words are looked for in this many of the newest messages that hold them; a moment passes before they are known.
     * The order is nobody's index: newest first, a rare word would be looked for in all messages.
     */
    private static final String WITH_WORDS = """
             AND c.id = ANY (ARRAY(SELECT found.conversation_id
                                     FROM (SELECT d.message_id FROM search_documents AS d
                                            WHERE d.account_id = :account AND d.message_id IS NOT NULL
                                              AND d.inbox_id""" + Visibility.IS_VISIBLE + """

                                              AND d.words @@ search_query(:query)
                                            ORDER BY d.message_id + 0 DESC LIMIT 2000) AS hit
                                     JOIN messages AS found ON found.id = hit.message_id))""";

    private static final String MENTIONED = """
             AND c.id = ANY (ARRAY(SELECT found.conversation_id FROM conversation_mentions AS found
                                    WHERE found.agent_id = :viewer
                                    ORDER BY found.message_id DESC LIMIT 2000))""";

    private static final String PARTICIPATING = """
             AND c.id = ANY (ARRAY(SELECT found.conversation_id FROM conversation_participants AS found
                                    WHERE found.agent_id = :viewer
                                    ORDER BY found.conversation_id DESC LIMIT 2000))""";

    private static final String AT_SOURCE = """
             AND c.id = ANY (ARRAY(SELECT found.id FROM contact_inboxes AS place
                                     JOIN conversations AS found ON found.contact_id = place.contact_id
                                                                AND found.contact_inbox_id = place.id
                                    WHERE place.source_id = :sourceId AND place.inbox_id""" + Visibility.IS_VISIBLE + """
            ))""";

    private static final String WITH_LABELS = """
             AND EXISTS (SELECT FROM conversation_labels AS l
                          WHERE l.conversation_id = c.id AND l.label = ANY (:labels))""";

    private static final String SCOPE = """
              FROM (""" + Visibility.INBOXES + """
            %s) AS seen (inbox_id)
             CROSS JOIN unnest(:statuses) AS wanted (status)
             CROSS JOIN LATERAL""";

    /** By their activity, or by a line of their history. */
    private static final String UPDATED_SINCE = (" AND c.id = ANY (ARRAY(SELECT active.id " + SCOPE.formatted("") + """
             (SELECT a.id FROM conversations AS a
                                    WHERE a.inbox_id = seen.inbox_id AND a.status = wanted.status
                                      AND a.last_activity_at > :updatedSince
                                    ORDER BY a.last_activity_at DESC, a.id DESC LIMIT %1$d) AS active
                            UNION
                           SELECT told.conversation_id
                             FROM (SELECT m.account_id, m.conversation_id, m.direction, m.created_at FROM messages AS m
                                    ORDER BY m.id DESC LIMIT %2$d) AS told
                            WHERE told.account_id = :account AND told.direction = 'activity'
                              AND told.created_at > :updatedSince))""")
            .formatted(UPDATED_AT_ONCE, NEWEST_MESSAGES);

    private static final String PAGE = """
            SELECT page.id
            %1$s (SELECT c.id, %2$s AS place
                                   FROM conversations AS c
                                  WHERE c.inbox_id = seen.inbox_id AND c.status = wanted.status%3$s
                                  ORDER BY %2$s %4$s, c.id %4$s
                                  LIMIT :reach) AS page
             ORDER BY page.place %4$s, page.id %4$s
             LIMIT :limit OFFSET :skip
            """;

    private static final String FILTERED_COUNTS = """
            SELECT count(*) FILTER (WHERE assignee_id = :viewer) AS mine,
                   count(*) FILTER (WHERE assignee_id IS NOT NULL) AS assigned,
                   count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned,
                   count(*) AS every
              FROM (SELECT found.assignee_id
                    %s (SELECT c.assignee_id FROM conversations AS c
                          WHERE c.inbox_id = seen.inbox_id AND c.status = wanted.status%s
                          LIMIT :reach) AS found
                     LIMIT :reach) AS counted
            """;

    private static final String KEPT_COUNTS = """
            SELECT coalesce(sum(n.number) FILTER (WHERE n.assignee_id = :viewer), 0)::bigint AS mine,
                   coalesce(sum(n.number) FILTER (WHERE n.assignee_id <> 0), 0)::bigint AS assigned,
                   coalesce(sum(n.number) FILTER (WHERE n.assignee_id = 0), 0)::bigint AS unassigned,
                   coalesce(sum(n.number), 0)::bigint AS every
              FROM conversation_counts AS n
             WHERE n.account_id = :account AND n.inbox_id""" + Visibility.IS_VISIBLE + """

               AND n.status = ANY (:statuses)
            """;

    private static final String PLACE = """
            SELECT %s AS place, c.id FROM conversations AS c
             WHERE c.account_id = :account AND c.display_id = :displayId AND c.inbox_id""" + Visibility.IS_VISIBLE;

    private static final String OF_CONTACT = """
            SELECT c.id FROM conversations AS c
             WHERE c.contact_id = :contact AND c.inbox_id""" + Visibility.IS_VISIBLE + """

             ORDER BY c.last_activity_at DESC, c.id DESC LIMIT :limit
            """;

    private final DatabaseClient database;

    ConversationQueries(DatabaseClient database) {
        this.database = database;
    }

    Mono<List<ConversationId>> page(Viewer viewer, ConversationFilter filter, int page, int size) {
        long skip = (Math.max(page, 1) - 1L) * size;
        return skip > MAX_SKIP
                ? Mono.just(List.of())
                : ids(bind(pageSql(filter, ""), viewer, filter), (int) skip, size);
    }

    /** The rows behind a conversation, wherever it stands now; empty when the viewer does not see it. */
    Mono<List<ConversationId>> after(Viewer viewer, ConversationFilter filter, int displayId, int limit) {
        Order order = Order.of(filter.sort());
        return Visibility.bind(database.sql(PLACE.formatted(order.place())), viewer)
                .bind("displayId", displayId)
                .map(row -> new Place(order.read().apply(new Columns(row), "place"), new Columns(row).number("id")))
                .one()
                .flatMap(place -> {
                    String beyond =
                            " AND (%s, c.id) %s (:place, :id)".formatted(order.place(), order.descending() ? "<" : ">");
                    GenericExecuteSpec statement = bind(pageSql(filter, beyond), viewer, filter)
                            .bind("place", place.value())
                            .bind("id", place.id());
                    return ids(statement, 0, limit);
                })
                .defaultIfEmpty(List.of());
    }

    /** The filter's assignee plays no part. */
    Mono<Counts> counts(Viewer viewer, ConversationFilter filter) {
        ConversationFilter anybodys = filter.withAssignee(Assignee.ALL);
        GenericExecuteSpec statement = filter.isPlain()
                ? bind(keptCountsSql(filter), viewer, anybodys)
                : bind(FILTERED_COUNTS.formatted(scope(anybodys), conditions(anybodys)), viewer, anybodys)
                        .bind("reach", COUNTED);
        return statement
                .map(row -> {
                    Columns columns = new Columns(row);
                    return new Counts(
                            columns.longNumber("mine"),
                            columns.longNumber("assigned"),
                            columns.longNumber("unassigned"),
                            columns.longNumber("every"));
                })
                .one();
    }

    /** Newest activity first. */
    Mono<List<ConversationId>> ofContact(Viewer viewer, int contactId, int limit) {
        return Visibility.bind(database.sql(OF_CONTACT), viewer)
                .bind("contact", contactId)
                .bind("limit", limit)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .all()
                .collectList();
    }

    private static Mono<List<ConversationId>> ids(GenericExecuteSpec statement, int skip, int limit) {
        return statement
                .bind("limit", limit)
                .bind("skip", skip)
                .bind("reach", skip + limit)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .all()
                .collectList();
    }

    private static String pageSql(ConversationFilter filter, String beyond) {
        Order order = Order.of(filter.sort());
        return PAGE.formatted(
                scope(filter), order.place(), conditions(filter) + beyond, order.descending() ? "DESC" : "ASC");
    }

    private static String keptCountsSql(ConversationFilter filter) {
        return KEPT_COUNTS
                + (filter.inboxId() == null ? "" : " AND n.inbox_id = :inbox")
                + (filter.teamId() == null ? "" : " AND n.team_id = :team");
    }

    private static String scope(ConversationFilter filter) {
        return SCOPE.formatted(filter.inboxId() == null ? "" : " AND visible.id = :inbox");
    }

    private static String conditions(ConversationFilter filter) {
        String assignee = switch (filter.assignee()) {
            case ALL -> "";
            // the expression of the index, which has nobody as 0
            case ME -> " AND coalesce(c.assignee_id, 0) = :viewer";
            case UNASSIGNED -> " AND coalesce(c.assignee_id, 0) = 0";
            case ASSIGNED -> " AND c.assignee_id IS NOT NULL";
        };
        return assignee
                + (filter.teamId() == null ? "" : " AND c.team_id = :team")
                + kind(filter.kind())
                + (filter.labels().isEmpty() ? "" : " " + WITH_LABELS)
                + (filter.query() == null ? "" : " " + WITH_WORDS)
                + (filter.sourceId() == null ? "" : " " + AT_SOURCE)
                + (filter.updatedSince() == null ? "" : UPDATED_SINCE)
                + ConversationFilters.of(filter.conditions()).andSql();
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case ANY -> "";
            case UNATTENDED -> " AND (c.first_reply_at IS NULL OR c.waiting_since IS NOT NULL)";
            case MENTION -> " " + MENTIONED;
            case PARTICIPATING -> " " + PARTICIPATING;
        };
    }

    private GenericExecuteSpec bind(String sql, Viewer viewer, ConversationFilter filter) {
        GenericExecuteSpec bound =
                Visibility.bind(database.sql(sql), viewer).bind("statuses", statuses(filter.status()));
        if (filter.inboxId() != null) {
            bound = bound.bind("inbox", filter.inboxId().value());
        }
        if (filter.teamId() != null) {
            bound = bound.bind("team", filter.teamId().value());
        }
        if (!filter.labels().isEmpty()) {
            bound = bound.bind("labels", LabelTitles.of(filter.labels()).toArray(String[]::new));
        }
        bound = filter.query() == null ? bound : bound.bind("query", filter.query());
        bound = filter.sourceId() == null ? bound : bound.bind("sourceId", filter.sourceId());
        bound = filter.updatedSince() == null ? bound : bound.bind("updatedSince", filter.updatedSince());
        return ConversationFilters.of(filter.conditions()).bind(bound);
    }

    private static String[] statuses(@Nullable ConversationStatus status) {
        return status == null
                ? Arrays.stream(ConversationStatus.values())
                        .map(ConversationStatus::wireName)
                        .toArray(String[]::new)
                : new String[] {status.wireName()};
    }

    /** Where a conversation stands in an order: the value of its expression, then its id. */
    private record Place(Object value, int id) {}

    /** An order an inbox-level index has. Who does not wait has waited the shortest. */
    private record Order(String place, boolean descending, BiFunction<Columns, String, Object> read) {

        private static final String PRIORITY = "coalesce(c.priority, -1)";
        private static final String WAITING = "coalesce(c.waiting_since, '9999-12-31 00:00:00+00'::timestamptz)";

        static Order of(ConversationFilter.Sort sort) {
            return switch (sort) {
                case LAST_ACTIVITY_DESC -> new Order("c.last_activity_at", true, Order::instant);
                case LAST_ACTIVITY_ASC -> new Order("c.last_activity_at", false, Order::instant);
                case CREATED_DESC -> new Order("c.created_at", true, Order::instant);
                case CREATED_ASC -> new Order("c.created_at", false, Order::instant);
                case PRIORITY_DESC -> new Order(PRIORITY, true, Columns::number);
                case PRIORITY_ASC -> new Order(PRIORITY, false, Columns::number);
                case WAITING_SINCE_ASC -> new Order(WAITING, false, Order::instant);
                case WAITING_SINCE_DESC -> new Order(WAITING, true, Order::instant);
            };
        }

        private static Instant instant(Columns columns, String name) {
            return columns.instant(name);
        }
    }
}

package io.parley.store.contact;

import io.parley.contract.Channel;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactInbox;
import io.parley.store.contact.Contacts.ContactPage;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.filter.FilterSql;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists of contacts. Every order is that of an index, so a page reads what it skips and shows, not the account. */
@Component
class ContactQueries {

    private static final int PAGE_SIZE = 15;

    /** How far pages go and totals count. */
    private static final int REACH = 10_000;

    /** The expression of {@code contacts_search_idx}. */
    private static final String SEARCHED = "contact_words(ct.name, ct.email, ct.phone, ct.identifier)";

    private static final String PLACES = """
            SELECT ci.contact_id, ci.source_id, i.id, i.name, i.channel
              FROM contact_inboxes AS ci
              JOIN inboxes AS i ON i.id = ci.inbox_id AND i.deleted_at IS NULL
             WHERE ci.contact_id = ANY (:ids) AND ci.inbox_id""" + Visibility.IS_VISIBLE + """

             ORDER BY ci.id
            """;

    private final DatabaseClient database;
    private final ContactViews views;

    ContactQueries(DatabaseClient database, ContactViews views) {
        this.database = database;
        this.views = views;
    }

    /**
     * @param query absent: all
     * @param labels empty: whatever labels
     */
    Mono<ContactPage> page(
            Viewer viewer, ContactSort sort, List<String> labels, @Nullable String query, FilterSql filter, int page) {
        String conditions = conditions(labels, query) + filter.andSql();
        int skip = (int) Math.min(REACH, (Math.max(page, 1) - 1L) * PAGE_SIZE);
        Mono<List<ContactId>> ids = filter.bind(bind(statement(pageSql(sort, conditions), viewer), labels, query))
                .bind("limit", PAGE_SIZE + 1)
                .bind("skip", skip)
                .bind("reach", skip + PAGE_SIZE + 1)
                .map(row -> new ContactId(new Columns(row).number("id")))
                .all()
                .collectList();
        Mono<Long> total = filter.bind(bind(statement(totalSql(conditions), viewer), labels, query))
                .map(row -> new Columns(row).longNumber("total"))
                .one();
        return ids.flatMap(found -> details(viewer, found.subList(0, Math.min(PAGE_SIZE, found.size())))
                .zipWith(total, (contacts, all) -> new ContactPage(contacts, all, found.size() > PAGE_SIZE)));
    }

    /** In the order of the ids. */
    Mono<List<ContactDetails>> details(Viewer viewer, List<ContactId> ids) {
        return views.load(ids)
                .flatMap(found -> places(viewer, ids)
                        .map(places -> ids.stream()
                                .map(found::get)
                                .filter(Objects::nonNull)
                                .map(contact -> new ContactDetails(
                                        contact, List.copyOf(places.getOrDefault(contact.id(), List.of()))))
                                .toList()));
    }

    private Mono<Map<ContactId, List<ContactInbox>>> places(Viewer viewer, List<ContactId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        Flux<Place> places = Visibility.bind(database.sql(PLACES), viewer)
                .bind("ids", ids.stream().map(ContactId::value).toArray(Integer[]::new))
                .map(row -> Place.of(new Columns(row)))
                .all();
        return places.collect(
                Collectors.groupingBy(Place::contact, Collectors.mapping(Place::inbox, Collectors.toList())));
    }

    private record Place(ContactId contact, ContactInbox inbox) {
        static Place of(Columns columns) {
            return new Place(
                    new ContactId(columns.number("contact_id")),
                    new ContactInbox(
                            columns.text("source_id"),
                            new InboxId(columns.number("id")),
                            columns.text("name"),
                            Channel.of(columns.text("channel"))));
        }
    }

    private static String conditions(List<String> labels, @Nullable String query) {
        StringBuilder conditions = new StringBuilder("ct.account_id = :account AND ").append(ContactAccess.IS_VISIBLE);
        if (query == null) {
            conditions.append(" AND (ct.email IS NOT NULL OR ct.phone IS NOT NULL OR ct.identifier IS NOT NULL)");
        } else {
            conditions.append(" AND ").append(SEARCHED).append(" LIKE lower(unaccent(:query))");
        }
        if (!labels.isEmpty()) {
            conditions.append(" AND EXISTS (SELECT FROM contact_labels AS l"
                    + " WHERE l.contact_id = ct.id AND l.label = ANY (:labels))");
        }
        return conditions.toString();
    }

    /** Contacts without the value they are listed by come last, in the order of their ids. */
    private static String pageSql(ContactSort sort, String conditions) {
        Order order = Order.of(sort);
        String having = """
                (SELECT ct.id, 0 AS band, %1$s AS place FROM contacts AS ct
                  WHERE %2$s%3$s
                  ORDER BY %1$s %4$s%5$s, ct.id %4$s LIMIT :reach)
                """.formatted(
                        order.place(),
                        conditions,
                        order.mayMiss() ? " AND " + order.column() + " IS NOT NULL" : "",
                        order.direction(),
                        order.nulls());
        String missing = """
                 UNION ALL
                (SELECT ct.id, 1, NULL FROM contacts AS ct
                  WHERE %s AND %s IS NULL
                  ORDER BY ct.id %s LIMIT :reach)
                """.formatted(conditions, order.column(), order.direction());
        return """
                SELECT id FROM (%1$s) AS found
                 ORDER BY band, place %2$s, id %2$s
                 LIMIT :limit OFFSET :skip
                """.formatted(having + (order.mayMiss() ? missing : ""), order.direction());
    }

    private static String totalSql(String conditions) {
        return "SELECT count(*) AS total FROM (SELECT FROM contacts AS ct WHERE " + conditions + " LIMIT " + REACH
                + ") AS counted";
    }

    private GenericExecuteSpec statement(String sql, Viewer viewer) {
        return Visibility.bind(database.sql(sql), viewer);
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, List<String> labels, @Nullable String query) {
        GenericExecuteSpec bound = query == null ? statement : statement.bind("query", "%" + escaped(query) + "%");
        return labels.isEmpty() ? bound : bound.bind("labels", labels.toArray(String[]::new));
    }

    private static String escaped(String query) {
        return query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** An order an index has: by an expression, in a direction, with the nulls where the index keeps them. */
    private record Order(String place, String column, boolean mayMiss, String direction, String nulls) {
        static Order of(ContactSort sort) {
            String direction = sort.descending() ? "DESC" : "ASC";
            return switch (sort.field()) {
                case NAME -> new Order("lower(ct.name)", "ct.name", false, direction, "");
                case EMAIL -> new Order("lower(ct.email)", "ct.email", true, direction, "");
                case PHONE -> new Order("ct.phone", "ct.phone", true, direction, "");
                case CREATED -> new Order("ct.created_at", "ct.created_at", false, direction, "");
                case LAST_ACTIVITY ->
                    new Order(
                            "ct.last_activity_at",
                            "ct.last_activity_at",
                            true,
                            direction,
                            sort.descending() ? " NULLS LAST" : " NULLS FIRST");
            };
        }
    }
}

package io.parley.store.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Saved filters in PostgreSQL. */
@Component
class SqlSavedFilters implements SavedFilters {

    private static final int MAX = 50;
    private static final int MAX_LENGTH = 255;
    private static final int MAX_QUERY = 20_000;
    private static final Set<String> KINDS = Set.of("conversation", "contact", "report");

    private static final String COLUMNS = "id, name, kind, query, created_at, updated_at";
    private static final String MINE = " account_id = :account AND agent_id = :viewer";

    private static final String LIST = "SELECT " + COLUMNS + " FROM saved_filters WHERE" + MINE
            + " AND (:kind::text IS NULL OR kind = :kind) ORDER BY id LIMIT 200";

    private static final String FIND = "SELECT " + COLUMNS + " FROM saved_filters WHERE" + MINE + " AND id = :id";

    private static final String INSERT = """
            INSERT INTO saved_filters (account_id, agent_id, name, kind, query)
            SELECT :account, :viewer, :name, :kind, :query::jsonb
             WHERE (SELECT count(*) FROM saved_filters
                     WHERE account_id = :account AND agent_id = :viewer AND kind = :kind) < :max
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE saved_filters
               SET name = coalesce(:name, name), query = coalesce(:query::jsonb, query), updated_at = now()
             WHERE\s""" + MINE + " AND id = :id RETURNING " + COLUMNS;

    private static final String DELETE = "DELETE FROM saved_filters WHERE" + MINE + " AND id = :id";

    private final DatabaseClient database;

    SqlSavedFilters(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<SavedFilter> list(Viewer viewer, @Nullable String kind) {
        return statement(LIST, viewer)
                .bind("kind", Values.orNull(kind))
                .map(row -> filter(new Columns(row)))
                .all();
    }

    @Override
    public Mono<SavedFilter> find(Viewer viewer, int id) {
        return statement(FIND, viewer)
                .bind("id", id)
                .map(row -> filter(new Columns(row)))
                .one()
                .switchIfEmpty(notFound());
    }

    @Override
    public Mono<SavedFilter> create(Viewer viewer, FilterChange filter) {
        return Mono.defer(() -> statement(INSERT, viewer)
                .bind("name", name(filter.name() == null ? "" : filter.name()))
                .bind("kind", kind(filter.kind()))
                .bind("query", query(filter.query()))
                .bind("max", MAX)
                .map(row -> filter(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.error(
                        () -> new Invalid("base", "You can save at most %d filters of a kind".formatted(MAX)))));
    }

    @Override
    public Mono<SavedFilter> update(Viewer viewer, int id, FilterChange change) {
        return Mono.defer(() -> statement(UPDATE, viewer)
                .bind("id", id)
                .bind("name", Values.orNull(change.name() == null ? null : name(change.name())))
                .bind("query", Values.orNull(change.query() == null ? null : query(change.query())))
                .map(row -> filter(new Columns(row)))
                .one()
                .switchIfEmpty(notFound()));
    }

    @Override
    public Mono<Void> delete(Viewer viewer, int id) {
        return RequiredRow.change(statement(DELETE, viewer).bind("id", id), notFound());
    }

    private GenericExecuteSpec statement(String sql, Viewer viewer) {
        return database.sql(sql)
                .bind("account", viewer.accountId().value())
                .bind("viewer", viewer.agentId().value());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new StoreFailure.NotFound("Filter"));
    }

    private static String name(String given) {
        String name = given.strip();
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new Invalid("name", "Name must have 1 to %d characters".formatted(MAX_LENGTH));
        }
        return name;
    }

    private static String kind(@Nullable String given) {
        if (given == null || !KINDS.contains(given)) {
            throw new Invalid("filter_type", "Filter type must be conversation, contact or report");
        }
        return given;
    }

    private static String query(@Nullable JsonNode given) {
        String query = Attributes.json(given, "query");
        if (query.length() > MAX_QUERY) {
            throw new Invalid("query", "Query is too long");
        }
        return query;
    }

    private static SavedFilter filter(Columns columns) {
        return new SavedFilter(
                columns.number("id"),
                columns.text("name"),
                columns.text("kind"),
                columns.json("query"),
                columns.instant("created_at"),
                columns.instant("updated_at"));
    }
}

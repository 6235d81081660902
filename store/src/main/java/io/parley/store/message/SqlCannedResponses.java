package io.parley.store.message;

import io.parley.contract.id.AccountId;
import io.parley.contract.message.MessageContent;
import io.parley.store.Columns;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Saved replies in PostgreSQL. */
@Component
class SqlCannedResponses implements CannedResponses {

    private static final int MAX_SHORT_CODE = 255;

    private static final Function<Throwable, Throwable> TAKEN = Uniqueness.toInvalid(new Uniqueness(
            "canned_responses_account_id_short_code_key", "short_code", "Short code has already been taken"));

    private static final String COLUMNS = "id, account_id, short_code, content, created_at, updated_at";

    private static final String LIST =
            "SELECT " + COLUMNS + " FROM canned_responses WHERE account_id = :account ORDER BY short_code, id";

    /** A code that begins with the words, then one that holds them, then a text that does. */
    private static final String SEARCH = "SELECT " + COLUMNS + """
             FROM canned_responses
             WHERE account_id = :account
               AND (position(:query IN lower(short_code)) > 0 OR position(:query IN lower(content)) > 0)
             ORDER BY CASE position(:query IN lower(short_code)) WHEN 1 THEN 0 WHEN 0 THEN 2 ELSE 1 END, short_code, id
            """;

    private static final String INSERT = """
            INSERT INTO canned_responses (account_id, short_code, content) VALUES (:account, :shortCode, :content)
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE canned_responses
               SET short_code = coalesce(:shortCode, short_code), content = coalesce(:content, content),
                   updated_at = now()
             WHERE account_id = :account AND id = :id
            RETURNING\s""" + COLUMNS;

    private static final String DELETE = "DELETE FROM canned_responses WHERE account_id = :account AND id = :id";

    private final DatabaseClient database;

    SqlCannedResponses(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<CannedResponse> list(Viewer viewer, @Nullable String query) {
        GenericExecuteSpec statement = query == null || query.isBlank()
                ? statement(LIST, viewer)
                : statement(SEARCH, viewer).bind("query", query.strip().toLowerCase(Locale.ROOT));
        return statement.map(row -> response(new Columns(row))).all();
    }

    @Override
    public Mono<CannedResponse> create(Viewer viewer, CannedResponseChange response) {
        return Mono.defer(() -> statement(INSERT, viewer)
                        .bind("shortCode", shortCode(response.shortCode() == null ? "" : response.shortCode()))
                        .bind("content", content(response.content() == null ? "" : response.content()))
                        .map(row -> response(new Columns(row)))
                        .one())
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<CannedResponse> update(Viewer viewer, int id, CannedResponseChange change) {
        return Mono.defer(() -> statement(UPDATE, viewer)
                        .bind("id", id)
                        .bind(
                                "shortCode",
                                Values.orNull(change.shortCode() == null ? null : shortCode(change.shortCode())))
                        .bind("content", Values.orNull(change.content() == null ? null : content(change.content())))
                        .map(row -> response(new Columns(row)))
                        .one())
                .switchIfEmpty(notFound())
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<Void> delete(Viewer viewer, int id) {
        return RequiredRow.change(statement(DELETE, viewer).bind("id", id), notFound());
    }

    private GenericExecuteSpec statement(String sql, Viewer viewer) {
        return database.sql(sql).bind("account", viewer.accountId().value());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new StoreFailure.NotFound("Canned response"));
    }

    private static String shortCode(String given) {
        String shortCode = given.strip();
        if (shortCode.isEmpty()) {
            throw new Invalid("short_code", "Short code can't be blank");
        }
        if (shortCode.length() > MAX_SHORT_CODE) {
            throw new Invalid(
                    "short_code", "Short code is too long (maximum is %d characters)".formatted(MAX_SHORT_CODE));
        }
        return shortCode;
    }

    private static String content(String content) {
        if (content.isBlank()) {
            throw new Invalid("content", "Content can't be blank");
        }
        if (content.length() > MessageContent.MAX_TEXT) {
            throw new Invalid(
                    "content", "Content is too long (maximum is %d characters)".formatted(MessageContent.MAX_TEXT));
        }
        return content;
    }

    private static CannedResponse response(Columns columns) {
        return new CannedResponse(
                columns.number("id"),
                new AccountId(columns.number("account_id")),
                columns.text("short_code"),
                columns.text("content"),
                columns.instant("created_at"),
                columns.instant("updated_at"));
    }
}

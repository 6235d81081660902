package io.parley.store.label;

import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Labels in PostgreSQL. */
@Component
class SqlLabels implements Labels {

    private static final String DEFAULT_COLOR = "#1f93ff";
    private static final int MAX_TITLE = 255;
    private static final int MAX_DESCRIPTION = 2_000;
    private static final Pattern TITLE = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{3,8}");

    private static final Function<Throwable, Throwable> TAKEN = Uniqueness.toInvalid(
            new Uniqueness("labels_account_id_title_key", "title", "Title has already been taken"));

    private static final String COLUMNS = "id, title, description, color, show_on_sidebar";

    private static final String LIST =
            "SELECT " + COLUMNS + " FROM labels WHERE account_id = :account ORDER BY title, id";

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM labels WHERE account_id = :account AND id = :id";

    private static final String INSERT = """
            INSERT INTO labels (account_id, title, description, color, show_on_sidebar)
            VALUES (:account, :title, :description, :color, :showOnSidebar)
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE labels
               SET title = :title, description = :description, color = :color, show_on_sidebar = :showOnSidebar,
                   updated_at = now()
             WHERE account_id = :account AND id = :id
            RETURNING\s""" + COLUMNS;

    private static final String DELETE = "DELETE FROM labels WHERE account_id = :account AND id = :id";

    /** What already has the new title keeps it once. */
    private static final String RENAME_ON_CONVERSATIONS = """
            WITH gone AS (DELETE FROM conversation_labels AS l
                           USING conversations AS c
                           WHERE l.label = :old AND c.id = l.conversation_id AND c.account_id = :account
                          RETURNING l.conversation_id)
            INSERT INTO conversation_labels (conversation_id, label)
            SELECT conversation_id, :title FROM gone WHERE :title::text IS NOT NULL
                ON CONFLICT DO NOTHING
            """;

    private static final String RENAME_ON_CONTACTS = """
            WITH gone AS (DELETE FROM contact_labels AS l
                           USING contacts AS ct
                           WHERE l.label = :old AND ct.id = l.contact_id AND ct.account_id = :account
                          RETURNING l.contact_id)
            INSERT INTO contact_labels (contact_id, label)
            SELECT contact_id, :title FROM gone WHERE :title::text IS NOT NULL
                ON CONFLICT DO NOTHING
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    SqlLabels(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Flux<Label> list(Viewer viewer) {
        return database.sql(LIST)
                .bind("account", viewer.accountId().value())
                .map(row -> label(new Columns(row)))
                .all();
    }

    @Override
    public Mono<Label> find(Viewer viewer, int id) {
        return database.sql(BY_ID)
                .bind("account", viewer.accountId().value())
                .bind("id", id)
                .map(row -> label(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Label")));
    }

    @Override
    public Mono<Label> create(Viewer administrator, LabelChange label) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return write(database.sql(INSERT), administrator, with(null, label));
                })
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<Label> update(Viewer administrator, int id, LabelChange change) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return find(administrator, id);
                })
                .flatMap(before -> write(database.sql(UPDATE).bind("id", id), administrator, with(before, change))
                        .flatMap(after -> rename(administrator, before.title(), after.title())
                                .thenReturn(after)))
                .as(transaction::transactional)
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<Void> delete(Viewer administrator, int id) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return find(administrator, id);
                })
                .flatMap(label -> database.sql(DELETE)
                        .bind("account", administrator.accountId().value())
                        .bind("id", id)
                        .then()
                        .then(rename(administrator, label.title(), null)))
                .as(transaction::transactional);
    }

    /** @param title absent: taken off */
    private Mono<Void> rename(Viewer administrator, String old, @Nullable String title) {
        return old.equals(title)
                ? Mono.empty()
                : rename(RENAME_ON_CONTACTS, administrator, old, title)
                        .then(rename(RENAME_ON_CONVERSATIONS, administrator, old, title));
    }

    private Mono<Void> rename(String sql, Viewer administrator, String old, @Nullable String title) {
        return database.sql(sql)
                .bind("account", administrator.accountId().value())
                .bind("old", old)
                .bind("title", Values.orNull(title))
                .then();
    }

    private static Mono<Label> write(GenericExecuteSpec statement, Viewer administrator, Label label) {
        return statement
                .bind("account", administrator.accountId().value())
                .bind("title", label.title())
                .bind("description", Values.orNull(label.description()))
                .bind("color", label.color())
                .bind("showOnSidebar", label.showOnSidebar())
                .map(row -> label(new Columns(row)))
                .one();
    }

    /** @param before absent for a new one */
    private static Label with(@Nullable Label before, LabelChange change) {
        String title = change.title() == null ? (before == null ? "" : before.title()) : change.title();
        String color = change.color() == null ? (before == null ? DEFAULT_COLOR : before.color()) : change.color();
        String description =
                change.description() == null ? (before == null ? null : before.description()) : change.description();
        Boolean shown = Objects.requireNonNullElse(change.showOnSidebar(), before == null || before.showOnSidebar());
        return new Label(0, title(title), description(description), color(color), shown);
    }

    private static String title(String given) {
        String title = given.strip().toLowerCase(Locale.ROOT);
        if (title.isEmpty()) {
            throw new Invalid("title", "Title can't be blank");
        }
        if (title.length() > MAX_TITLE || !TITLE.matcher(title).matches()) {
            throw new Invalid("title", "Title must consist of letters, digits, hyphens and underscores");
        }
        return title;
    }

    private static @Nullable String description(@Nullable String description) {
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw new Invalid(
                    "description", "Description is too long (maximum is %d characters)".formatted(MAX_DESCRIPTION));
        }
        return description == null || description.isBlank() ? null : description;
    }

    private static String color(String color) {
        if (!COLOR.matcher(color).matches()) {
            throw new Invalid("color", "Color is invalid");
        }
        return color;
    }

    private static Label label(Columns columns) {
        return new Label(
                columns.number("id"),
                columns.text("title"),
                columns.textOrNull("description"),
                columns.text("color"),
                columns.flag("show_on_sidebar"));
    }
}

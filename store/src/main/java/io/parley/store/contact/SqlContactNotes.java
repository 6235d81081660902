package io.parley.store.contact;

import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Notes in PostgreSQL. */
@Component
class SqlContactNotes implements ContactNotes {

    private static final int MAX_LENGTH = 50_000;

    private static final String COLUMNS = "id, contact_id, agent_id, content, created_at, updated_at";

    private static final String LIST = "SELECT " + COLUMNS + """
             FROM contact_notes WHERE contact_id = :contact AND id < :before ORDER BY id DESC LIMIT 100
            """;

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM contact_notes WHERE contact_id = :contact AND id = :id";

    private static final String INSERT = """
            INSERT INTO contact_notes (account_id, contact_id, agent_id, content)
            VALUES (:account, :contact, :viewer, :content)
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE contact_notes SET content = :content, updated_at = now() WHERE contact_id = :contact AND id = :id
            RETURNING\s""" + COLUMNS;

    private static final String DELETE = "DELETE FROM contact_notes WHERE contact_id = :contact AND id = :id";

    private final DatabaseClient database;
    private final ContactAccess access;

    SqlContactNotes(DatabaseClient database, ContactAccess access) {
        this.database = database;
        this.access = access;
    }

    @Override
    public Flux<Note> list(Viewer viewer, ContactId contact, @Nullable Integer before) {
        return access.require(viewer, contact)
                .thenMany(Flux.defer(() -> statement(LIST, contact)
                        .bind("before", before == null ? Integer.MAX_VALUE : before)
                        .map(row -> note(new Columns(row)))
                        .all()));
    }

    @Override
    public Mono<Note> find(Viewer viewer, ContactId contact, int id) {
        return access.require(viewer, contact)
                .then(Mono.defer(() -> one(statement(FIND, contact).bind("id", id))));
    }

    @Override
    public Mono<Note> create(Viewer viewer, ContactId contact, String content) {
        return access.require(viewer, contact)
                .then(Mono.defer(() -> one(statement(INSERT, contact)
                        .bind("account", viewer.accountId().value())
                        .bind("viewer", viewer.agentId().value())
                        .bind("content", content(content)))));
    }

    @Override
    public Mono<Note> update(Viewer viewer, ContactId contact, int id, String content) {
        return own(viewer, contact, id)
                .then(Mono.defer(
                        () -> one(statement(UPDATE, contact).bind("id", id).bind("content", content(content)))));
    }

    @Override
    public Mono<Void> delete(Viewer viewer, ContactId contact, int id) {
        return own(viewer, contact, id)
                .then(Mono.defer(() -> statement(DELETE, contact).bind("id", id).then()));
    }

    private Mono<Note> own(Viewer viewer, ContactId contact, int id) {
        return find(viewer, contact, id)
                .filter(note -> viewer.administrator() || viewer.agentId().equals(note.author()))
                .switchIfEmpty(Mono.error(StoreFailure.NotAllowed::new));
    }

    private static Mono<Note> one(GenericExecuteSpec statement) {
        return statement
                .map(row -> note(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Note")));
    }

    private GenericExecuteSpec statement(String sql, ContactId contact) {
        return database.sql(sql).bind("contact", contact.value());
    }

    private static String content(String given) {
        if (given.isBlank() || given.length() > MAX_LENGTH) {
            throw new Invalid("content", "Content must have 1 to %d characters".formatted(MAX_LENGTH));
        }
        return given.strip();
    }

    private static Note note(Columns columns) {
        Integer author = columns.numberOrNull("agent_id");
        return new Note(
                columns.number("id"),
                new ContactId(columns.number("contact_id")),
                author == null ? null : new AgentId(author),
                columns.text("content"),
                columns.instant("created_at"),
                columns.instant("updated_at"));
    }
}

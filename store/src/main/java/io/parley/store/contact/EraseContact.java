package io.parley.store.contact;

import io.parley.contract.contact.ContactView;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.ContactId;
import io.parley.runtime.files.FileStore;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes a contact with everything they said and were told, files included: what a person may ask for. */
@Component
class EraseContact {

    private static final Logger log = LoggerFactory.getLogger(EraseContact.class);

    private static final String LOCK_CONVERSATIONS =
            "SELECT id FROM conversations WHERE contact_id = :contact ORDER BY id FOR UPDATE";

    private static final String FILES = """
            SELECT f.file_key
              FROM conversations AS c
              JOIN messages AS m ON m.conversation_id = c.id
              JOIN attachments AS f ON f.message_id = m.id
             WHERE c.contact_id = :contact AND f.file_key IS NOT NULL
            """;

    /** Messages with all that hangs on them go with their conversations. */
    private static final List<String> DELETE = List.of(
            "DELETE FROM conversations WHERE contact_id = :contact", "DELETE FROM contacts WHERE id = :contact");

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ContactAccess access;
    private final ContactViews views;
    private final ContactEvents events;
    private final FileStore files;

    EraseContact(
            DatabaseClient database,
            TransactionalOperator transaction,
            ContactAccess access,
            ContactViews views,
            ContactEvents events,
            FileStore files) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.views = views;
        this.events = events;
        this.files = files;
    }

    Mono<Void> erase(Viewer administrator, ContactId id) {
        return access.lock(administrator, id)
                .then(run(LOCK_CONVERSATIONS, id))
                .then(fileKeys(id))
                .flatMap(keys -> views.load(List.of(id))
                        .flatMap(found -> announce(Objects.requireNonNull(found.get(id))))
                        .thenMany(Flux.fromIterable(DELETE))
                        .concatMap(sql -> run(sql, id))
                        .then(Mono.just(keys)))
                .as(transaction::transactional)
                .flatMap(this::deleteFiles);
    }

    /** While the inboxes they were met in are still known; published after the commit. */
    private Mono<Void> announce(ContactView contact) {
        return events.announce(contact, new EventBody.ContactDeleted(contact));
    }

    private Mono<List<String>> fileKeys(ContactId id) {
        return Mono.defer(() -> database.sql(FILES)
                .bind("contact", id.value())
                .map(row -> new Columns(row).text("file_key"))
                .all()
                .collectList());
    }

    private Mono<Void> run(String sql, ContactId id) {
        return Mono.defer(() -> database.sql(sql).bind("contact", id.value()).then());
    }

    private Mono<Void> deleteFiles(List<String> keys) {
        return Flux.fromIterable(keys)
                .concatMap(key -> files.delete(key).onErrorResume(failure -> {
                    log.warn("An erased contact's file could not be deleted", failure);
                    return Mono.empty();
                }))
                .then();
    }
}

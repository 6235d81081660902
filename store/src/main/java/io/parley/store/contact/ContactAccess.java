package io.parley.store.contact;

import io.parley.contract.id.ContactId;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets a viewer through to a contact: administrators to all, agents to those of their inboxes and of no inbox. */
@Component
public class ContactAccess {

    /** True of a contact, called {@code ct}, that the viewer sees; wants {@link Visibility#bind}. */
    public static final String IS_VISIBLE = """
            (:administrator
             OR EXISTS (SELECT FROM contact_inboxes AS met
                         WHERE met.contact_id = ct.id AND met.inbox_id""" + Visibility.IS_VISIBLE + """
            )
             OR NOT EXISTS (SELECT FROM contact_inboxes AS met WHERE met.contact_id = ct.id))""";

    private static final String BY_ID =
            "SELECT ct.id FROM contacts AS ct WHERE ct.account_id = :account AND ct.id = :id AND " + IS_VISIBLE;

    private final DatabaseClient database;

    ContactAccess(DatabaseClient database) {
        this.database = database;
    }

    /** @throws StoreFailure.NotFound also when the viewer may not know that there is such a contact */
    public Mono<ContactId> require(Viewer viewer, ContactId id) {
        return found(BY_ID, viewer, id);
    }

    /** As {@link #require}; nobody else changes the contact until the caller's transaction ends. */
    Mono<ContactId> lock(Viewer viewer, ContactId id) {
        return found(BY_ID + " FOR NO KEY UPDATE OF ct", viewer, id);
    }

    private Mono<ContactId> found(String sql, Viewer viewer, ContactId id) {
        return Visibility.bind(database.sql(sql), viewer)
                .bind("id", id.value())
                .fetch()
                .first()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Contact")))
                .thenReturn(id);
    }
}

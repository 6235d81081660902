package io.parley.store.contact;

import io.parley.contract.contact.ContactView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Announces contacts to those who may see them: once for each inbox the contact was met in, and to the whole account
 * when there is none.
 */
@Component
class ContactEvents {

    private static final String INBOXES =
            "SELECT DISTINCT inbox_id FROM contact_inboxes WHERE contact_id = :contact ORDER BY inbox_id";

    private final DatabaseClient database;
    private final Outbox outbox;
    private final Clock clock;

    ContactEvents(DatabaseClient database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    Mono<Void> announce(ContactView contact, EventBody body) {
        return inboxesOf(contact.id()).flatMap(inboxes -> outbox.append(entries(contact, body, inboxes)));
    }

    private List<OutboxEntry> entries(ContactView contact, EventBody body, List<InboxId> inboxes) {
        if (inboxes.isEmpty()) {
            return List.of(entry(contact, body, null));
        }
        List<OutboxEntry> entries = new ArrayList<>();
        inboxes.forEach(inbox -> entries.add(entry(contact, body, inbox)));
        return entries;
    }

    private OutboxEntry entry(ContactView contact, EventBody body, @Nullable InboxId inbox) {
        return OutboxEntry.event(
                new HubEvent(UUID.randomUUID().toString(), contact.accountId(), inbox, clock.instant(), body));
    }

    private Mono<List<InboxId>> inboxesOf(ContactId contact) {
        return database.sql(INBOXES)
                .bind("contact", contact.value())
                .map(row -> new InboxId(new Columns(row).number("inbox_id")))
                .all()
                .collectList();
    }
}

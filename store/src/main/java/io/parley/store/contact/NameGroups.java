package io.parley.store.contact;

import io.parley.contract.event.EventBody;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Gives groups that go by their number the subject their provider knows. A name that somebody gave meanwhile stays, and
 * several nodes may ask for the same group: the second finds it named.
 */
@Component
class NameGroups {

    private static final Logger log = LoggerFactory.getLogger(NameGroups.class);

    /** How long a group that got no name is left alone. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    /** Word for word the condition of {@code contacts_nameless_groups_idx}. */
    private static final String IS_NAMELESS = "is_group AND name ~ '^([0-9]{16,}|[0-9]{8,15}-[0-9]{9,})$'";

    private static final String NAMELESS = """
            SELECT ct.id, ci.inbox_id, ci.reply_to
              FROM (SELECT id FROM contacts WHERE %s AND id <> ALL (:asked) ORDER BY id DESC LIMIT 20) AS ct
             CROSS JOIN LATERAL (SELECT inbox_id, reply_to FROM contact_inboxes
                                  WHERE contact_id = ct.id AND reply_to IS NOT NULL
                                  ORDER BY id DESC LIMIT 1) AS ci
             ORDER BY ct.id DESC
            """.formatted(IS_NAMELESS);

    private static final String NAME =
            "UPDATE contacts SET name = :subject, updated_at = now() WHERE id = :id AND " + IS_NAMELESS;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final GroupSubjects subjects;
    private final ContactViews views;
    private final ContactEvents events;
    private final Clock clock;
    /** When a group was asked for, of one thread at a time. */
    private final Map<Integer, Instant> asked = new HashMap<>();

    NameGroups(
            DatabaseClient database,
            TransactionalOperator transaction,
            GroupSubjects subjects,
            ContactViews views,
            ContactEvents events,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.subjects = subjects;
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /** One round; never two at once. */
    Mono<Void> name() {
        return Mono.defer(() -> {
            asked.values().removeIf(clock.instant().minus(AGAIN_AFTER)::isAfter);
            return database.sql(NAMELESS)
                    .bind("asked", asked.keySet().toArray(Integer[]::new))
                    .map(row -> Group.of(new Columns(row)))
                    .all()
                    .collectList()
                    .flatMapIterable(groups -> groups)
                    .concatMap(this::ask)
                    .then();
        });
    }

    private Mono<Void> ask(Group group) {
        asked.put(group.id(), clock.instant());
        return subjects.find(group.inbox(), group.address())
                .onErrorResume(failure -> {
                    log.debug("Group {} could not be asked for: {}", group.id(), failure.toString());
                    return Mono.empty();
                })
                .flatMap(subject -> keep(group, subject));
    }

    private Mono<Void> keep(Group group, String subject) {
        return database.sql(NAME)
                .bind("id", group.id())
                .bind("subject", subject)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .flatMap(named -> announce(new ContactId(group.id())))
                .as(transaction::transactional);
    }

    private Mono<Void> announce(ContactId id) {
        return views.load(List.of(id))
                .map(found -> Objects.requireNonNull(found.get(id)))
                .flatMap(contact -> events.announce(contact, new EventBody.ContactUpdated(contact)));
    }

    /** A group, and where its provider knows it. */
    private record Group(int id, InboxId inbox, String address) {
        static Group of(Columns columns) {
            return new Group(columns.number("id"), new InboxId(columns.number("inbox_id")), columns.text("reply_to"));
        }
    }
}

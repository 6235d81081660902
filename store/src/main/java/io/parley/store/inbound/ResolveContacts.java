package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.flags;
import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.ContactId;
import io.parley.store.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds or makes the contact of every message, by any address, and holds those contacts until the transaction ends. */
@Component
class ResolveContacts {

    /** Locked in one order by all who do this, so that two batches wait for each other instead of both failing. */
    private static final String FIND = """
            SELECT k.account_id, k.kind, k.value, """ + " " + ContactRow.COLUMNS + """

              FROM unnest(:accounts::int[], :kinds::text[], :values::text[]) AS k (account_id, kind, value)
              JOIN contact_addresses AS a ON a.account_id = k.account_id AND a.kind = k.kind AND a.value = k.value
              JOIN contacts AS ct ON ct.id = a.contact_id
             ORDER BY ct.id
               FOR NO KEY UPDATE OF ct
            """;

    private static final String NEW_IDS =
            "SELECT nextval('contacts_id_seq')::int AS id FROM generate_series(1, :number)";

    private static final String ADD_ADDRESSES = """
            INSERT INTO contact_addresses (account_id, kind, value, contact_id)
            SELECT * FROM unnest(:accounts::int[], :kinds::text[], :values::text[], :contacts::int[])
                ON CONFLICT DO NOTHING
            """;

    /**
     * Phone, e-mail and identifier are unique; where another contact has one without its address, that one keeps it.
     */
    private static final String CREATE = """
            INSERT INTO contacts (id, account_id, name, email, phone, identifier, picture_url, is_group, last_activity_at)
            SELECT n.id, n.account_id, n.name,
                   CASE WHEN NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = n.account_id
                                                                     AND lower(o.email) = lower(n.email)) THEN n.email END,
                   CASE WHEN NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = n.account_id
                                                                     AND o.phone = n.phone) THEN n.phone END,
                   CASE WHEN NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = n.account_id
                                                                     AND o.identifier = n.identifier) THEN n.identifier END,
                   n.picture_url, n.is_group, n.last_activity_at
              FROM unnest(:ids::int[], :accounts::int[], :names::text[], :emails::text[], :phones::text[],
                          :identifiers::text[], :pictures::text[], :groups::boolean[], :activities::timestamptz[])
                   AS n (id, account_id, name, email, phone, identifier, picture_url, is_group, last_activity_at)
            """;

    private static final String UPDATE = """
            UPDATE contacts AS c
               SET name = n.name, picture_url = n.picture_url, last_activity_at = n.last_activity_at, updated_at = now(),
                   email = CASE WHEN c.email IS NULL
                                 AND NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = c.account_id
                                                                             AND lower(o.email) = lower(n.email))
                                THEN n.email ELSE c.email END,
                   phone = CASE WHEN c.phone IS NULL
                                 AND NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = c.account_id
                                                                             AND o.phone = n.phone)
                                THEN n.phone ELSE c.phone END,
                   identifier = CASE WHEN c.identifier IS NULL
                                      AND NOT EXISTS (SELECT FROM contacts AS o WHERE o.account_id = c.account_id
                                                                                  AND o.identifier = n.identifier)
                                     THEN n.identifier ELSE c.identifier END
              FROM unnest(:ids::int[], :names::text[], :emails::text[], :phones::text[], :identifiers::text[],
                          :pictures::text[], :activities::timestamptz[])
                   AS n (id, name, email, phone, identifier, picture_url, last_activity_at)
             WHERE c.id = n.id
            """;

    private final DatabaseClient database;
    private final MergeContacts merge;

    ResolveContacts(DatabaseClient database, MergeContacts merge) {
        this.database = database;
        this.merge = merge;
    }

    Mono<Void> resolve(InboundBatch batch) {
        meetEveryone(batch);
        People people = batch.people;
        if (people.isEmpty()) {
            return Mono.empty();
        }
        return find(people)
                .then(Mono.defer(() -> nameNewcomers(people)))
                .then(Mono.defer(() -> addAddresses(people)))
                .then(Mono.defer(() -> merge.mergeAll(batch)))
                .then(Mono.defer(() -> write(batch)));
    }

    private static void meetEveryone(InboundBatch batch) {
        batch.arrivals()
                .forEach(it -> batch.people.meet(
                        it.account(), it.message().contact(), it.message().receivedAt()));
        batch.identities.forEach(it -> batch.people.meet(
                it.account(), it.party(), it.claim().identified().receivedAt()));
        batch.profiles()
                .forEach(it -> batch.people.meet(it.account(), it.profile().contact(), null));
    }

    private Mono<Void> find(People people) {
        Collection<AddressKey> addresses = people.addresses();
        return database.sql(FIND)
                .bind("accounts", numbers(addresses, AddressKey::account))
                .bind("kinds", texts(addresses, AddressKey::kind))
                .bind("values", texts(addresses, AddressKey::value))
                .map(row -> FoundAddress.of(new Columns(row)))
                .all()
                .collectList()
                .doOnNext(found -> found.forEach(it -> people.found(it.address(), it.contact())))
                .then();
    }

    private Mono<Void> nameNewcomers(People people) {
        List<Person> newcomers = people.all().stream().filter(Person::isNew).toList();
        if (newcomers.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(NEW_IDS)
                .bind("number", newcomers.size())
                .map(row -> new Columns(row).number("id"))
                .all()
                .zipWith(Flux.fromIterable(newcomers))
                .doOnNext(it -> it.getT2().willBe(it.getT1()))
                .then();
    }

    /** The addresses come before their contacts: whoever has the address has the contact. */
    private Mono<Void> addAddresses(People people) {
        List<NewAddress> missing = new ArrayList<>();
        for (Person person : people.all()) {
            person.missingAddresses().forEach(it -> missing.add(new NewAddress(it, person.contactId())));
        }
        if (missing.isEmpty()) {
            return Mono.empty();
        }
        missing.sort((one, other) -> one.address().compareTo(other.address()));
        return database.sql(ADD_ADDRESSES)
                .bind("accounts", numbers(missing, it -> it.address().account()))
                .bind("kinds", texts(missing, it -> it.address().kind()))
                .bind("values", texts(missing, it -> it.address().value()))
                .bind("contacts", numbers(missing, NewAddress::contact))
                .fetch()
                .rowsUpdated()
                .filter(added -> added < missing.size())
                .flatMap(fewer -> Mono.error(new LostRace("a contact")));
    }

    private Mono<Void> write(InboundBatch batch) {
        List<NewContact> created = new ArrayList<>();
        List<ContactRow> updated = new ArrayList<>();
        for (Person person : batch.people.all()) {
            ContactRow now = person.updated();
            ContactRow before = person.contact().orElse(null);
            if (now.blocked()) {
                batch.blocked.add(now.id());
            }
            if (before == null) {
                created.add(new NewContact(person.account(), now));
                batch.newContacts.add(new ContactId(now.id()));
            } else if (!now.equals(before)) {
                updated.add(now);
                if (!now.isButForActivity(before)) {
                    batch.changedContacts.add(new ContactId(now.id()));
                }
            }
        }
        return create(created).then(Mono.defer(() -> update(updated)));
    }

    private Mono<Void> create(List<NewContact> contacts) {
        if (contacts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(CREATE)
                .bind("ids", numbers(contacts, it -> it.row().id()))
                .bind("accounts", numbers(contacts, NewContact::account))
                .bind("names", texts(contacts, it -> it.row().name()))
                .bind("emails", texts(contacts, it -> it.row().email()))
                .bind("phones", texts(contacts, it -> it.row().phone()))
                .bind("identifiers", texts(contacts, it -> it.row().identifier()))
                .bind("pictures", texts(contacts, it -> it.row().pictureUrl()))
                .bind("groups", flags(contacts, it -> it.row().group()))
                .bind("activities", instants(contacts, it -> it.row().lastActivityAt()))
                .then();
    }

    private Mono<Void> update(List<ContactRow> contacts) {
        if (contacts.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(UPDATE)
                .bind("ids", numbers(contacts, ContactRow::id))
                .bind("names", texts(contacts, ContactRow::name))
                .bind("emails", texts(contacts, ContactRow::email))
                .bind("phones", texts(contacts, ContactRow::phone))
                .bind("identifiers", texts(contacts, ContactRow::identifier))
                .bind("pictures", texts(contacts, ContactRow::pictureUrl))
                .bind("activities", instants(contacts, ContactRow::lastActivityAt))
                .then();
    }

    private record FoundAddress(AddressKey address, ContactRow contact) {
        static FoundAddress of(Columns columns) {
            return new FoundAddress(
                    AddressKey.of(columns.number("account_id"), columns.text("kind"), columns.text("value")),
                    ContactRow.of(columns));
        }
    }

    private record NewAddress(AddressKey address, int contact) {}

    private record NewContact(int account, ContactRow row) {}
}

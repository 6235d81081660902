package io.parley.store.contact;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps the addresses the pipeline recognises a contact by in step with the contact's own fields. */
@Component
class ContactAddresses {

    /** Somebody else's addresses come back: inserting does nothing about those. */
    private static final String INSERT = """
            WITH wanted AS (SELECT * FROM unnest(:kinds::text[], :values::text[]) AS w (kind, value)),
                 added AS (INSERT INTO contact_addresses (account_id, kind, value, contact_id)
                           SELECT :account, kind, value, :contact FROM wanted
                               ON CONFLICT DO NOTHING)
            SELECT w.kind, w.value
              FROM wanted AS w
              JOIN contact_addresses AS a ON a.account_id = :account AND a.kind = w.kind AND a.value = w.value
             WHERE a.contact_id <> :contact
            """;

    private static final String DELETE = """
            DELETE FROM contact_addresses
             WHERE contact_id = :contact AND account_id = :account
               AND (kind, value) IN (SELECT * FROM unnest(:kinds::text[], :values::text[]))
            """;

    private static final String PLACES = "SELECT source_id, reply_to FROM contact_inboxes WHERE contact_id = :contact";

    private final DatabaseClient database;

    ContactAddresses(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Adds what the fields say.
     *
     * @throws StoreFailure.Invalid when the phone or e-mail is an address of somebody else. An identifier's is not
     *     asked: a bridge gives one beside the phone, and what is known of it already stays true.
     */
    Mono<Void> add(AccountId account, ContactId contact, ContactFields fields) {
        Set<ContactAddress> addresses = fields.addresses();
        if (addresses.isEmpty()) {
            return Mono.empty();
        }
        return bind(INSERT, account, contact, addresses)
                .map(row -> new ContactAddress(
                        ContactAddress.Kind.of(new Columns(row).text("kind")), new Columns(row).text("value")))
                .all()
                .collectList()
                .flatMap(taken -> refuse(fields, taken));
    }

    /** Takes away what the old fields said and the new ones do not, unless the contact wrote from there. */
    Mono<Void> change(AccountId account, ContactId contact, ContactFields before, ContactFields after) {
        Set<ContactAddress> gone = new HashSet<>(before.addresses());
        gone.removeAll(after.addresses());
        if (gone.isEmpty()) {
            return add(account, contact, after);
        }
        return placesOf(contact)
                .doOnNext(gone::removeAll)
                .then(Mono.defer(() -> bind(DELETE, account, contact, gone).then()))
                .then(add(account, contact, after));
    }

    private Mono<Set<ContactAddress>> placesOf(ContactId contact) {
        return database.sql(PLACES)
                .bind("contact", contact.value())
                .map(row -> Stream.of(new Columns(row).textOrNull("source_id"), new Columns(row).textOrNull("reply_to"))
                        .filter(it -> it != null)
                        .flatMap(ContactAddresses::readings)
                        .toList())
                .all()
                .collect(HashSet::new, Collection::addAll);
    }

    /** All a source id could mean as an address. */
    private static Stream<ContactAddress> readings(String sourceId) {
        String lower = sourceId.toLowerCase(Locale.ROOT);
        return Stream.concat(
                Stream.of(ContactAddress.Kind.values()).map(kind -> new ContactAddress(kind, lower)),
                WhatsAppAddress.ofJid(sourceId).stream());
    }

    private static Mono<Void> refuse(ContactFields fields, List<ContactAddress> taken) {
        if (fields.phone() != null
                && WhatsAppAddress.ofPhoneDigits(fields.phone().substring(1))
                        .filter(taken::contains)
                        .isPresent()) {
            return Mono.error(new StoreFailure.Invalid("phone_number", "Phone number has already been taken"));
        }
        if (taken.stream().anyMatch(it -> it.kind() == ContactAddress.Kind.EMAIL)) {
            return Mono.error(new StoreFailure.Invalid("email", "Email has already been taken"));
        }
        return Mono.empty();
    }

    private DatabaseClient.GenericExecuteSpec bind(
            String sql, AccountId account, ContactId contact, Set<ContactAddress> addresses) {
        return database.sql(sql)
                .bind("account", account.value())
                .bind("contact", contact.value())
                .bind("kinds", column(addresses, it -> it.kind().wireName()))
                .bind("values", column(addresses, ContactAddress::value));
    }

    private static String[] column(Set<ContactAddress> addresses, Function<ContactAddress, String> field) {
        return addresses.stream().map(field).toArray(String[]::new);
    }
}

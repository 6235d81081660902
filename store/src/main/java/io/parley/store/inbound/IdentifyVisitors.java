package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.inbound.Inbound;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.Values;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes contacts of visitors who said who they are. Rare beside messages, so plain: a few statements for each. */
@Component
class IdentifyVisitors {

    /** Contacts whom integrations gave an identifier have no address for it. */
    private static final String KNOW_IDENTIFIERS = """
            INSERT INTO contact_addresses (account_id, kind, value, contact_id)
            SELECT c.account_id, 'identifier', c.identifier, c.id
              FROM unnest(:accounts::int[], :values::text[]) AS k (account_id, value)
              JOIN contacts AS c ON c.account_id = k.account_id AND c.identifier = k.value
             ORDER BY c.identifier
                ON CONFLICT (account_id, kind, value) DO UPDATE SET contact_id = excluded.contact_id
            """;

    private static final String OWNERS = """
            SELECT a.account_id, a.kind, a.value, ct.id,
                   (ct.email IS NULL AND ct.phone IS NULL AND ct.identifier IS NULL) AS anonymous
              FROM unnest(:accounts::int[], :kinds::text[], :values::text[]) AS k (account_id, kind, value)
              JOIN contact_addresses AS a ON a.account_id = k.account_id AND a.kind = k.kind AND a.value = k.value
              JOIN contacts AS ct ON ct.id = a.contact_id
            """;

    private static final String UPDATE_CONTACT = """
            UPDATE contacts
               SET custom_attributes = custom_attributes || :attributes::jsonb,
                   name = CASE WHEN :verified THEN coalesce(:name, name) ELSE name END, updated_at = now()
             WHERE id = :contact
            """;

    private static final String PLACE = """
            INSERT INTO contact_inboxes AS ci (contact_id, inbox_id, source_id, reply_to, hmac_verified, pending_attributes,
                                               pending_additional_attributes)
            VALUES (:contact, :inbox, :visitor, :visitor, :verified, :attributes::jsonb, :additional::jsonb)
                ON CONFLICT (inbox_id, source_id) DO UPDATE
               SET contact_id = excluded.contact_id, hmac_verified = ci.hmac_verified OR excluded.hmac_verified,
                   pending_attributes = ci.pending_attributes || excluded.pending_attributes,
                   pending_additional_attributes =
                       ci.pending_additional_attributes || excluded.pending_additional_attributes,
                   updated_at = now()
            """;

    private static final String TAKE_ALONG =
            "UPDATE messages SET visitor = :now WHERE inbox_id = :inbox AND visitor = :before";

    /** Only the visitor's own line: another visitor of the contact may be talking there. */
    private static final String CONTINUE = """
            UPDATE conversations AS c
               SET contact_inbox_id = mine.id,
                   custom_attributes = c.custom_attributes || mine.pending_attributes,
                   additional_attributes = c.additional_attributes || mine.pending_additional_attributes, updated_at = now()
              FROM contact_inboxes AS mine, contact_inboxes AS last
             WHERE mine.inbox_id = :inbox AND mine.source_id = :now AND last.id = c.contact_inbox_id
               AND last.source_id IN (:before, :now) AND c.inbox_id = :inbox AND c.contact_id = mine.contact_id
            RETURNING c.id
            """;

    private static final String PUT_DOWN = """
            UPDATE contact_inboxes SET pending_attributes = '{}', pending_additional_attributes = '{}'
             WHERE inbox_id = :inbox AND source_id = :now
            """;

    private final DatabaseClient database;

    IdentifyVisitors(DatabaseClient database) {
        this.database = database;
    }

    /** Decides by which addresses each is to be recognised; comes before contacts are resolved. */
    Mono<Void> claim(InboundBatch batch) {
        batch.identities.clear();
        if (batch.claims().isEmpty()) {
            return Mono.empty();
        }
        Set<AddressKey> addresses = new LinkedHashSet<>();
        batch.claims().forEach(it -> {
            addresses.add(it.visitor());
            addresses.add(it.isNow());
            addresses.addAll(it.named());
        });
        return knowIdentifiers(addresses)
                .then(Mono.defer(() -> owners(addresses)))
                .doOnNext(owners -> batch.claims().forEach(it -> batch.identities.add(Identity.of(it, owners))))
                .then();
    }

    /** Comes after contacts are resolved, before conversations are opened. */
    Mono<Void> write(InboundBatch batch) {
        return Flux.fromIterable(batch.identities)
                .concatMap(it -> write(batch, it))
                .then();
    }

    private Mono<Void> write(InboundBatch batch, Identity identity) {
        Inbound.Identified said = identity.claim().identified();
        int contact =
                Objects.requireNonNull(batch.people.whoHas(identity.contact())).contactId();
        String before = identity.claim().visitor().value();
        String now = identity.claim().isNow().value();
        int inbox = said.inboxId().value();
        if (!batch.newContacts.contains(new ContactId(contact))) {
            batch.changedContacts.add(new ContactId(contact));
        }
        return database.sql(UPDATE_CONTACT)
                .bind("contact", contact)
                .bind("attributes", json(said.customAttributes()))
                .bind("verified", said.verified())
                .bind("name", Values.orNull(said.contact().name()))
                .then()
                .then(Mono.defer(() -> database.sql(PLACE)
                        .bind("contact", contact)
                        .bind("inbox", inbox)
                        .bind("visitor", now)
                        .bind("verified", said.verified())
                        .bind("attributes", json(said.conversationAttributes()))
                        .bind("additional", json(said.additionalAttributes()))
                        .then()))
                .then(Mono.defer(() -> identity.takesHistoryAlong() ? takeAlong(inbox, before, now) : Mono.empty()))
                .thenMany(Flux.defer(() -> database.sql(CONTINUE)
                        .bind("inbox", inbox)
                        .bind("now", now)
                        .bind("before", before)
                        .map(row -> new ConversationId(new Columns(row).number("id")))
                        .all()))
                .doOnNext(it -> batch.changedConversations.put(it, Set.of(Change.ATTRIBUTES)))
                .collectList()
                .flatMap(continued -> continued.isEmpty()
                        ? Mono.empty()
                        : database.sql(PUT_DOWN)
                                .bind("inbox", inbox)
                                .bind("now", now)
                                .then());
    }

    private Mono<Void> takeAlong(int inbox, String before, String now) {
        return database.sql(TAKE_ALONG)
                .bind("inbox", inbox)
                .bind("before", before)
                .bind("now", now)
                .then();
    }

    private Mono<Void> knowIdentifiers(Collection<AddressKey> addresses) {
        List<AddressKey> identifiers =
                addresses.stream().filter(it -> it.kind().equals("identifier")).toList();
        return identifiers.isEmpty()
                ? Mono.empty()
                : database.sql(KNOW_IDENTIFIERS)
                        .bind("accounts", numbers(identifiers, AddressKey::account))
                        .bind("values", texts(identifiers, AddressKey::value))
                        .then();
    }

    private Mono<Map<AddressKey, Owner>> owners(Collection<AddressKey> addresses) {
        return database.sql(OWNERS)
                .bind("accounts", numbers(addresses, AddressKey::account))
                .bind("kinds", texts(addresses, AddressKey::kind))
                .bind("values", texts(addresses, AddressKey::value))
                .map(row -> Owned.of(new Columns(row)))
                .all()
                .collectMap(Owned::address, Owned::owner);
    }

    private static String json(@Nullable JsonNode attributes) {
        return Attributes.json(attributes, "custom_attributes");
    }

    /** @param anonymous nothing is known of them but that they visited */
    record Owner(int contact, boolean anonymous) {}

    private record Owned(AddressKey address, Owner owner) {
        static Owned of(Columns columns) {
            return new Owned(
                    AddressKey.of(columns.number("account_id"), columns.text("kind"), columns.text("value")),
                    new Owner(columns.number("id"), columns.flag("anonymous")));
        }
    }
}

package io.parley.store.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.InboxAccess;
import io.parley.store.LabelTitles;
import io.parley.store.StoreFailure;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.filter.Condition;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Contacts in PostgreSQL. */
@Component
class SqlContacts implements Contacts {

    private static final Function<Throwable, Throwable> TAKEN = Uniqueness.toInvalid(
            new Uniqueness("contacts_phone_key", "phone_number", "Phone number has already been taken"),
            new Uniqueness("contacts_email_key", "email", "Email has already been taken"),
            new Uniqueness("contacts_identifier_key", "identifier", "Identifier has already been taken"));

    private static final String INSERT = """
            INSERT INTO contacts (account_id, name, email, phone, identifier, picture_url, blocked,
                                  custom_attributes, additional_attributes)
            VALUES (:account, :name, :email, :phone, :identifier, :pictureUrl, :blocked,
                    :customAttributes::jsonb, :additionalAttributes::jsonb)
            RETURNING id
            """;

    private static final String UPDATE = """
            UPDATE contacts
               SET name = :name, email = :email, phone = :phone, identifier = :identifier, picture_url = :pictureUrl,
                   blocked = :blocked, custom_attributes = custom_attributes || :customAttributes::jsonb,
                   additional_attributes = additional_attributes || :additionalAttributes::jsonb, updated_at = now()
             WHERE id = :id
            """;

    private static final String REMOVE_ATTRIBUTES =
            "UPDATE contacts SET custom_attributes = custom_attributes - :keys::text[], updated_at = now() WHERE id = :id";

    private static final String PREVIEW = """
            SELECT (SELECT count(*) FROM (SELECT FROM conversations WHERE contact_id = :other LIMIT 10000) AS c)
                       AS conversations,
                   (SELECT count(*) FROM conversations AS o
                      JOIN conversations AS b ON b.inbox_id = o.inbox_id AND b.contact_id = :base
                                             AND b.status <> 'resolved'
                     WHERE o.contact_id = :other AND o.status <> 'resolved') AS joined,
                   (SELECT count(*) FROM (SELECT FROM contact_notes WHERE contact_id = :other LIMIT 10000) AS n) AS notes
            """;

    private static final String LABELS = "SELECT label FROM contact_labels WHERE contact_id = :id ORDER BY label";

    private static final String SET_LABELS = """
            WITH gone AS (DELETE FROM contact_labels WHERE contact_id = :id AND label <> ALL (:labels))
            INSERT INTO contact_labels (contact_id, label)
            SELECT :id, label FROM unnest(:labels) AS given (label)
                ON CONFLICT DO NOTHING
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ContactAccess access;
    private final InboxAccess inboxes;
    private final ContactViews views;
    private final ContactQueries queries;
    private final ContactAddresses addresses;
    private final ContactInboxes contactInboxes;
    private final ContactConversations conversations;
    private final ContactEvents events;
    private final JoinContacts join;
    private final EraseContact erasure;

    SqlContacts(
            DatabaseClient database,
            TransactionalOperator transaction,
            ContactAccess access,
            InboxAccess inboxes,
            ContactViews views,
            ContactQueries queries,
            ContactAddresses addresses,
            ContactInboxes contactInboxes,
            ContactConversations conversations,
            ContactEvents events,
            JoinContacts join,
            EraseContact erasure) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.inboxes = inboxes;
        this.views = views;
        this.queries = queries;
        this.addresses = addresses;
        this.contactInboxes = contactInboxes;
        this.conversations = conversations;
        this.events = events;
        this.join = join;
        this.erasure = erasure;
    }

    @Override
    public Mono<ContactPage> list(Viewer viewer, ContactSort sort, List<String> labels, int page) {
        return Mono.defer(() -> queries.page(viewer, sort, LabelTitles.of(labels), null, ContactFilters.NONE, page));
    }

    @Override
    public Mono<ContactPage> search(Viewer viewer, String query, ContactSort sort, int page) {
        return query.isBlank()
                ? Mono.error(new StoreFailure.Invalid("q", "Specify search string with parameter q"))
                : queries.page(viewer, sort, List.of(), query.strip(), ContactFilters.NONE, page);
    }

    @Override
    public Mono<ContactPage> filter(Viewer viewer, List<Condition> conditions, ContactSort sort, int page) {
        return Mono.defer(() -> queries.page(viewer, sort, List.of(), null, ContactFilters.of(conditions), page));
    }

    @Override
    public Mono<ContactDetails> find(Viewer viewer, ContactId id) {
        return access.require(viewer, id).then(details(viewer, id));
    }

    @Override
    public Mono<CreatedContact> create(Viewer viewer, NewContact contact) {
        return Mono.fromCallable(() -> ContactFields.of(contact))
                .flatMap(fields -> insert(viewer, contact, fields)
                        .flatMap(id ->
                                addresses.add(viewer.accountId(), id, fields).thenReturn(id)))
                .flatMap(id -> place(viewer, id, contact)
                        .then(announce(id, EventBody.ContactCreated::new))
                        .thenReturn(id))
                .flatMap(id -> details(viewer, id))
                .map(details -> new CreatedContact(details, inboxOf(details, contact.inboxId())))
                .as(transaction::transactional)
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<ContactDetails> update(Viewer viewer, ContactId id, ContactChange change) {
        return access.lock(viewer, id)
                .then(view(id))
                .flatMap(before -> update(before, ContactFields.of(before).with(change), change))
                .then(announce(id, EventBody.ContactUpdated::new))
                .then(details(viewer, id))
                .as(transaction::transactional)
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<MergePreview> previewMerge(Viewer viewer, ContactId base, ContactId other) {
        return requireTwo(base, other)
                .then(access.require(viewer, base))
                .then(access.require(viewer, other))
                .then(Mono.defer(() -> views.load(List.of(base, other))))
                .flatMap(both ->
                        preview(Objects.requireNonNull(both.get(base)), Objects.requireNonNull(both.get(other))));
    }

    @Override
    public Mono<ContactDetails> merge(Viewer viewer, ContactId base, ContactId other) {
        // always in the same order, so that two who merge the same pair both ways do not wait for each other
        ContactId first = base.value() < other.value() ? base : other;
        return requireTwo(base, other)
                .then(access.lock(viewer, first))
                .then(access.lock(viewer, first.equals(base) ? other : base))
                .then(Mono.defer(() -> views.load(List.of(base, other))))
                .flatMap(both -> merge(Objects.requireNonNull(both.get(base)), Objects.requireNonNull(both.get(other))))
                .then(details(viewer, base))
                .as(transaction::transactional);
    }

    @Override
    public Mono<Void> delete(Viewer administrator, ContactId id) {
        return Mono.defer(() -> {
            administrator.requireAdministrator();
            return erasure.erase(administrator, id);
        });
    }

    @Override
    public Mono<ContactDetails> removeCustomAttributes(Viewer viewer, ContactId id, List<String> keys) {
        return access.lock(viewer, id)
                .flatMap(contact -> database.sql(REMOVE_ATTRIBUTES)
                        .bind("id", id.value())
                        .bind("keys", keys.toArray(String[]::new))
                        .then())
                .then(announce(id, EventBody.ContactUpdated::new))
                .then(details(viewer, id))
                .as(transaction::transactional);
    }

    private static Mono<Void> requireTwo(ContactId base, ContactId other) {
        return base.equals(other)
                ? Mono.error(
                        () -> new StoreFailure.Invalid("mergee_contact_id", "A contact cannot be merged with itself"))
                : Mono.empty();
    }

    private Mono<MergePreview> preview(ContactView base, ContactView other) {
        return database.sql(PREVIEW)
                .bind("base", base.id().value())
                .bind("other", other.id().value())
                .map(row -> new MergePreview(
                        merged(base, other),
                        other,
                        new Columns(row).longNumber("conversations"),
                        new Columns(row).longNumber("joined"),
                        new Columns(row).longNumber("notes")))
                .one();
    }

    private Mono<Void> merge(ContactView base, ContactView other) {
        ContactView merged = merged(base, other);
        // what is unique is free once the other row is gone
        return join.join(base.id().value(), other.id().value())
                .flatMap(emptied -> fill(base.id(), ContactFields.of(merged))
                        .then(announce(base.id(), contact -> new EventBody.ContactMerged(contact, other.id())))
                        .then(Mono.defer(() -> conversations.announceJoined(emptied.stream()
                                .flatMap(it -> Stream.of(it.id(), it.into()))
                                .toList()))));
    }

    private Mono<Void> fill(ContactId id, ContactFields fields) {
        return bind(database.sql(UPDATE).bind("id", id.value()), fields, null, null)
                .then();
    }

    /** The base contact's own fields win; maps are joined. */
    private static ContactView merged(ContactView base, ContactView other) {
        return new ContactView(
                base.id(),
                base.accountId(),
                base.name().isBlank() ? other.name() : base.name(),
                base.email() == null ? other.email() : base.email(),
                base.phone() == null ? other.phone() : base.phone(),
                base.identifier() == null ? other.identifier() : base.identifier(),
                base.pictureUrl() == null ? other.pictureUrl() : base.pictureUrl(),
                base.group(),
                base.blocked() || other.blocked(),
                joined(other.customAttributes(), base.customAttributes()),
                joined(other.additionalAttributes(), base.additionalAttributes()),
                base.lastActivityAt() == null ? other.lastActivityAt() : base.lastActivityAt(),
                base.createdAt());
    }

    private static JsonNode joined(JsonNode under, JsonNode over) {
        return under instanceof ObjectNode low && over instanceof ObjectNode high
                ? low.deepCopy().setAll(high)
                : over;
    }

    @Override
    public Flux<ConversationView> conversations(Viewer viewer, ContactId id) {
        return access.require(viewer, id).thenMany(Flux.defer(() -> conversations.newest(viewer, id)));
    }

    @Override
    public Mono<List<String>> labels(Viewer viewer, ContactId id) {
        return access.require(viewer, id).then(labelsOf(id));
    }

    @Override
    public Mono<List<String>> setLabels(Viewer viewer, ContactId id, List<String> labels) {
        return access.lock(viewer, id)
                .flatMap(contact -> replaceLabels(contact, LabelTitles.of(labels)))
                .then(announce(id, EventBody.ContactUpdated::new))
                .then(labelsOf(id))
                .as(transaction::transactional);
    }

    private Mono<ContactId> insert(Viewer viewer, NewContact contact, ContactFields fields) {
        GenericExecuteSpec statement =
                database.sql(INSERT).bind("account", viewer.accountId().value());
        return bind(statement, fields, contact.customAttributes(), contact.additionalAttributes())
                .map(row -> new ContactId(new Columns(row).number("id")))
                .one();
    }

    private Mono<Void> update(ContactView before, ContactFields after, ContactChange change) {
        GenericExecuteSpec statement =
                database.sql(UPDATE).bind("id", before.id().value());
        return bind(statement, after, change.customAttributes(), change.additionalAttributes())
                .then()
                .then(addresses.change(before.accountId(), before.id(), ContactFields.of(before), after));
    }

    private static GenericExecuteSpec bind(
            GenericExecuteSpec statement,
            ContactFields fields,
            @Nullable JsonNode customAttributes,
            @Nullable JsonNode additionalAttributes) {
        return statement
                .bind("name", fields.name())
                .bind("email", Values.orNull(fields.email()))
                .bind("phone", Values.orNull(fields.phone()))
                .bind("identifier", Values.orNull(fields.identifier()))
                .bind("pictureUrl", Values.orNull(fields.pictureUrl()))
                .bind("blocked", fields.blocked())
                .bind("customAttributes", Attributes.json(customAttributes, "custom_attributes"))
                .bind("additionalAttributes", Attributes.json(additionalAttributes, "additional_attributes"));
    }

    private Mono<Void> place(Viewer viewer, ContactId id, NewContact contact) {
        InboxId inbox = contact.inboxId();
        return inbox == null
                ? Mono.empty()
                : inboxes.require(viewer, inbox)
                        .flatMap(channel -> contactInboxes.open(id, inbox, channel, contact.sourceId()))
                        .then();
    }

    private Mono<Void> announce(ContactId id, Function<ContactView, EventBody> body) {
        return Mono.defer(() -> view(id)).flatMap(contact -> events.announce(contact, body.apply(contact)));
    }

    private Mono<ContactView> view(ContactId id) {
        return Mono.defer(() -> views.load(List.of(id))).map(found -> Objects.requireNonNull(found.get(id)));
    }

    private Mono<ContactDetails> details(Viewer viewer, ContactId id) {
        return Mono.defer(() -> queries.details(viewer, List.of(id))).map(List::getFirst);
    }

    private Mono<Void> replaceLabels(ContactId id, List<String> labels) {
        return database.sql(SET_LABELS)
                .bind("id", id.value())
                .bind("labels", labels.toArray(String[]::new))
                .then();
    }

    private Mono<List<String>> labelsOf(ContactId id) {
        return database.sql(LABELS)
                .bind("id", id.value())
                .map(row -> new Columns(row).text("label"))
                .all()
                .collectList();
    }

    private static @Nullable ContactInbox inboxOf(ContactDetails details, @Nullable InboxId inbox) {
        return details.inboxes().stream()
                .filter(it -> it.inboxId().equals(inbox))
                .findFirst()
                .orElse(null);
    }
}

package io.parley.store.contact;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
            ContactEvents events) {
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
    }

    @Override
    public Mono<ContactPage> list(Viewer viewer, ContactSort sort, List<String> labels, int page) {
        return Mono.defer(() -> queries.page(viewer, sort, LabelTitles.of(labels), null, page));
    }

    @Override
    public Mono<ContactPage> search(Viewer viewer, String query, ContactSort sort, int page) {
        return query.isBlank()
                ? Mono.error(new StoreFailure.Invalid("q", "Specify search string with parameter q"))
                : queries.page(viewer, sort, List.of(), query.strip(), page);
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

package io.parley.store.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.contact.ContactInboxes;
import io.parley.store.contact.ContactViews;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.conversation.ClientConversations;
import io.parley.store.conversation.Conversations;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.message.Messages;
import io.parley.store.message.Messages.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Clients in PostgreSQL. What they do goes the way of agents' actions, once it is known to be on what is theirs. */
@Component
class SqlClients implements Clients {

    private static final int MAX_SOURCE_ID = 255;

    private static final String INBOX = """
            SELECT id, account_id FROM inboxes
             WHERE identifier = :identifier AND channel = 'api' AND enabled AND deleted_at IS NULL
            """;

    private static final String PLACE = """
            SELECT id, contact_id, hmac_verified, claimed FROM contact_inboxes
             WHERE inbox_id = :inbox AND source_id = :source
            """;

    private static final String KNOWN = """
            SELECT id FROM contacts
             WHERE account_id = :account
               AND (identifier = :identifier::text OR email = :email::text OR phone = :phone::text)
             ORDER BY (identifier = :identifier::text) DESC NULLS LAST, (email = :email::text) DESC NULLS LAST, id
             LIMIT 1
            """;

    private static final String SET_PLACE = """
            UPDATE contact_inboxes
               SET hmac_verified = hmac_verified OR :verified, claimed = claimed OR :claimed, updated_at = now()
             WHERE id = :place
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Inboxes inboxes;
    private final Contacts contacts;
    private final ContactViews views;
    private final ContactInboxes places;
    private final ClientConversations opening;
    private final Conversations conversations;
    private final Messages messages;
    private final ClientTalks talks;

    SqlClients(
            DatabaseClient database,
            TransactionalOperator transaction,
            Inboxes inboxes,
            Contacts contacts,
            ContactViews views,
            ContactInboxes places,
            ClientConversations opening,
            Conversations conversations,
            Messages messages,
            ClientTalks talks) {
        this.database = database;
        this.transaction = transaction;
        this.inboxes = inboxes;
        this.contacts = contacts;
        this.views = views;
        this.places = places;
        this.opening = opening;
        this.conversations = conversations;
        this.messages = messages;
        this.talks = talks;
    }

    @Override
    public Mono<InboxDetails> inbox(String identifier) {
        return database.sql(INBOX)
                .bind("identifier", identifier)
                .map(row -> {
                    Columns columns = new Columns(row);
                    return new Found(new InboxId(columns.number("id")), new AccountId(columns.number("account_id")));
                })
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Inbox")))
                .flatMap(found -> inboxes.find(Viewer.contact(found.account()), found.inbox()));
    }

    @Override
    public Mono<Client> enter(InboxDetails inbox, NewContact given, boolean verified) {
        String sourceId = given.sourceId() == null || given.sourceId().isBlank()
                ? UUID.randomUUID().toString()
                : given.sourceId().strip();
        if (sourceId.length() > MAX_SOURCE_ID) {
            return Mono.error(new StoreFailure.Invalid("source_id", "Source is too long (maximum is 255 characters)"));
        }
        return place(inbox, sourceId)
                .flatMap(client -> isVouchedFor(client.contact(), given, verified)
                        ? verify(client).then(Mono.defer(() -> find(inbox, sourceId)))
                        : Mono.just(client))
                .switchIfEmpty(Mono.defer(() -> known(inbox, given)
                        .flatMap(contact -> claim(inbox, contact, given, sourceId, verified))
                        .switchIfEmpty(Mono.defer(() -> begin(inbox, given, sourceId, verified)))))
                .as(transaction::transactional);
    }

    @Override
    public Mono<Client> find(InboxDetails inbox, String sourceId) {
        return place(inbox, sourceId).switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Contact")));
    }

    @Override
    public Mono<Client> update(Client client, ContactChange change, boolean verified) {
        boolean trusted = verified || client.knowsContact();
        return contacts.update(viewer(client), client.contact().id(), trusted ? change : onlyNew(client, change))
                .then(Mono.defer(() -> verified && !client.verified() ? verify(client) : Mono.empty()))
                .then(Mono.defer(() -> find(client.inbox(), client.sourceId())))
                .as(transaction::transactional);
    }

    @Override
    public Mono<List<Talk>> conversations(Client client) {
        return talks.newest(client);
    }

    @Override
    public Mono<Talk> conversation(Client client, int displayId) {
        return talks.require(client, displayId).flatMap(talks::load);
    }

    @Override
    public Mono<Talk> open(Client client, @Nullable JsonNode customAttributes) {
        return opening.openAt(
                        viewer(client),
                        new NewConversation(
                                client.inbox().inbox().id(),
                                client.contact().id(),
                                client.sourceId(),
                                null,
                                null,
                                null,
                                customAttributes,
                                null))
                .map(ConversationView::id)
                .flatMap(talks::load);
    }

    @Override
    public Mono<Talk> resolve(Client client, int displayId) {
        return talks.require(client, displayId)
                .flatMap(id -> conversations
                        .changeStatus(viewer(client), displayId, ConversationStatus.RESOLVED, null)
                        .then(Mono.defer(() -> talks.load(id))));
    }

    @Override
    public Mono<Void> see(Client client, int displayId) {
        return talks.require(client, displayId).flatMap(id -> talks.see(viewer(client), displayId, id));
    }

    @Override
    public Mono<List<MessageView>> messages(Client client, int displayId, @Nullable MessageId before) {
        return talks.require(client, displayId).flatMap(id -> talks.messages(id, before));
    }

    @Override
    public Mono<MessageView> say(Client client, int displayId, NewMessage message) {
        return talks.require(client, displayId).flatMap(id -> messages.create(viewer(client), displayId, message));
    }

    private Mono<Client> place(InboxDetails inbox, String sourceId) {
        return database.sql(PLACE)
                .bind("inbox", inbox.inbox().id().value())
                .bind("source", sourceId)
                .map(row -> new Place(new Columns(row)))
                .one()
                .flatMap(place -> views.load(List.of(place.contact()))
                        .map(found -> new Client(
                                place.id(),
                                sourceId,
                                inbox,
                                Objects.requireNonNull(found.get(place.contact())),
                                place.verified(),
                                place.claimed())));
    }

    private Mono<ContactView> known(InboxDetails inbox, NewContact given) {
        if (given.identifier() == null && given.email() == null && given.phone() == null) {
            return Mono.empty();
        }
        return database.sql(KNOWN)
                .bind("account", inbox.inbox().accountId().value())
                .bind("identifier", Values.orNull(given.identifier()))
                .bind(
                        "email",
                        Values.orNull(
                                given.email() == null ? null : given.email().toLowerCase(Locale.ROOT)))
                .bind("phone", Values.orNull(given.phone()))
                .map(row -> new ContactId(new Columns(row).number("id")))
                .one()
                .flatMap(id -> views.load(List.of(id)).map(found -> Objects.requireNonNull(found.get(id))));
    }

    /** They are at a place of their own, beside those of others who are that contact. */
    private Mono<Client> claim(
            InboxDetails inbox, ContactView contact, NewContact given, String sourceId, boolean verified) {
        boolean named = verified && contact.identifier() == null;
        boolean vouchedFor = named || isVouchedFor(contact, given, verified);
        Mono<Void> name = named
                ? contacts.update(viewer(inbox), contact.id(), identifier(given.identifier()))
                        .then()
                : Mono.empty();
        return name.then(
                        Mono.defer(() -> places.open(contact.id(), inbox.inbox().id(), Channel.API, sourceId)))
                .flatMap(place -> setPlace(place, vouchedFor, true))
                .then(Mono.defer(() -> find(inbox, sourceId)))
                .flatMap(client -> update(client, changeOf(given), vouchedFor));
    }

    private Mono<Client> begin(InboxDetails inbox, NewContact given, String sourceId, boolean verified) {
        NewContact contact = new NewContact(
                inbox.inbox().id(),
                sourceId,
                given.name() == null ? nameOf(given, sourceId) : given.name(),
                given.email(),
                given.phone(),
                given.identifier(),
                given.pictureUrl(),
                null,
                given.customAttributes(),
                null);
        return contacts.create(viewer(inbox), contact)
                .then(Mono.defer(() -> find(inbox, sourceId)))
                .flatMap(client ->
                        verified ? verify(client).then(Mono.defer(() -> find(inbox, sourceId))) : Mono.just(client));
    }

    private static String nameOf(NewContact given, String sourceId) {
        String known = given.email() == null ? given.phone() : given.email();
        return known == null
                ? "Visitor "
                        + sourceId.substring(Math.max(0, sourceId.length() - 4)).toUpperCase(Locale.ROOT)
                : known;
    }

    private static boolean isVouchedFor(ContactView contact, NewContact given, boolean verified) {
        return verified && contact.identifier() != null && contact.identifier().equals(given.identifier());
    }

    private Mono<Void> verify(Client client) {
        return setPlace(client.placeId(), true, false);
    }

    private Mono<Void> setPlace(int place, boolean verified, boolean claimed) {
        return database.sql(SET_PLACE)
                .bind("place", place)
                .bind("verified", verified)
                .bind("claimed", claimed)
                .then();
    }

    private static ContactChange changeOf(NewContact given) {
        return new ContactChange(
                given.name(),
                given.email(),
                given.phone(),
                null,
                given.pictureUrl(),
                null,
                given.customAttributes(),
                null);
    }

    private static ContactChange identifier(@Nullable String identifier) {
        return new ContactChange(null, null, null, identifier, null, null, null, null);
    }

    /** What is known of the contact wins. */
    private static ContactChange onlyNew(Client client, ContactChange change) {
        ContactView contact = client.contact();
        JsonNode attributes = change.customAttributes();
        if (attributes instanceof ObjectNode given) {
            List<String> known = new ArrayList<>();
            contact.customAttributes().fieldNames().forEachRemaining(known::add);
            attributes = given.deepCopy().remove(known);
        }
        return new ContactChange(
                contact.name().isBlank() ? change.name() : null,
                contact.email() == null ? change.email() : null,
                contact.phone() == null ? change.phone() : null,
                null,
                contact.pictureUrl() == null ? change.pictureUrl() : null,
                null,
                attributes,
                null);
    }

    private static Viewer viewer(Client client) {
        return viewer(client.inbox());
    }

    private static Viewer viewer(InboxDetails inbox) {
        return Viewer.contact(inbox.inbox().accountId());
    }

    private record Found(InboxId inbox, AccountId account) {}

    private record Place(int id, ContactId contact, boolean verified, boolean claimed) {
        Place(Columns columns) {
            this(
                    columns.number("id"),
                    new ContactId(columns.number("contact_id")),
                    columns.flag("hmac_verified"),
                    columns.flag("claimed"));
        }
    }
}

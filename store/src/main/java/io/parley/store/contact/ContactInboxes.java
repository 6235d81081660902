package io.parley.store.contact;

import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactAddress.Kind;
import io.parley.contract.contact.ContactView;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A contact's places in inboxes: by what id the channel knows them there. */
@Component
public class ContactInboxes {

    private static final String NEWEST = """
            SELECT id FROM contact_inboxes WHERE contact_id = :contact AND inbox_id = :inbox ORDER BY id DESC LIMIT 1
            """;

    private static final String INSERT = """
            INSERT INTO contact_inboxes (contact_id, inbox_id, source_id, reply_to)
            VALUES (:contact, :inbox, :sourceId, :replyTo)
                ON CONFLICT (inbox_id, source_id) DO NOTHING
            RETURNING id
            """;

    private static final String BY_SOURCE = """
            SELECT id FROM contact_inboxes
             WHERE inbox_id = :inbox AND source_id = :sourceId AND contact_id = :contact
            """;

    private static final String ADDRESSES = "SELECT kind, value FROM contact_addresses WHERE contact_id = :contact";

    private final DatabaseClient database;
    private final ContactViews views;

    ContactInboxes(DatabaseClient database, ContactViews views) {
        this.database = database;
        this.views = views;
    }

    /**
     * The contact's place under the given source id or, when that is absent, their newest one; made when there is none.
     * Runs in the caller's transaction.
     *
     * @throws StoreFailure.Invalid when the source id is another contact's, or the channel cannot reach the contact
     */
    public Mono<Integer> open(ContactId contact, InboxId inbox, Channel channel, @Nullable String sourceId) {
        if (sourceId != null && !sourceId.isBlank()) {
            return openAt(contact, inbox, given(channel, sourceId.strip()));
        }
        return database.sql(NEWEST)
                .bind("contact", contact.value())
                .bind("inbox", inbox.value())
                .map(row -> new Columns(row).number("id"))
                .one()
                .switchIfEmpty(
                        Mono.defer(() -> derived(contact, channel).flatMap(place -> openAt(contact, inbox, place))));
    }

    private Mono<Integer> openAt(ContactId contact, InboxId inbox, Place place) {
        return database.sql(INSERT)
                .bind("contact", contact.value())
                .bind("inbox", inbox.value())
                .bind("sourceId", place.sourceId())
                .bind("replyTo", Values.orNull(place.replyTo()))
                .map(row -> new Columns(row).number("id"))
                .one()
                .switchIfEmpty(Mono.defer(() -> existing(contact, inbox, place)));
    }

    private Mono<Integer> existing(ContactId contact, InboxId inbox, Place place) {
        return database.sql(BY_SOURCE)
                .bind("contact", contact.value())
                .bind("inbox", inbox.value())
                .bind("sourceId", place.sourceId())
                .map(row -> new Columns(row).number("id"))
                .one()
                .switchIfEmpty(
                        Mono.error(() -> new StoreFailure.Invalid("source_id", "Source has already been taken")));
    }

    private static Place given(Channel channel, String sourceId) {
        return switch (channel) {
            case WHATSAPP ->
                whatsApp(sourceId)
                        .orElseThrow(() -> new StoreFailure.Invalid(
                                "source_id", "Source must be a phone number or a WhatsApp id"));
            case EMAIL, WEBCHAT, API -> new Place(sourceId, null);
        };
    }

    private static Optional<Place> whatsApp(String sourceId) {
        Optional<Place> jid = WhatsAppAddress.ofJid(sourceId).map(it -> new Place(it.value(), sourceId));
        return jid.isPresent()
                ? jid
                : WhatsAppAddress.ofPhoneDigits(sourceId.startsWith("+") ? sourceId.substring(1) : sourceId)
                        .map(it -> new Place(it.value(), null));
    }

    private Mono<Place> derived(ContactId contact, Channel channel) {
        return switch (channel) {
            case API, WEBCHAT -> Mono.just(new Place(UUID.randomUUID().toString(), null));
            case EMAIL -> contact(contact).map(ContactInboxes::byEmail);
            case WHATSAPP -> addresses(contact).zipWith(contact(contact), ContactInboxes::onWhatsApp);
        };
    }

    private Mono<ContactView> contact(ContactId id) {
        return views.load(List.of(id)).map(found -> Objects.requireNonNull(found.get(id)));
    }

    private Mono<List<ContactAddress>> addresses(ContactId contact) {
        return database.sql(ADDRESSES)
                .bind("contact", contact.value())
                .map(row -> new ContactAddress(Kind.of(new Columns(row).text("kind")), new Columns(row).text("value")))
                .all()
                .collectList();
    }

    private static Place byEmail(ContactView contact) {
        if (contact.email() == null) {
            throw new StoreFailure.Invalid("contact_id", "Contact has no email");
        }
        return new Place(contact.email(), contact.email());
    }

    private static Place onWhatsApp(List<ContactAddress> addresses, ContactView contact) {
        ContactAddress address = addresses.stream()
                .filter(it ->
                        it.kind() == Kind.PHONE || it.kind() == Kind.WHATSAPP_LID || it.kind() == Kind.WHATSAPP_GROUP)
                .min(Comparator.comparing(ContactAddress::kind).thenComparing(ContactAddress::value))
                .orElseThrow(() -> new StoreFailure.Invalid("contact_id", "Contact has no phone number"));
        String identifier = contact.identifier();
        boolean isJid = identifier != null && WhatsAppAddress.ofJid(identifier).isPresent();
        return new Place(address.value(), isJid ? identifier : jidOf(address));
    }

    /** A phone has none: WhatsApp decides whether a Brazilian number keeps its ninth digit there. */
    private static @Nullable String jidOf(ContactAddress address) {
        return switch (address.kind()) {
            case WHATSAPP_LID -> address.value() + "@lid";
            case WHATSAPP_GROUP -> address.value() + "@g.us";
            case PHONE, EMAIL, VISITOR, API, IDENTIFIER -> null;
        };
    }

    /** @param replyTo absent where the source id says it all */
    private record Place(String sourceId, @Nullable String replyTo) {}
}

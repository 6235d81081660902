package io.parley.store.inbound;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everyone in a batch who is one contact: their addresses overlap, or belong to the same contact already. */
final class Person {

    /**
     * A contact's last activity is not kept to the second: every change of it rewrites all of the row's index entries.
     */
    private static final Duration ACTIVITY_STEP = Duration.ofMinutes(1);

    private static final String VISITOR = "Visitor ";

    private final int account;
    private final Set<AddressKey> addresses = new LinkedHashSet<>();
    private final List<Party> parties = new ArrayList<>();
    private final TreeMap<Integer, ContactRow> contacts = new TreeMap<>();
    private final Set<AddressKey> stored = new LinkedHashSet<>();
    private boolean wrote;
    private @Nullable Instant activeAt;
    private @Nullable Integer newId;

    Person(int account) {
        this.account = account;
    }

    int account() {
        return account;
    }

    void isCalled(Party party) {
        parties.add(party);
        party.addresses().forEach(it -> addresses.add(new AddressKey(account, it)));
    }

    /** They wrote or were written to, so there must be a contact. */
    void takesPart(Instant at) {
        wrote = true;
        activeAt = activeAt == null || at.isAfter(activeAt) ? at : activeAt;
    }

    void absorb(Person other) {
        addresses.addAll(other.addresses);
        parties.addAll(other.parties);
        contacts.putAll(other.contacts);
        stored.addAll(other.stored);
        wrote |= other.wrote;
        if (other.activeAt != null) {
            activeAt = activeAt == null || other.activeAt.isAfter(activeAt) ? other.activeAt : activeAt;
        }
    }

    Set<AddressKey> addresses() {
        return addresses;
    }

    void found(AddressKey address, ContactRow contact) {
        stored.add(address);
        contacts.put(contact.id(), contact);
    }

    /** What the person's contact is not yet known by. */
    List<AddressKey> missingAddresses() {
        return addresses.stream().filter(it -> !stored.contains(it)).toList();
    }

    boolean isNew() {
        return contacts.isEmpty() && wrote;
    }

    /** Nobody wrote and nobody knows them: news of their name is of no use. */
    boolean isOfNoConcern() {
        return contacts.isEmpty() && !wrote;
    }

    void willBe(int id) {
        newId = id;
    }

    Set<Integer> contactIds() {
        return contacts.keySet();
    }

    /** The contact to keep: the one whose phone is known, else the oldest. */
    Optional<ContactRow> contact() {
        return contacts.values().stream()
                .min(Comparator.<ContactRow, Boolean>comparing(it -> it.phone() == null)
                        .thenComparing(it -> it.email() == null && it.identifier() == null)
                        .thenComparing(ContactRow::id));
    }

    List<ContactRow> others() {
        ContactRow kept = contact().orElseThrow();
        return contacts.values().stream().filter(it -> it.id() != kept.id()).toList();
    }

    void merged(ContactRow kept, ContactRow gone) {
        contacts.remove(gone.id());
        contacts.put(kept.id(), kept);
    }

    int contactId() {
        return contact().map(ContactRow::id).orElseGet(() -> Objects.requireNonNull(newId));
    }

    boolean isGroup() {
        return addressOf(ContactAddress.Kind.WHATSAPP_GROUP) != null;
    }

    /** The contact as it should be after what is now known; the same object's equal when nothing changes. */
    ContactRow updated() {
        ContactRow now = contact()
                .orElseGet(() -> new ContactRow(
                        Objects.requireNonNull(newId), "", null, null, null, null, isGroup(), false, null));
        return new ContactRow(
                now.id(),
                name(now.name()),
                now.email() == null ? addressOf(ContactAddress.Kind.EMAIL) : now.email(),
                now.phone() == null ? addressOf(ContactAddress.Kind.PHONE) : now.phone(),
                now.identifier() == null ? identifier() : now.identifier(),
                pictureUrl(now.pictureUrl()),
                now.group(),
                now.blocked(),
                lastActivity(now.lastActivityAt()));
    }

    /** A name an agent gave stays; one that only repeats the number gives way to a better one. */
    private String name(String current) {
        if (!isPlaceholder(current)) {
            return current;
        }
        return parties.stream()
                .map(Party::name)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> current.isBlank() || isOfVisitor(current) ? placeholder() : current);
    }

    boolean isPlaceholder(String name) {
        String bare = name.startsWith("+") ? name.substring(1) : name;
        return name.isBlank()
                || isOfVisitor(name)
                || addresses.stream()
                        .anyMatch(it -> it.value().equals(name) || it.value().equals("+" + bare))
                || parties.stream()
                        .anyMatch(
                                it -> it.replyTo().equals(name) || it.replyTo().startsWith(bare + "@"));
    }

    /** What they are called until they say: an address people can read, else a number for the visitor. */
    private String placeholder() {
        return addresses.stream()
                .filter(it -> it.address().kind() != ContactAddress.Kind.VISITOR
                        && it.address().kind() != ContactAddress.Kind.IDENTIFIER)
                .findFirst()
                .map(AddressKey::value)
                .orElseGet(() -> {
                    AddressKey first = addresses.iterator().next();
                    return first.address().kind() == ContactAddress.Kind.VISITOR
                            ? VISITOR + shortened(first.value())
                            : first.value();
                });
    }

    private static String shortened(String visitor) {
        return visitor.substring(Math.max(0, visitor.length() - 4)).toUpperCase(Locale.ROOT);
    }

    private static boolean isOfVisitor(String name) {
        return name.startsWith(VISITOR) && name.length() <= VISITOR.length() + 4;
    }

    private @Nullable String pictureUrl(@Nullable String current) {
        return parties.stream()
                .map(Party::pictureUrl)
                .filter(Objects::nonNull)
                .reduce(current, (older, newer) -> newer);
    }

    private @Nullable Instant lastActivity(@Nullable Instant current) {
        if (activeAt == null || (current != null && activeAt.isBefore(current.plus(ACTIVITY_STEP)))) {
            return current;
        }
        return activeAt;
    }

    private @Nullable String identifier() {
        String given = addressOf(ContactAddress.Kind.IDENTIFIER);
        return given == null ? whatsAppId() : given;
    }

    /** The JID to answer to, on WhatsApp alone: elsewhere the identifier belongs to integrations. */
    private @Nullable String whatsAppId() {
        return parties.stream()
                .map(Party::replyTo)
                .filter(it -> it.endsWith("@s.whatsapp.net") || it.endsWith("@lid") || it.endsWith("@g.us"))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String addressOf(ContactAddress.Kind kind) {
        return addresses.stream()
                .filter(it -> it.address().kind() == kind)
                .map(AddressKey::value)
                .findFirst()
                .orElse(null);
    }
}

package io.parley.store.contact;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactView;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.store.StoreFailure;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a contact's row holds besides its attributes, valid and in the form it is stored in: nothing blank, the e-mail
 * in lower case.
 */
record ContactFields(
        String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String identifier,
        @Nullable String pictureUrl,
        boolean blocked) {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_LINK = 2_000;
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    ContactFields {
        requireAtMost(name, MAX_LENGTH, "name", "Name");
        requireAtMost(email, MAX_LENGTH, "email", "Email");
        requireAtMost(identifier, MAX_LENGTH, "identifier", "Identifier");
        requireAtMost(pictureUrl, MAX_LINK, "avatar_url", "Avatar url");
        if (phone != null && !E164.matcher(phone).matches()) {
            throw new StoreFailure.Invalid("phone_number", "Phone number should be in e164 format");
        }
        if (email != null && !EMAIL.matcher(email).matches()) {
            throw new StoreFailure.Invalid("email", "Email is invalid");
        }
    }

    static ContactFields of(NewContact contact) {
        String name = text(contact.name());
        return new ContactFields(
                name == null ? "" : name,
                lowerCase(text(contact.email())),
                text(contact.phone()),
                text(contact.identifier()),
                text(contact.pictureUrl()),
                Boolean.TRUE.equals(contact.blocked()));
    }

    static ContactFields of(ContactView contact) {
        return new ContactFields(
                contact.name(),
                contact.email(),
                contact.phone(),
                contact.identifier(),
                contact.pictureUrl(),
                contact.blocked());
    }

    /** Absent stays, empty clears. */
    ContactFields with(ContactChange change) {
        String newName = changed(name, change.name());
        return new ContactFields(
                newName == null ? "" : newName,
                lowerCase(changed(email, change.email())),
                changed(phone, change.phone()),
                changed(identifier, change.identifier()),
                changed(pictureUrl, change.pictureUrl()),
                change.blocked() == null ? blocked : change.blocked());
    }

    /** By what the pipeline recognises the contact. */
    Set<ContactAddress> addresses() {
        Set<ContactAddress> addresses = new LinkedHashSet<>();
        if (phone != null) {
            WhatsAppAddress.ofPhoneDigits(phone.substring(1)).ifPresent(addresses::add);
        }
        if (identifier != null) {
            WhatsAppAddress.ofJid(identifier).ifPresent(addresses::add);
        }
        if (email != null) {
            addresses.add(new ContactAddress(ContactAddress.Kind.EMAIL, email));
        }
        return addresses;
    }

    private static @Nullable String changed(@Nullable String current, @Nullable String given) {
        return given == null ? current : text(given);
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static void requireAtMost(@Nullable String value, int length, String attribute, String label) {
        if (value != null && value.length() > length) {
            throw new StoreFailure.Invalid(
                    attribute, "%s is too long (maximum is %d characters)".formatted(label, length));
        }
    }
}

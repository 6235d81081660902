package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.ContactView;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactInbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact in REST form.
 *
 * @param thumbnail a picture's address, empty when there is none
 * @param contactInboxes absent inside conversations, and where the client did not want them
 */
@Wire
public record ContactJson(
        JsonNode additionalAttributes,
        String availabilityStatus,
        @Nullable String email,
        int id,
        String name,
        @Nullable String phoneNumber,
        boolean blocked,
        @Nullable String identifier,
        String thumbnail,
        JsonNode customAttributes,
        @Wire.Optional @Nullable Long lastActivityAt,
        @Wire.Optional @Nullable Long createdAt,
        @Wire.Optional @Nullable List<ContactInboxJson> contactInboxes) {

    /** Without the inboxes. */
    public static ContactJson of(ContactView contact) {
        return of(contact, null);
    }

    /** With the inboxes the contact can be met in. */
    public static ContactJson of(ContactDetails details) {
        return of(
                details.contact(),
                details.inboxes().stream().map(ContactInboxJson::of).toList());
    }

    private static ContactJson of(ContactView contact, @Nullable List<ContactInboxJson> inboxes) {
        return new ContactJson(
                contact.additionalAttributes(),
                "offline",
                contact.email(),
                contact.id().value(),
                contact.name(),
                contact.phone(),
                contact.blocked(),
                contact.identifier(),
                contact.pictureUrl() == null ? "" : contact.pictureUrl(),
                contact.customAttributes(),
                WireTime.secondsOrAbsent(contact.lastActivityAt()),
                WireTime.secondsOrAbsent(contact.createdAt()),
                inboxes);
    }

    /** A contact in one inbox. */
    @Wire
    public record ContactInboxJson(String sourceId, SlimInboxJson inbox) {

        public static ContactInboxJson of(ContactInbox contactInbox) {
            return new ContactInboxJson(
                    contactInbox.sourceId(),
                    SlimInboxJson.of(contactInbox.inboxId(), contactInbox.inboxName(), contactInbox.channel()));
        }
    }
}

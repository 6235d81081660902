package io.parley.contract.contact;

import io.parley.contract.InvalidContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person or group as a provider names them on one message.
 *
 * @param addresses every address known of them, the most telling first (phone before LID); never empty
 * @param replyTo the provider's own form of the address, to answer to: a JID on WhatsApp, an address on e-mail
 * @param name their own display name, when the provider gives one that may be trusted
 * @param pictureUrl a link that may expire
 */
public record Party(
        List<ContactAddress> addresses,
        String replyTo,
        @Nullable String name,
        @Nullable String pictureUrl) {

    public Party {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new InvalidContent("a party must have an address");
        }
        if (name != null && name.isBlank()) {
            name = null;
        }
    }

    public ContactAddress firstAddress() {
        return addresses.get(0);
    }
}

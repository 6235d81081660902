package io.parley.contract.email;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.InvalidContent;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as a header names it.
 *
 * @param address as written, never blank; compared without regard to case
 * @param name the display name, decoded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EmailAddress(String address, @Nullable String name) {

    public EmailAddress {
        if (address.isBlank()) {
            throw new InvalidContent("a mailbox must have an address");
        }
        if (name != null && name.isBlank()) {
            name = null;
        }
    }
}

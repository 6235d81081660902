package io.parley.contract.contact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.contract.InvalidContent;

/**
 * One way to recognise and reach a contact: unique in an account by kind and normalised value.
 *
 * @param value E.164 with {@code +} for a phone (Brazilian mobiles always with the ninth digit), the digits before
 *     {@code @} for a LID or a group, lower case for an e-mail address
 */
public record ContactAddress(Kind kind, String value) {

    public ContactAddress {
        if (value.isBlank()) {
            throw new InvalidContent("an address must not be blank");
        }
    }

    /** What an address is, by its wire name. */
    public enum Kind {
        PHONE("phone"),
        WHATSAPP_LID("whatsapp_lid"),
        WHATSAPP_GROUP("whatsapp_group"),
        EMAIL("email"),
        VISITOR("visitor"),
        API("api"),
        /** What a customer's own system calls them. */
        IDENTIFIER("identifier");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }

        @JsonCreator
        public static Kind of(String wireName) {
            for (Kind kind : values()) {
                if (kind.wireName.equals(wireName)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of address is named " + wireName);
        }
    }
}

package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a contact: a person or group outside. A positive 32-bit number, because Chatwoot's clients store it as
 * one.
 */
public record ContactId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContactId {
        if (value <= 0) {
            throw new IllegalArgumentException("ContactId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

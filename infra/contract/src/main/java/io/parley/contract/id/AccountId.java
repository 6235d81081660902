package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies an account: a customer of the hub. A positive 32-bit number, because Chatwoot's clients store it as one.
 */
public record AccountId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {
        if (value <= 0) {
            throw new IllegalArgumentException("AccountId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

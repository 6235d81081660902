package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies an inbox: a channel as one account configured it. A positive 32-bit number, because Chatwoot's clients
 * store it as one.
 */
public record InboxId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InboxId {
        if (value <= 0) {
            throw new IllegalArgumentException("InboxId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

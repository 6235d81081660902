package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a conversation, across all accounts; what people and URLs see is the display id. A positive 32-bit number,
 * because Chatwoot's clients store it as one.
 */
public record ConversationId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConversationId {
        if (value <= 0) {
            throw new IllegalArgumentException("ConversationId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

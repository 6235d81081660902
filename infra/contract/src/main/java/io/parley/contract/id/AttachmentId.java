package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies an attachment of a message. A positive 32-bit number, because Chatwoot's clients store it as one. */
public record AttachmentId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AttachmentId {
        if (value <= 0) {
            throw new IllegalArgumentException("AttachmentId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

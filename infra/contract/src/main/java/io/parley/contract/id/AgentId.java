package io.parley.contract.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies an agent, across all accounts. A positive 32-bit number, because Chatwoot's clients store it as one. */
public record AgentId(@JsonValue int value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AgentId {
        if (value <= 0) {
            throw new IllegalArgumentException("AgentId must be positive, was " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}

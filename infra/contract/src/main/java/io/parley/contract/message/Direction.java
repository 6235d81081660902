package io.parley.contract.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which way a message went, or that it is the hub's own remark. */
public enum Direction {
    /** From the contact. */
    INCOMING,
    /** To the contact, from an agent, the phone or an API client. */
    OUTGOING,
    /** A line of the conversation's history, seen by agents only. */
    ACTIVITY,
    /** To the contact, from a rule: a greeting, an away message. */
    TEMPLATE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Direction of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

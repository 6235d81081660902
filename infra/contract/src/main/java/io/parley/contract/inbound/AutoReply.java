package io.parley.contract.inbound;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.contract.InvalidContent;
import java.util.Locale;

/** An answer a rule gives to a contact's message, if its occasion is met when the message is stored. */
public record AutoReply(Occasion occasion, String body) {

    public AutoReply {
        if (body.isBlank()) {
            throw new InvalidContent("an automatic reply must say something");
        }
    }

    /** When the reply is due; only the store can tell. */
    public enum Occasion {
        /** The message opened a new conversation. */
        GREETING,
        /** Nobody is there: once per conversation and closing time, not on each message. */
        AWAY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Occasion of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}

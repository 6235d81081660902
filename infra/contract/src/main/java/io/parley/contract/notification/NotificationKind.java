package io.parley.contract.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an agent is told of something. */
public enum NotificationKind {
    /** A conversation began in one of their inboxes. */
    CONVERSATION_CREATION,
    /** Somebody gave them a conversation. */
    CONVERSATION_ASSIGNMENT,
    /** Somebody wrote in a conversation they hold. */
    ASSIGNED_CONVERSATION_NEW_MESSAGE,
    /** A private note names them. */
    CONVERSATION_MENTION,
    /** Somebody wrote in a conversation they follow. */
    PARTICIPATING_CONVERSATION_NEW_MESSAGE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static NotificationKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

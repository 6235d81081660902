package io.parley.agentgateway.api.notification;

import io.parley.contract.message.MessageView;
import io.parley.contract.notification.NotificationView;
import io.parley.store.notification.Notifications.Notified;

/** Notifications in plain words, for clients that have none of their own. */
final class NotificationTitles {

    private static final int BODY = 200;

    private NotificationTitles() {}

    static String of(NotificationView notification) {
        String who = notification.contactName().isBlank() ? "a contact" : notification.contactName();
        int id = notification.displayId();
        return switch (notification.kind()) {
            case CONVERSATION_CREATION -> "A new conversation (#%d) with %s".formatted(id, who);
            case CONVERSATION_ASSIGNMENT -> "Conversation #%d with %s is yours now".formatted(id, who);
            case ASSIGNED_CONVERSATION_NEW_MESSAGE, PARTICIPATING_CONVERSATION_NEW_MESSAGE ->
                "A new message in conversation #%d with %s".formatted(id, who);
            case CONVERSATION_MENTION -> "You are mentioned in conversation #%d with %s".formatted(id, who);
        };
    }

    /** The beginning of what was said last. */
    static String body(Notified notified) {
        MessageView last = notified.conversation().lastMessage();
        String text = last == null || last.deleted() || last.text() == null ? "" : last.text();
        return text.codePointCount(0, text.length()) <= BODY
                ? text
                : text.substring(0, text.offsetByCodePoints(0, BODY)) + "…";
    }
}

package io.parley.router.rule;

import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.router.RouterProperties;
import org.springframework.stereotype.Component;

/** Whether something that came in may be answered by itself: a person said something, and just now. */
@Component
final class Answerable {

    private final RouterProperties properties;

    Answerable(RouterProperties properties) {
        this.properties = properties;
    }

    boolean test(Inbound inbound) {
        return inbound instanceof Inbound.Message message
                && message.direction() == Direction.INCOMING
                && !IgnoreGroups.isGroup(message.contact())
                && saysSomething(message.content())
                && isFresh(message);
    }

    private boolean isFresh(Inbound.Message message) {
        return message.sentAt().plus(properties.autoReplyMaxAge()).isAfter(message.receivedAt());
    }

    private static boolean saysSomething(MessageContent content) {
        return switch (content) {
            case MessageContent.Text text -> true;
            case MessageContent.Media media -> true;
            case MessageContent.Location location -> true;
            case MessageContent.Contacts contacts -> true;
            case MessageContent.Poll poll -> true;
            case MessageContent.InteractiveReply reply -> true;
            case MessageContent.Unsupported unsupported -> true;
            case MessageContent.Reaction reaction -> false;
            case MessageContent.Edit edit -> false;
            case MessageContent.Delete delete -> false;
        };
    }
}

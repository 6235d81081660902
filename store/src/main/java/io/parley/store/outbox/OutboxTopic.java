package io.parley.store.outbox;

import io.parley.contract.Channel;
import io.parley.contract.Topics;

/** How an outbox row names its topic: without prefix and version, which are a matter of the moment it is published. */
final class OutboxTopic {

    static final String EVENTS = "events";
    static final String INBOXES = "inboxes";
    /** Written by the triggers that tell what assignment has to know. */
    static final String ASSIGNMENT = "assignment";

    private static final String OUTBOUND = "outbound.";

    private OutboxTopic() {}

    static String outbound(Channel channel) {
        return OUTBOUND + channel.wireName();
    }

    static String resolve(String name, Topics topics) {
        if (name.startsWith(OUTBOUND)) {
            return topics.outbound(Channel.of(name.substring(OUTBOUND.length())));
        }
        return switch (name) {
            case EVENTS -> topics.events();
            case INBOXES -> topics.inboxes();
            case ASSIGNMENT -> topics.assignment();
            default -> throw new IllegalArgumentException("no topic is named " + name);
        };
    }
}

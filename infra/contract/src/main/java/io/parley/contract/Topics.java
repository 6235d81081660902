package io.parley.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of the topics. A prefix, empty in production, lets several hubs share one broker.
 *
 * <p>Values are JSON of the type named at each; keys are {@link RecordKey} unless said otherwise. Within a version
 * fields are only added, and optional.
 */
public record Topics(String prefix) {

    public static final String DEAD_LETTER_SUFFIX = ".dlq";

    /** Values: {@link io.parley.contract.inbound.Inbound}. */
    public String inbound(Channel channel) {
        return prefix + "parley.inbound." + channel.wireName() + ".v1";
    }

    /** Values: {@link io.parley.contract.inbound.Routed}. */
    public String routed() {
        return prefix + "parley.routed.v1";
    }

    /** Values: {@link io.parley.contract.delivery.Delivery}. */
    public String deliveries() {
        return prefix + "parley.deliveries.v1";
    }

    /** Values: {@link io.parley.contract.command.Command}. */
    public String commands() {
        return prefix + "parley.commands.v1";
    }

    /** Values: {@link io.parley.contract.event.HubEvent}. */
    public String events() {
        return prefix + "parley.events.v1";
    }

    /** Values: {@link io.parley.contract.outbound.Outbound}. */
    public String outbound(Channel channel) {
        return prefix + "parley.outbound." + channel.wireName() + ".v1";
    }

    /**
     * Compacted. Keys: the inbox id as text. Values: {@link io.parley.contract.inbox.InboxConfig}, or nothing once
     * deleted.
     */
    public String inboxes() {
        return prefix + "parley.inboxes.v1";
    }

    /** Compacted. Keys: the inbox id as text. Values: {@link io.parley.contract.email.MailboxCursor}. */
    public String mailboxes() {
        return prefix + "parley.mailboxes.v1";
    }

    /**
     * Compacted, one partition. Keys and values: {@link io.parley.contract.assignment.AssignmentFact}, or nothing once
     * untrue.
     */
    public String assignment() {
        return prefix + "parley.assignment.v1";
    }

    public static String deadLetterOf(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /** Every topic that carries messages and so has a dead-letter topic beside it. */
    public List<String> messageTopics() {
        List<String> topics = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            topics.add(inbound(channel));
            topics.add(outbound(channel));
        }
        topics.addAll(List.of(routed(), deliveries(), commands(), events()));
        return List.copyOf(topics);
    }
}

package io.parley.outbound.channel;

import io.parley.contract.Channel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Speaks to the providers of one channel. It repeats nothing by itself: whether that is safe is known elsewhere.
 *
 * <p>What needs no answer to the agent, {@link #delete} and {@link #markRead}, is safe to repeat and fails with
 * {@link ChannelTrouble}.
 */
public interface ChannelSender {

    Channel channel();

    /** The parts as this channel can carry them, in order; the same for the same message, whenever it is asked. */
    default List<MessageContent> partsOf(Outbound.Send message) {
        return message.parts();
    }

    /** Sends one part. A failed Mono counts as {@link SendOutcome.Unknown}. */
    Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part);

    /**
     * What the provider's history has since then that could be this part, the oldest first. Empty when the provider
     * keeps no history; fails when it does not answer.
     */
    Flux<SendOutcome.Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since);

    /** Takes a message back for everyone. */
    Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete);

    /** Shows the contact that their messages were read. */
    Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead);

    /** How the inbox's connection is now; empty where there is nothing to ask or the answer says nothing. */
    default Mono<ConnectionNews> connection(InboxConfig inbox) {
        return Mono.empty();
    }
}

package io.parley.outbound.channel;

import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;

/**
 * One part of a message on its way out.
 *
 * @param index its place among the parts, from 0; a quote belongs to the first one alone
 */
public record OutgoingPart(Outbound.Send message, int index, MessageContent content) {

    public boolean isFirst() {
        return index == 0;
    }
}

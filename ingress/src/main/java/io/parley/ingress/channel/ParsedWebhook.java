package io.parley.ingress.channel;

import java.util.List;

/**
 * What a webhook comes to.
 *
 * @param inbound to publish, in this order
 * @param ignored what was in it and is of no use to the hub; for the metrics
 * @param foreignInstance the sender calls itself other than the inbox expects; accepted, but worth a word in the log
 */
public record ParsedWebhook(List<ParsedInbound> inbound, List<Ignored> ignored, boolean foreignInstance) {

    public ParsedWebhook {
        inbound = List.copyOf(inbound);
        ignored = List.copyOf(ignored);
    }

    /** Something left out on purpose: which event, and why in a word. Both from small fixed sets. */
    public record Ignored(String event, String reason) {}
}

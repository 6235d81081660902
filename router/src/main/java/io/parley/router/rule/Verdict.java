package io.parley.router.rule;

import io.parley.contract.inbound.AutoReply;

/** What a rule says of one inbound event. */
public sealed interface Verdict {

    Verdict PASS = new Pass();

    /** Nothing: it goes on as it is. */
    record Pass() implements Verdict {}

    /** It goes on with an answer the hub gives by itself, when the store finds its occasion met. */
    record Reply(AutoReply reply) implements Verdict {}

    /** It ends here. {@code reason} is one word for the metrics. */
    record Drop(String reason) implements Verdict {}
}

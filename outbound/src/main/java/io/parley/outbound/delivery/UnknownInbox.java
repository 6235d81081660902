package io.parley.outbound.delivery;

import io.parley.contract.id.InboxId;

/**
 * A record names an inbox that does not exist, or one whose channel nobody here speaks: it goes to the dead letters.
 */
final class UnknownInbox extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownInbox(InboxId inboxId) {
        super("there is no inbox " + inboxId + " to send from");
    }
}

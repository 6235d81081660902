package io.parley.router.inbound;

import io.parley.contract.id.InboxId;

/** Why something cannot be routed: the reason its dead letter carries. Replayed after a mend, it goes through. */
abstract sealed class RouteRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RouteRefusal(String message) {
        super(message, null, false, false);
    }

    /** One word, for the metrics. */
    abstract String reason();

    /** No inbox has this id, or none has any more. */
    static final class UnknownInbox extends RouteRefusal {
        private static final long serialVersionUID = 1L;

        UnknownInbox(InboxId id) {
            super("inbox %s is unknown".formatted(id));
        }

        @Override
        String reason() {
            return "unknown_inbox";
        }
    }

    /** The inbox is there and switched off. */
    static final class DisabledInbox extends RouteRefusal {
        private static final long serialVersionUID = 1L;

        DisabledInbox(InboxId id) {
            super("inbox %s is disabled".formatted(id));
        }

        @Override
        String reason() {
            return "disabled_inbox";
        }
    }
}

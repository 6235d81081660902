package io.parley.router.inbound;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.runtime.kafka.ReceivedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A batch up to the first record that must be refused: what has an inbox, and what may still get one. What comes after
 * a refused record is redelivered when that one is out of the way, so it is not looked at.
 */
record Sorting(
        List<Addressed> addressed,
        List<ReceivedRecord<Inbound>> waiting,
        @Nullable Refused refused) {

    /** A record and the inbox it is for. */
    record Addressed(ReceivedRecord<Inbound> received, InboxConfig inbox) {}

    /** A record and why it cannot be routed. */
    record Refused(ReceivedRecord<Inbound> received, RouteRefusal reason) {}

    static Sorting of(
            List<ReceivedRecord<Inbound>> records,
            Function<InboxId, Optional<InboxConfig>> inboxes,
            Predicate<Inbound> mayWait) {
        List<Addressed> addressed = new ArrayList<>();
        List<ReceivedRecord<Inbound>> waiting = new ArrayList<>();
        for (ReceivedRecord<Inbound> received : records) {
            InboxId id = received.value().inboxId();
            Optional<InboxConfig> inbox = inboxes.apply(id);
            if (inbox.isPresent() && inbox.get().enabled()) {
                addressed.add(new Addressed(received, inbox.get()));
            } else if (inbox.isEmpty() && mayWait.test(received.value())) {
                waiting.add(received);
            } else {
                return new Sorting(addressed, waiting, new Refused(received, reason(id, inbox.isPresent())));
            }
        }
        return new Sorting(addressed, waiting, null);
    }

    private static RouteRefusal reason(InboxId id, boolean isThere) {
        return isThere ? new RouteRefusal.DisabledInbox(id) : new RouteRefusal.UnknownInbox(id);
    }
}

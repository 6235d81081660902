package io.parley.agentgateway.stream;

import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Which inboxes an agent belongs to at this moment. */
@FunctionalInterface
interface VisibleInboxes {

    Mono<Set<InboxId>> to(Viewer viewer);
}

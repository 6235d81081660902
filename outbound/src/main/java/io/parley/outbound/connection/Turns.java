package io.parley.outbound.connection;

import io.parley.contract.id.InboxId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Which of several nodes asks for an inbox. */
interface Turns {

    /** True for one node, and then for nobody until the time is over. */
    Mono<Boolean> take(InboxId inbox, Duration until);
}

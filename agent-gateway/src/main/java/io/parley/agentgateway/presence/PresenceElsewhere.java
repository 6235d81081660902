package io.parley.agentgateway.presence;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;

/** Has this node look at once when another saw somebody come, go or say something. */
@Component
class PresenceElsewhere {

    private final PresenceLeases leases;
    private final PresenceLoop loop;
    private @Nullable Disposable listening;

    PresenceElsewhere(PresenceLeases leases, PresenceLoop loop) {
        this.leases = leases;
        this.loop = loop;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void start() {
        if (listening == null) {
            listening = leases.changes().subscribe(change -> loop.look());
        }
    }

    @EventListener(ContextClosedEvent.class)
    synchronized void stop() {
        if (listening != null) {
            listening.dispose();
            listening = null;
        }
    }
}

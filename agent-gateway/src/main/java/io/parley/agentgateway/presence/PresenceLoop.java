package io.parley.agentgateway.presence;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;

/** Keeps presence true: at every beat, and at once when somebody comes or says something. */
@Component
class PresenceLoop extends BackgroundLoop {

    PresenceLoop(AnnouncePresence presence, ConnectedAgents connected, PresenceProperties properties) {
        super("presence", properties.beat(), presence::beat);
        connected.onChange(this::look);
    }

    /** Something changed, here or on another node. */
    void look() {
        call();
    }
}

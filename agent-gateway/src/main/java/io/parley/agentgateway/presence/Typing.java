package io.parley.agentgateway.presence;

import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import reactor.core.publisher.Mono;

/** Tells the others that somebody is typing. */
public interface Typing {

    /**
     * Completes when it is told; that nobody could be told is no error. The caller has made sure that the viewer may
     * see the conversation.
     *
     * @param on false when the agent stopped
     * @param privateNote true when it is a note, which the contact must not learn of
     */
    Mono<Void> announce(Viewer viewer, int displayId, boolean on, boolean privateNote);

    /** As {@link #announce}, of a contact at their place in an inbox. */
    Mono<Void> announce(InboxId inbox, String sourceId, boolean on);
}

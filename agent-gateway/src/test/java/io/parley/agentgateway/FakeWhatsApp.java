package io.parley.agentgateway;

import io.parley.agentgateway.whatsapp.ConnectWhatsApp;
import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Connects nothing, and remembers what it was asked to connect. */
public final class FakeWhatsApp implements ConnectWhatsApp {

    public @Nullable NewInbox connected;
    public @Nullable InboxChange changed;
    public @Nullable Settings settings;

    @Override
    public Mono<InboxDetails> connect(Viewer administrator, NewInbox inbox, Settings asked) {
        connected = inbox;
        settings = asked;
        return Mono.just(Fixtures.inbox(Fixtures.WHATSAPP_INBOX, inbox.name()));
    }

    @Override
    public Mono<InboxDetails> reconnect(Viewer administrator, InboxDetails inbox, InboxChange change, Settings asked) {
        changed = change;
        settings = asked;
        return Mono.just(inbox);
    }
}

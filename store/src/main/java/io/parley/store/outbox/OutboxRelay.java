package io.parley.store.outbox;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;

/** Publishes the outbox: called after every commit of this process, and by itself for what others committed. */
@Component
class OutboxRelay extends BackgroundLoop {

    OutboxRelay(PublishOutbox useCase, OutboxProperties properties) {
        super("outbox", properties.interval(), useCase::publishAll);
    }

    void wake() {
        call();
    }
}

package io.parley.store.contact;

import io.parley.store.BackgroundLoop;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks for groups without a name. */
@Component
class NameGroupsLoop extends BackgroundLoop {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    NameGroupsLoop(NameGroups groups) {
        super("group-names", INTERVAL, groups::name);
    }
}

package io.parley.store.media;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;

/** Looks for attachments to fetch; every node may, for each takes rows that no other holds. */
@Component
class MediaLoop extends BackgroundLoop {

    MediaLoop(MediaProperties properties, FetchMedia media) {
        super("media", properties.interval(), () -> media.fetchDue().then());
    }
}

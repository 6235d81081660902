package io.parley.store.due;

import io.parley.store.BackgroundLoop;
import org.springframework.stereotype.Component;

/** Does what is due, one thing after the other; every node may, for each takes rows that no other holds. */
@Component
class DueLoop extends BackgroundLoop {

    DueLoop(
            DueProperties properties,
            DoDueReleases releases,
            DoubtSilence doubts,
            GiveUpUnknown unknown,
            WakeSnoozed snoozed,
            MeetEarlyArrivals earlyArrivals) {
        super(
                "due",
                properties.interval(),
                () -> doubts.doubt()
                        .then(unknown.giveUp())
                        .then(releases.release())
                        .then(snoozed.wake())
                        .then(earlyArrivals.meet()));
    }
}

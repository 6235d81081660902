package io.parley.router.rule;

import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * When somebody is there, on the clocks of the inbox's own time zone; a day may open several times, a holiday never.
 */
record BusinessHours(InboxRules rules) {

    static BusinessHours of(InboxRules rules) {
        return new BusinessHours(rules);
    }

    boolean areOpenAt(Instant moment) {
        ZonedDateTime there = moment.atZone(rules.timeZone());
        return rules.hoursOn(there.toLocalDate()).stream().anyMatch(block -> holds(block, there.toLocalTime()));
    }

    /** From opening until just before closing; a block that closes at the end of the day holds its last nanosecond. */
    private static boolean holds(OpeningHours block, LocalTime time) {
        return !time.isBefore(block.opens())
                && (time.isBefore(block.closes()) || block.closes().equals(LocalTime.MAX));
    }
}

package io.parley.router.rule;

import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** When somebody is there, on the clocks of the inbox's own time zone; a day may open several times. */
record BusinessHours(ZoneId timeZone, List<OpeningHours> blocks) {

    static BusinessHours of(InboxRules rules) {
        return new BusinessHours(rules.timeZone(), rules.businessHours());
    }

    boolean areOpenAt(Instant moment) {
        ZonedDateTime there = moment.atZone(timeZone);
        return blocks.stream()
                .anyMatch(block -> block.day() == there.getDayOfWeek() && holds(block, there.toLocalTime()));
    }

    /** From opening until just before closing; a block that closes at the end of the day holds its last nanosecond. */
    private static boolean holds(OpeningHours block, LocalTime time) {
        return !time.isBefore(block.opens())
                && (time.isBefore(block.closes()) || block.closes().equals(LocalTime.MAX));
    }
}

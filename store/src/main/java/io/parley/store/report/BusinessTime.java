package io.parley.store.report;

import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** How much of a span lies within an inbox's business hours. */
final class BusinessTime {

    /** Longer spans are measured by the clock: nobody waits that long by business hours. */
    private static final long MAX_DAYS = 400;

    private BusinessTime() {}

    static long seconds(InboxRules rules, Instant from, Instant to) {
        long all = Math.max(0, Duration.between(from, to).toSeconds());
        if (!rules.businessHoursEnabled() || all > Duration.ofDays(MAX_DAYS).toSeconds()) {
            return all;
        }
        ZonedDateTime begin = from.atZone(rules.timeZone());
        LocalDate last = to.atZone(rules.timeZone()).toLocalDate();
        long seconds = 0;
        for (LocalDate day = begin.toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
            seconds += seconds(rules, day, from, to);
        }
        return seconds;
    }

    private static long seconds(InboxRules rules, LocalDate day, Instant from, Instant to) {
        long seconds = 0;
        for (OpeningHours block : rules.hoursOn(day)) {
            Instant opens = day.atTime(block.opens()).atZone(rules.timeZone()).toInstant();
            Instant closes = block.closes().equals(LocalTime.MAX)
                    ? day.plusDays(1).atStartOfDay(rules.timeZone()).toInstant()
                    : day.atTime(block.closes()).atZone(rules.timeZone()).toInstant();
            Instant begin = opens.isAfter(from) ? opens : from;
            Instant end = closes.isBefore(to) ? closes : to;
            seconds += Math.max(0, Duration.between(begin, end).toSeconds());
        }
        return seconds;
    }
}

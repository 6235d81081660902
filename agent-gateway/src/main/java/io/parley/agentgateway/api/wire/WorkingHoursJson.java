package io.parley.agentgateway.api.wire;

import io.parley.contract.inbox.InboxRules.OpeningHours;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The hours of one day, of which Chatwoot knows a single stretch: the first opening to the last closing.
 *
 * @param dayOfWeek 0 is Sunday
 */
@Wire
public record WorkingHoursJson(
        int dayOfWeek,
        boolean closedAllDay,
        @Nullable Integer openHour,
        @Nullable Integer openMinutes,
        @Nullable Integer closeHour,
        @Nullable Integer closeMinutes,
        boolean openAllDay,
        List<BlockJson> blocks) {

    public static List<WorkingHoursJson> week(List<OpeningHours> hours) {
        return IntStream.range(0, 7).mapToObj(day -> day(day, hours)).toList();
    }

    private static WorkingHoursJson day(int dayOfWeek, List<OpeningHours> hours) {
        List<OpeningHours> today = hours.stream()
                .filter(it -> it.day() == dayOfWeek(dayOfWeek))
                .sorted(Comparator.comparing(OpeningHours::opens))
                .toList();
        if (today.isEmpty()) {
            return new WorkingHoursJson(dayOfWeek, true, null, null, null, null, false, List.of());
        }
        LocalTime opens = today.getFirst().opens();
        LocalTime closes = today.getLast().closes();
        boolean allDay = opens.equals(LocalTime.MIN) && closes.equals(LocalTime.MAX);
        return new WorkingHoursJson(
                dayOfWeek,
                false,
                opens.getHour(),
                opens.getMinute(),
                closes.getHour(),
                closes.getMinute(),
                allDay,
                today.stream().map(BlockJson::of).toList());
    }

    /** One of a day's several openings (beyond Chatwoot); the end of the day is 23:59. */
    @Wire
    public record BlockJson(int openHour, int openMinutes, int closeHour, int closeMinutes) {
        static BlockJson of(OpeningHours hours) {
            return new BlockJson(
                    hours.opens().getHour(),
                    hours.opens().getMinute(),
                    hours.closes().getHour(),
                    hours.closes().getMinute());
        }
    }

    /** @param number 0 is Sunday */
    public static DayOfWeek dayOfWeek(int number) {
        return number == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(number);
    }
}

package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inbox does by itself.
 *
 * @param greeting said when a conversation opens; absent: nothing is said
 * @param awayMessage said outside business hours; absent: nothing is said
 * @param businessHours when somebody is there, several times a day perhaps; empty together with
 *     {@code businessHoursEnabled} means never
 * @param holidays days on which nobody is there all the same
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InboxRules(
        boolean ignoreGroups,
        @Nullable String greeting,
        boolean businessHoursEnabled,
        @Nullable String awayMessage,
        ZoneId timeZone,
        List<OpeningHours> businessHours,
        List<Holiday> holidays) {

    public InboxRules {
        businessHours = List.copyOf(businessHours);
        holidays = holidays == null ? List.of() : List.copyOf(holidays);
    }

    /** Without holidays. */
    public InboxRules(
            boolean ignoreGroups,
            @Nullable String greeting,
            boolean businessHoursEnabled,
            @Nullable String awayMessage,
            ZoneId timeZone,
            List<OpeningHours> businessHours) {
        this(ignoreGroups, greeting, businessHoursEnabled, awayMessage, timeZone, businessHours, List.of());
    }

    /** When somebody is there on that day, by the clocks of {@code timeZone}; nothing on holidays. */
    public List<OpeningHours> hoursOn(LocalDate day) {
        return holidays.stream().anyMatch(it -> it.isOn(day))
                ? List.of()
                : businessHours.stream()
                        .filter(it -> it.day() == day.getDayOfWeek())
                        .toList();
    }

    /** Opens at {@code opens}, closes before {@code closes}; {@link LocalTime#MAX} is the end of the day. */
    public record OpeningHours(DayOfWeek day, LocalTime opens, LocalTime closes) {}

    /**
     * A day on which nobody is there.
     *
     * @param yearly whatever the year
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Holiday(LocalDate date, @Nullable String name, boolean yearly) {

        boolean isOn(LocalDate day) {
            return yearly ? MonthDay.from(date).equals(MonthDay.from(day)) : date.equals(day);
        }
    }
}

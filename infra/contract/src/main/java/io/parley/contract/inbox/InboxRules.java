package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inbox does by itself.
 *
 * @param greeting said when a conversation opens; absent: nothing is said
 * @param awayMessage said outside business hours; absent: nothing is said
 * @param businessHours when somebody is there; empty together with {@code businessHoursEnabled} means never
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InboxRules(
        boolean ignoreGroups,
        @Nullable String greeting,
        boolean businessHoursEnabled,
        @Nullable String awayMessage,
        ZoneId timeZone,
        List<OpeningHours> businessHours) {

    public InboxRules {
        businessHours = List.copyOf(businessHours);
    }

    /** Opens at {@code opens}, closes before {@code closes}; {@link LocalTime#MAX} is the end of the day. */
    public record OpeningHours(DayOfWeek day, LocalTime opens, LocalTime closes) {}
}

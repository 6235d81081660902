package io.parley.store.report;

import io.parley.store.Viewer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What was done over time, for administrators: sums kept by the hour, so that a report costs the same however much
 * history there is. Times are rounded down to the hour.
 */
public interface Reports {

    /** One point for each step of the range, also where nothing happened. */
    Mono<List<Point>> series(Viewer administrator, Scope scope, Range range, Step step, ZoneOffset offset);

    Mono<Totals> totals(Viewer administrator, Scope scope, Range range);

    /** By subject: everything that has figures in the range. */
    Mono<Map<String, Totals>> bySubject(Viewer administrator, Dimension dimension, Range range);

    /** What is reported on. */
    enum Dimension {
        ACCOUNT,
        INBOX,
        AGENT,
        TEAM,
        LABEL
    }

    /** How long a point of a series is. */
    enum Step {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    /** @param subject an id, or a label's title; of the account its id */
    record Scope(Dimension dimension, String subject) {}

    /** @param until not within */
    record Range(Instant since, Instant until) {
        /** As long, and just before. */
        public Range previous() {
            return new Range(since.minusSeconds(until.getEpochSecond() - since.getEpochSecond()), since);
        }
    }

    record Point(Instant at, Totals totals) {}

    /**
     * @param conversations that began; for an agent, team or label: those of them they had at any time
     * @param resolutionSeconds of all resolutions together, from the conversation's beginning
     * @param resolutionBusinessSeconds the same within the inbox's business hours
     */
    record Totals(
            long conversations,
            long incomingMessages,
            long outgoingMessages,
            long resolutions,
            long resolutionSeconds,
            long resolutionBusinessSeconds,
            long firstResponses,
            long firstResponseSeconds,
            long firstResponseBusinessSeconds) {

        public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

        public Totals plus(Totals other) {
            return new Totals(
                    conversations + other.conversations,
                    incomingMessages + other.incomingMessages,
                    outgoingMessages + other.outgoingMessages,
                    resolutions + other.resolutions,
                    resolutionSeconds + other.resolutionSeconds,
                    resolutionBusinessSeconds + other.resolutionBusinessSeconds,
                    firstResponses + other.firstResponses,
                    firstResponseSeconds + other.firstResponseSeconds,
                    firstResponseBusinessSeconds + other.firstResponseBusinessSeconds);
        }

        /** In seconds; absent when nothing was resolved. */
        public @Nullable Double averageResolution(boolean businessHours) {
            return average(businessHours ? resolutionBusinessSeconds : resolutionSeconds, resolutions);
        }

        /** In seconds; absent when nobody was answered first. */
        public @Nullable Double averageFirstResponse(boolean businessHours) {
            return average(businessHours ? firstResponseBusinessSeconds : firstResponseSeconds, firstResponses);
        }

        private static @Nullable Double average(long sum, long number) {
            return number == 0 ? null : (double) sum / number;
        }
    }
}

package io.parley.agentgateway.api.report;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.store.Viewer;
import io.parley.store.report.Reports.Dimension;
import io.parley.store.report.Reports.Range;
import io.parley.store.report.Reports.Scope;
import io.parley.store.report.Reports.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a client wants reported; Chatwoot's parameters. */
final class ReportParameters {

    private static final Duration USUAL = Duration.ofDays(7);

    private ReportParameters() {}

    static Scope scope(Viewer viewer, Parameters in) {
        Dimension dimension = dimension(in);
        return new Scope(
                dimension, dimension == Dimension.ACCOUNT ? viewer.accountId().toString() : in.required("id"));
    }

    static Dimension dimension(Parameters in) {
        String type = in.word("type");
        try {
            return type == null ? Dimension.ACCOUNT : Dimension.valueOf(type.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInput("type must be account, agent, inbox, label or team");
        }
    }

    /** The last seven days unless said otherwise. */
    static Range range(Parameters in, Clock clock) {
        Instant until = in.time("until");
        Instant end = until == null ? clock.instant() : until;
        Instant since = in.time("since");
        Instant begin = since == null ? end.minus(USUAL) : since;
        if (!begin.isBefore(end)) {
            throw new BadInput("since must be before until");
        }
        return new Range(begin, end);
    }

    static Step step(Parameters in) {
        String word = in.word("group_by");
        try {
            return word == null ? Step.DAY : Step.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadInput("group_by must be hour, day, week, month or year");
        }
    }

    /** In hours, perhaps with a fraction: 5.5. */
    static ZoneOffset offset(Parameters in) {
        String word = in.word("timezone_offset");
        try {
            return word == null
                    ? ZoneOffset.UTC
                    : ZoneOffset.ofTotalSeconds((int) Math.round(Double.parseDouble(word) * 60) * 60);
        } catch (NumberFormatException | java.time.DateTimeException e) {
            throw new BadInput("timezone_offset must be hours from UTC");
        }
    }
}

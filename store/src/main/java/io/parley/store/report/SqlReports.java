package io.parley.store.report;

import io.parley.store.Columns;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Viewer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reports from the hourly sums in PostgreSQL. */
@Component
class SqlReports implements Reports {

    private static final int MAX_POINTS = 10_000;

    private static final String SUMS = """
            coalesce(sum(conversations), 0)::bigint AS conversations,
            coalesce(sum(incoming_messages), 0)::bigint AS incoming_messages,
            coalesce(sum(outgoing_messages), 0)::bigint AS outgoing_messages,
            coalesce(sum(resolutions), 0)::bigint AS resolutions,
            coalesce(sum(resolution_seconds), 0)::bigint AS resolution_seconds,
            coalesce(sum(resolution_business_seconds), 0)::bigint AS resolution_business_seconds,
            coalesce(sum(first_responses), 0)::bigint AS first_responses,
            coalesce(sum(first_response_seconds), 0)::bigint AS first_response_seconds,
            coalesce(sum(first_response_business_seconds), 0)::bigint AS first_response_business_seconds
              FROM report_hours
             WHERE account_id = :account AND dimension = :dimension AND hour >= :since AND hour < :until""";

    private static final String TOTALS = "SELECT " + SUMS + " AND subject = :subject";

    private static final String BY_HOUR =
            "SELECT hour, " + SUMS + " AND subject = :subject GROUP BY hour ORDER BY hour";

    private static final String BY_SUBJECT =
            "SELECT subject, " + SUMS + " GROUP BY subject ORDER BY subject LIMIT 10000";

    private final DatabaseClient database;

    SqlReports(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<List<Point>> series(Viewer administrator, Scope scope, Range range, Step step, ZoneOffset offset) {
        return Mono.defer(() -> {
            List<Instant> steps = steps(range, step, offset);
            return statement(BY_HOUR, administrator, scope.dimension(), range)
                    .bind("subject", scope.subject())
                    .map(row -> new Point(new Columns(row).instant("hour"), totals(new Columns(row))))
                    .all()
                    .collectList()
                    .map(hours -> points(steps, hours, step, offset));
        });
    }

    @Override
    public Mono<Totals> totals(Viewer administrator, Scope scope, Range range) {
        return Mono.defer(() -> statement(TOTALS, administrator, scope.dimension(), range)
                .bind("subject", scope.subject())
                .map(row -> totals(new Columns(row)))
                .one());
    }

    @Override
    public Mono<Map<String, Totals>> bySubject(Viewer administrator, Dimension dimension, Range range) {
        return Mono.defer(() -> statement(BY_SUBJECT, administrator, dimension, range)
                .map(row -> Map.entry(new Columns(row).text("subject"), totals(new Columns(row))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private GenericExecuteSpec statement(String sql, Viewer administrator, Dimension dimension, Range range) {
        administrator.requireAdministrator();
        return database.sql(sql)
                .bind("account", administrator.accountId().value())
                .bind("dimension", dimension.name().toLowerCase(Locale.ROOT))
                .bind("since", range.since().truncatedTo(ChronoUnit.HOURS))
                .bind("until", range.until());
    }

    private static List<Point> points(List<Instant> steps, List<Point> hours, Step step, ZoneOffset offset) {
        Map<Instant, Totals> sums = new HashMap<>();
        hours.forEach(it -> sums.merge(begin(it.at(), step, offset), it.totals(), Totals::plus));
        return steps.stream()
                .map(at -> new Point(at, sums.getOrDefault(at, Totals.NONE)))
                .toList();
    }

    private static List<Instant> steps(Range range, Step step, ZoneOffset offset) {
        List<Instant> steps = new ArrayList<>();
        Instant at = begin(range.since(), step, offset);
        while (at.isBefore(range.until())) {
            if (steps.size() == MAX_POINTS) {
                throw new Invalid("group_by", "A report has at most %d points".formatted(MAX_POINTS));
            }
            steps.add(at);
            at = next(at.atOffset(offset), step).toInstant();
        }
        return steps;
    }

    /** Weeks begin on Sunday, as Chatwoot's do. */
    private static Instant begin(Instant time, Step step, ZoneOffset offset) {
        OffsetDateTime local = time.atOffset(offset);
        OffsetDateTime day = local.truncatedTo(ChronoUnit.DAYS);
        return (switch (step) {
                    case HOUR -> local.truncatedTo(ChronoUnit.HOURS);
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
                    case MONTH -> day.withDayOfMonth(1);
                    case YEAR -> day.withDayOfYear(1);
                })
                .toInstant();
    }

    private static OffsetDateTime next(OffsetDateTime at, Step step) {
        return switch (step) {
            case HOUR -> at.plusHours(1);
            case DAY -> at.plusDays(1);
            case WEEK -> at.plusWeeks(1);
            case MONTH -> at.plusMonths(1);
            case YEAR -> at.plusYears(1);
        };
    }

    private static Totals totals(Columns columns) {
        return new Totals(
                columns.longNumber("conversations"),
                columns.longNumber("incoming_messages"),
                columns.longNumber("outgoing_messages"),
                columns.longNumber("resolutions"),
                columns.longNumber("resolution_seconds"),
                columns.longNumber("resolution_business_seconds"),
                columns.longNumber("first_responses"),
                columns.longNumber("first_response_seconds"),
                columns.longNumber("first_response_business_seconds"));
    }
}

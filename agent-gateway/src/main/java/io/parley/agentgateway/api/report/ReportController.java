package io.parley.agentgateway.api.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.store.Viewer;
import io.parley.store.report.Reports;
import io.parley.store.report.Reports.Point;
import io.parley.store.report.Reports.Range;
import io.parley.store.report.Reports.Scope;
import io.parley.store.report.Reports.Totals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What was done over time (administrators). */
@RestController
@RequestMapping("/api/v2/accounts/{account_id}")
@Tag(name = "Reports")
class ReportController {

    private final Reports reports;
    private final Clock clock;

    ReportController(Reports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @GetMapping("/reports")
    @Operation(
            summary = "A metric over time (administrators)",
            description = "metric is conversations_count, incoming_messages_count, outgoing_messages_count,"
                    + " resolutions_count, avg_first_response_time or avg_resolution_time (in seconds); type account, inbox,"
                    + " agent, team or label, with its id (a label's title); group_by hour, day, week, month or year in the"
                    + " zone timezone_offset hours from UTC. Figures are kept by the hour.")
    @Takes({"metric", "type", "id", "since", "until", "group_by", "timezone_offset", "business_hours: boolean"})
    Mono<ArrayNode> series(Viewer viewer, Parameters in) {
        Metric metric = Metric.of(in.required("metric"), in.flag("business_hours", false));
        return reports.series(
                        viewer,
                        ReportParameters.scope(viewer, in),
                        ReportParameters.range(in, clock),
                        ReportParameters.step(in),
                        ReportParameters.offset(in))
                .map(points -> json(points, metric));
    }

    private static ArrayNode json(List<Point> points, Metric metric) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Point point : points) {
            ObjectNode node = array.addObject();
            Double value = metric.value().apply(point.totals());
            if (metric.count() == null) {
                node.put("value", value == null ? 0 : value.longValue());
            } else {
                node.put("value", value == null ? 0 : value);
                node.put("count", metric.count().apply(point.totals()));
            }
            node.put("timestamp", point.at().getEpochSecond());
        }
        return array;
    }

    @GetMapping("/reports/summary")
    @Operation(summary = "All metrics of a range, and of as long a range before it (administrators)")
    @Takes({"type", "id", "since", "until", "business_hours: boolean"})
    Mono<SummaryJson> summary(Viewer viewer, Parameters in) {
        Scope scope = ReportParameters.scope(viewer, in);
        Range range = ReportParameters.range(in, clock);
        boolean business = in.flag("business_hours", false);
        return Mono.zip(reports.totals(viewer, scope, range), reports.totals(viewer, scope, range.previous()))
                .map(both -> SummaryJson.of(both.getT1(), business, SummaryJson.of(both.getT2(), business, null)));
    }

    /** A figure of totals; of an average, also what it is the average of. */
    private record Metric(
            Function<Totals, @Nullable Double> value,
            @Nullable Function<Totals, Long> count) {

        static Metric of(String name, boolean business) {
            return switch (name) {
                case "conversations_count" -> number(Totals::conversations);
                case "incoming_messages_count" -> number(Totals::incomingMessages);
                case "outgoing_messages_count" -> number(Totals::outgoingMessages);
                case "resolutions_count" -> number(Totals::resolutions);
                case "avg_first_response_time" ->
                    new Metric(it -> it.averageFirstResponse(business), Totals::firstResponses);
                case "avg_resolution_time" -> new Metric(it -> it.averageResolution(business), Totals::resolutions);
                default ->
                    throw new BadInput("metric must be conversations_count, incoming_messages_count,"
                            + " outgoing_messages_count, resolutions_count, avg_first_response_time or"
                            + " avg_resolution_time");
            };
        }

        private static Metric number(Function<Totals, Long> figure) {
            return new Metric(it -> (double) figure.apply(it), null);
        }
    }

    /** The metrics of a range. */
    @Wire
    record SummaryJson(
            long conversationsCount,
            long incomingMessagesCount,
            long outgoingMessagesCount,
            @Nullable Double avgFirstResponseTime,
            @Nullable Double avgResolutionTime,
            long resolutionsCount,
            @Wire.Optional @Nullable SummaryJson previous) {

        static SummaryJson of(Totals totals, boolean business, @Nullable SummaryJson previous) {
            return new SummaryJson(
                    totals.conversations(),
                    totals.incomingMessages(),
                    totals.outgoingMessages(),
                    totals.averageFirstResponse(business),
                    totals.averageResolution(business),
                    totals.resolutions(),
                    previous);
        }
    }
}

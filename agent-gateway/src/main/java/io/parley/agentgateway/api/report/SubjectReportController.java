package io.parley.agentgateway.api.report;

import io.parley.agentgateway.api.ApiFailure.NoSuchThing;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Teams;
import io.parley.store.inbox.Inboxes;
import io.parley.store.label.Labels;
import io.parley.store.report.Reports;
import io.parley.store.report.Reports.Dimension;
import io.parley.store.report.Reports.Range;
import io.parley.store.report.Reports.Totals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What each inbox, agent, team or label did (administrators), also as a table to open elsewhere. */
@RestController
@RequestMapping("/api/v2/accounts/{account_id}")
@Tag(name = "Reports")
class SubjectReportController {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv; charset=utf-8");

    private final Reports reports;
    private final Agents agents;
    private final Teams teams;
    private final Inboxes inboxes;
    private final Labels labels;
    private final Clock clock;

    SubjectReportController(Reports reports, Agents agents, Teams teams, Inboxes inboxes, Labels labels, Clock clock) {
        this.reports = reports;
        this.agents = agents;
        this.teams = teams;
        this.inboxes = inboxes;
        this.labels = labels;
        this.clock = clock;
    }

    @GetMapping("/summary_reports/{type}")
    @Operation(summary = "What each agent, team, inbox or label did; also those who did nothing (administrators)")
    @Takes({"since", "until", "business_hours: boolean"})
    Mono<List<RowJson>> summary(Viewer viewer, @PathVariable String type, Parameters in) {
        Dimension dimension = switch (type) {
            case "agent" -> Dimension.AGENT;
            case "team" -> Dimension.TEAM;
            case "inbox" -> Dimension.INBOX;
            case "label" -> Dimension.LABEL;
            default -> throw new NoSuchThing();
        };
        boolean business = in.flag("business_hours", false);
        return rows(viewer, dimension, ReportParameters.range(in, clock))
                .map(row -> RowJson.of(row, dimension, business))
                .collectList();
    }

    @GetMapping({"/reports/agents", "/reports/teams", "/reports/inboxes", "/reports/labels"})
    @Operation(summary = "The same as CSV (administrators)")
    @Takes({"since", "until", "business_hours: boolean"})
    Mono<ResponseEntity<String>> csv(Viewer viewer, Parameters in, ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value().replaceAll("(\\.json)?/?$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        Dimension dimension = switch (name) {
            case "agents" -> Dimension.AGENT;
            case "teams" -> Dimension.TEAM;
            case "inboxes" -> Dimension.INBOX;
            default -> Dimension.LABEL;
        };
        boolean business = in.flag("business_hours", false);
        return rows(viewer, dimension, ReportParameters.range(in, clock))
                .map(row -> Csv.line(row, business))
                .collectList()
                .map(lines -> ResponseEntity.ok()
                        .contentType(CSV)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                        .body(Csv.HEADER + String.join("", lines)));
    }

    private Flux<Row> rows(Viewer viewer, Dimension dimension, Range range) {
        return reports.bySubject(viewer, dimension, range)
                .flatMapMany(totals -> subjects(viewer, dimension)
                        .map(subject ->
                                new Row(subject.id(), subject.key(), subject.name(), totals(totals, subject.key()))));
    }

    private static Totals totals(Map<String, Totals> totals, String key) {
        return totals.getOrDefault(key, Totals.NONE);
    }

    private Flux<Subject> subjects(Viewer viewer, Dimension dimension) {
        return switch (dimension) {
            case AGENT ->
                agents.list(viewer)
                        .map(it ->
                                Subject.of(it.agent().id().value(), it.agent().name()));
            case TEAM ->
                teams.list(viewer)
                        .map(it -> Subject.of(it.team().id().value(), it.team().name()));
            case INBOX ->
                inboxes.list(viewer)
                        .map(it ->
                                Subject.of(it.inbox().id().value(), it.inbox().name()));
            case LABEL -> labels.list(viewer).map(it -> new Subject(it.id(), it.title(), it.title()));
            case ACCOUNT -> Flux.empty();
        };
    }

    private record Subject(int id, String key, String name) {
        static Subject of(int id, String name) {
            return new Subject(id, Integer.toString(id), name);
        }
    }

    /** What one of them did. */
    record Row(int id, String key, String name, Totals totals) {}

    /** What one of them did, in Chatwoot's words; beyond it, the name and the messages. */
    @Wire
    record RowJson(
            int id,
            String name,
            String type,
            long conversationsCount,
            long resolvedConversationsCount,
            @Nullable Double avgResolutionTime,
            @Nullable Double avgFirstResponseTime,
            long incomingMessagesCount,
            long outgoingMessagesCount) {

        static RowJson of(Row row, Dimension dimension, boolean business) {
            return new RowJson(
                    row.id(),
                    row.name(),
                    dimension.name().toLowerCase(Locale.ROOT),
                    row.totals().conversations(),
                    row.totals().resolutions(),
                    row.totals().averageResolution(business),
                    row.totals().averageFirstResponse(business),
                    row.totals().incomingMessages(),
                    row.totals().outgoingMessages());
        }
    }
}

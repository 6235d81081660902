package io.parley.agentgateway.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.store.report.LiveOverview.Load;
import io.parley.store.report.LiveOverview.Standing;
import io.parley.store.report.Reports.Dimension;
import io.parley.store.report.Reports.Point;
import io.parley.store.report.Reports.Range;
import io.parley.store.report.Reports.Scope;
import io.parley.store.report.Reports.Step;
import io.parley.store.report.Reports.Totals;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportApiTest extends ApiTester {

    private static final String REPORTS = "/api/v2/accounts/1";
    private static final Totals TOTALS = new Totals(4, 30, 20, 2, 600, 120, 4, 240, 80);

    @Test
    void givesAMetricOverTime() {
        store.parts.answer("Reports.series", List.<Object>of(new Point(Instant.ofEpochSecond(1_781_654_400), TOTALS)));

        get(REPORTS + "/reports?metric=avg_resolution_time&type=inbox&id=3&since=1781654400&until=1781740800"
                        + "&group_by=hour&timezone_offset=-3&business_hours=true")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].value")
                .isEqualTo(60.0)
                .jsonPath("$[0].count")
                .isEqualTo(2)
                .jsonPath("$[0].timestamp")
                .isEqualTo(1_781_654_400);

        assertThat(store.parts.asked("Reports.series"))
                .containsExactly(
                        new Scope(Dimension.INBOX, "3"),
                        new Range(Instant.ofEpochSecond(1_781_654_400), Instant.ofEpochSecond(1_781_740_800)),
                        Step.HOUR,
                        ZoneOffset.ofHours(-3));
        get(REPORTS + "/reports?metric=incoming_messages_count")
                .expectBody()
                .jsonPath("$[0].value")
                .isEqualTo(30)
                .jsonPath("$[0].count")
                .doesNotExist();
        get(REPORTS + "/reports?metric=happiness").expectStatus().isEqualTo(422);
        get(REPORTS + "/reports?metric=resolutions_count&type=inbox")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void sumsUpAndCompares() {
        store.parts.answer("Reports.totals", TOTALS);

        get(REPORTS + "/reports/summary?since=1781654400&until=1781740800")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.conversations_count")
                .isEqualTo(4)
                .jsonPath("$.avg_first_response_time")
                .isEqualTo(60.0)
                .jsonPath("$.avg_resolution_time")
                .isEqualTo(300.0)
                .jsonPath("$.previous.resolutions_count")
                .isEqualTo(2)
                .jsonPath("$.previous.previous")
                .doesNotExist();
    }

    @Test
    void showsEachAgentAlsoAsATable() {
        store.parts.answer("Reports.bySubject", Map.of("8", TOTALS));

        get(REPORTS + "/summary_reports/agent")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.id==8)].resolved_conversations_count")
                .isEqualTo(2)
                .jsonPath("$[?(@.id==7)].conversations_count")
                .isEqualTo(0);
        String table = get(REPORTS + "/reports/agents")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches("Content-Type", "text/csv.*")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(table).contains("Bo Li,4,30,20,2,60,300\r\n").startsWith("Name,");
        get(REPORTS + "/summary_reports/weather").expectStatus().isNotFound();
    }

    @Test
    void showsHowThingsStandNow() {
        store.parts.answer("LiveOverview.standing", new Standing(5, 2, 1, 3, 4));
        store.parts.answer("LiveOverview.byAgent", List.<Object>of(new Load(0, 1, 0, 0), new Load(8, 4, 2, 3)));

        getAsBo(REPORTS + "/live_reports/conversation_metrics?team_id=2")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.unattended")
                .isEqualTo(2);
        getAsBo(REPORTS + "/live_reports/grouped_conversation_metrics?group_by=assignee_id")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].assignee_id")
                .isEqualTo(8);
        getAsBo(REPORTS + "/reports/conversations?type=agent")
                .expectBody()
                .jsonPath("$[?(@.id==8)].metric.open")
                .isEqualTo(4);
        getAsBo(REPORTS + "/reports/conversations").expectStatus().isEqualTo(422);
    }
}

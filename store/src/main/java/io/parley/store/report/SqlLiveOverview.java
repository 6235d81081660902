package io.parley.store.report;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Columns;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How things stand, from {@code conversation_counts}; only those who wait are counted, among what is open. */
@Component
class SqlLiveOverview implements LiveOverview {

    private static final String OF_COUNTS = """
             FROM conversation_counts AS n
            WHERE n.account_id = :account AND n.inbox_id""" + Visibility.IS_VISIBLE + """

              AND (:team::int IS NULL OR n.team_id = :team)""";

    private static final String WAITING = """
             FROM (""" + Visibility.INBOXES + """
            ) AS seen (inbox_id)
             CROSS JOIN LATERAL (SELECT c.assignee_id, c.team_id FROM conversations AS c
                                  WHERE c.inbox_id = seen.inbox_id AND c.status = 'open'
                                    AND coalesce(c.waiting_since, '9999-12-31 00:00:00+00'::timestamptz)
                                        < '9999-12-31 00:00:00+00'::timestamptz
                                    AND (:team::int IS NULL OR c.team_id = :team)) AS w""";

    private static final String STANDING =
            """
            SELECT coalesce(sum(n.number) FILTER (WHERE n.status = 'open'), 0)::bigint AS open,
                   coalesce(sum(n.number) FILTER (WHERE n.status = 'open' AND n.assignee_id = 0), 0)::bigint AS unassigned,
                   coalesce(sum(n.number) FILTER (WHERE n.status = 'pending'), 0)::bigint AS pending,
                   coalesce(sum(n.number) FILTER (WHERE n.status = 'snoozed'), 0)::bigint AS snoozed,
                   (SELECT count(*)\s""" + WAITING + """
             WHERE :inbox::int IS NULL OR seen.inbox_id = :inbox) AS unattended
            """ + OF_COUNTS + " AND (:inbox::int IS NULL OR n.inbox_id = :inbox)";

    private static final String GROUPED = """
            SELECT k.id, sum(k.open)::bigint AS open, sum(k.unattended)::bigint AS unattended,
                   sum(k.pending)::bigint AS pending
              FROM (SELECT n.%1$s AS id, CASE n.status WHEN 'open' THEN n.number ELSE 0 END AS open, 0 AS unattended,
                           CASE n.status WHEN 'pending' THEN n.number ELSE 0 END AS pending
            """ + OF_COUNTS + """
                     AND n.status IN ('open', 'pending') AND n.number <> 0
                    UNION ALL
                    SELECT coalesce(w.%1$s, 0), 0, 1, 0
            """ + WAITING + """
            ) AS k
             GROUP BY k.id ORDER BY k.id LIMIT 10000
            """;

    private final DatabaseClient database;

    SqlLiveOverview(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Standing> standing(Viewer viewer, @Nullable TeamId team, @Nullable InboxId inbox) {
        return Visibility.bind(database.sql(STANDING), viewer)
                .bind("team", Values.orNull(team == null ? null : team.value()))
                .bind("inbox", Values.orNull(inbox == null ? null : inbox.value()))
                .map(row -> new Standing(
                        new Columns(row).longNumber("open"),
                        new Columns(row).longNumber("unattended"),
                        new Columns(row).longNumber("unassigned"),
                        new Columns(row).longNumber("pending"),
                        new Columns(row).longNumber("snoozed")))
                .one();
    }

    @Override
    public Mono<List<Load>> byAgent(Viewer viewer, @Nullable TeamId team) {
        return grouped(viewer, team, "assignee_id");
    }

    @Override
    public Mono<List<Load>> byTeam(Viewer viewer) {
        return grouped(viewer, null, "team_id");
    }

    private Mono<List<Load>> grouped(Viewer viewer, @Nullable TeamId team, String by) {
        return Visibility.bind(database.sql(GROUPED.formatted(by)), viewer)
                .bind("team", Values.orNull(team == null ? null : team.value()))
                .map(row -> new Load(
                        new Columns(row).number("id"),
                        new Columns(row).longNumber("open"),
                        new Columns(row).longNumber("unattended"),
                        new Columns(row).longNumber("pending")))
                .all()
                .collectList();
    }
}

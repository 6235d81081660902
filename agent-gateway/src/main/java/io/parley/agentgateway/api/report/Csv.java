package io.parley.agentgateway.api.report;

import io.parley.agentgateway.api.report.SubjectReportController.Row;
import io.parley.store.report.Reports.Totals;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports as a table that spreadsheets open: RFC 4180. */
final class Csv {

    static final String HEADER =
            "Name,Conversations,Incoming messages,Outgoing messages,Resolutions,Average first response (s),"
                    + "Average resolution (s)\r\n";

    private Csv() {}

    static String line(Row row, boolean business) {
        Totals totals = row.totals();
        return List.of(
                                row.name(),
                                Long.toString(totals.conversations()),
                                Long.toString(totals.incomingMessages()),
                                Long.toString(totals.outgoingMessages()),
                                Long.toString(totals.resolutions()),
                                seconds(totals.averageFirstResponse(business)),
                                seconds(totals.averageResolution(business)))
                        .stream()
                        .map(Csv::field)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String seconds(@Nullable Double average) {
        return average == null ? "" : String.format(Locale.ROOT, "%.0f", average);
    }

    /** What begins like a formula would be one in a spreadsheet. */
    private static String field(String value) {
        String safe = value.matches("^[=+\\-@\\t\\r].*") && !value.matches("-?\\d+") ? "'" + value : value;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}

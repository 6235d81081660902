package io.parley.store.due;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.parley.store.BackgroundLoop;
import io.parley.store.Columns;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says as a metric how many conversations stand where: sums of kept counters, never a count of the conversations. */
@Component
class CountConversations extends BackgroundLoop {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final String COUNTS =
            "SELECT status, sum(number)::bigint AS number FROM conversation_counts GROUP BY status";

    @Autowired
    CountConversations(DatabaseClient database, MeterRegistry meters) {
        this(
                database,
                MultiGauge.builder("parley.conversations")
                        .description("Conversations by status")
                        .register(meters));
    }

    private CountConversations(DatabaseClient database, MultiGauge gauge) {
        super("conversation-counts", INTERVAL, () -> count(database, gauge));
    }

    private static Mono<Void> count(DatabaseClient database, MultiGauge gauge) {
        return database.sql(COUNTS)
                .map(row -> status(new Columns(row)))
                .all()
                .collectList()
                .doOnNext(rows -> gauge.register(List.copyOf(rows), true))
                .then();
    }

    private static MultiGauge.Row<?> status(Columns columns) {
        return MultiGauge.Row.of(Tags.of("status", columns.text("status")), columns.longNumber("number"));
    }
}

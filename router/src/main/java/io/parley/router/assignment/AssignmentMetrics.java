package io.parley.router.assignment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the assigner does, in figures; on the nodes whose turn it is not, nothing waits. */
@Component
class AssignmentMetrics implements Outcomes {

    private final Clock clock;
    private final Counter assigned;
    private final Counter refused;
    private volatile Waiting waiting = Waiting.NONE;

    AssignmentMetrics(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.assigned = Counter.builder("parley.assigned")
                .description("Conversations given to an agent")
                .register(meters);
        this.refused = Counter.builder("parley.assignment.refused")
                .description("Decisions that no longer held when the store had them")
                .register(meters);
        Gauge.builder("parley.assignment.waiting", () -> waiting.number())
                .description("Conversations that wait for an agent with room")
                .register(meters);
        Gauge.builder("parley.assignment.longest_wait", this::longestWait)
                .description("How long the first of them has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void count(boolean done) {
        (done ? assigned : refused).increment();
    }

    void show(Waiting now) {
        waiting = now;
    }

    private double longestWait() {
        return waiting.since() == null
                ? 0
                : Math.max(0, Duration.between(waiting.since(), clock.instant()).toMillis() / 1000.0);
    }
}

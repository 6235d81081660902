package io.parley.agentgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SampleMetersTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Clock clock = Clock.fixed(Instant.parse("2026-06-17T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void tellsWhatChangedSinceTheSampleBefore() {
        meters.counter("parley.stored", "kind", "message").increment(7);
        SampleMeters sampler = new SampleMeters(meters, new Nowhere(), clock);
        meters.counter("parley.stored", "kind", "message").increment(5);
        meters.counter("parley.stored", "kind", "contact").increment(9);
        Timer latency = meters.timer("parley.end_to_end");
        latency.record(Duration.ofMillis(10));
        latency.record(Duration.ofMillis(30));

        Sample first = sampler.sample();
        Sample second = sampler.sample();

        assertThat(first.received()).isEqualTo(5);
        assertThat(first.latencyMillis()).isEqualTo(20.0);
        assertThat(first.at()).isEqualTo(clock.instant().getEpochSecond());
        assertThat(second.received()).isZero();
        assertThat(second.latencyMillis()).isNull();
    }

    /** Keeps nothing. */
    private static final class Nowhere implements Samples {
        @Override
        public Mono<Void> keep(Sample sample) {
            return Mono.empty();
        }

        @Override
        public Mono<List<Sample>> lastHour() {
            return Mono.just(List.of());
        }
    }
}

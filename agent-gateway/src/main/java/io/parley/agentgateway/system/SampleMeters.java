package io.parley.agentgateway.system;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.search.Search;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Looks at this process's own meters every ten seconds and keeps what changed. */
@Component
final class SampleMeters implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SampleMeters.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final MeterRegistry meters;
    private final Samples samples;
    private final Clock clock;
    private final String node = name();
    private Reading last;
    private @Nullable Disposable running;

    SampleMeters(MeterRegistry meters, Samples samples, Clock clock) {
        this.meters = meters;
        this.samples = samples;
        this.clock = clock;
        this.last = read();
    }

    /** What changed since the sample before. */
    Sample sample() {
        Reading now = read();
        Reading before = last;
        last = now;
        long answered = now.count() - before.count();
        return new Sample(
                node,
                now.at().getEpochSecond(),
                Duration.between(before.at(), now.at()).toMillis() / 1_000.0,
                Math.round(now.received() - before.received()),
                Math.round(now.sent() - before.sent()),
                Math.round(now.events() - before.events()),
                Math.round(now.sessions()),
                answered == 0 ? null : (now.millis() - before.millis()) / answered,
                answered == 0 ? null : p95(before.buckets(), now.buckets()));
    }

    private Reading read() {
        Timer timer = meters.find("parley.end_to_end").timer();
        HistogramSnapshot latency = timer == null ? null : timer.takeSnapshot();
        return new Reading(
                clock.instant(),
                sum(meters.find("parley.stored").tag("kind", "message")),
                sum(meters.find("parley.sent")),
                sum(meters.find("parley.fanned_out")),
                sum(meters.find("parley.agent_sessions")),
                timer == null ? 0 : timer.count(),
                timer == null ? 0 : timer.totalTime(TimeUnit.MILLISECONDS),
                latency == null ? new CountAtBucket[0] : latency.histogramCounts());
    }

    private static double sum(Search found) {
        return found.meters().stream().mapToDouble(SampleMeters::value).sum();
    }

    /** Of a counter or gauge; of a timer, how often. */
    private static double value(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .findFirst()
                .map(it -> it.getValue())
                .orElse(0.0);
    }

    /** Buckets count everything up to their bound. */
    private static @Nullable Double p95(CountAtBucket[] before, CountAtBucket[] now) {
        if (now.length == 0) {
            return null;
        }
        double all = now[now.length - 1].count() - count(before, now.length - 1);
        for (int i = 0; i < now.length; i++) {
            if (now[i].count() - count(before, i) >= all * 0.95) {
                return now[i].bucket(TimeUnit.MILLISECONDS);
            }
        }
        return null;
    }

    private static double count(CountAtBucket[] buckets, int index) {
        return index < buckets.length ? buckets[index].count() : 0;
    }

    @Override
    public synchronized void start() {
        running = Flux.interval(INTERVAL)
                .onBackpressureDrop()
                .concatMap(tick -> samples.keep(sample()).onErrorComplete(failure -> {
                    log.debug("A sample was not kept: {}", failure.getClass().getSimpleName());
                    return true;
                }))
                .subscribe();
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException e) {
            return "node-" + ProcessHandle.current().pid();
        }
    }

    /** The meters at one moment. */
    private record Reading(
            Instant at,
            double received,
            double sent,
            double events,
            double sessions,
            long count,
            double millis,
            CountAtBucket[] buckets) {}
}

package io.parley.runtime.kafka;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Carries a trace from the record that came to what it causes. Batch listeners get no span of their own from the
 * framework, because a batch belongs to as many traces as it has records.
 */
public final class Traces {

    private final ObservationRegistry observations;
    private final Tracer tracer;

    public Traces(ObservationRegistry observations, Tracer tracer) {
        this.observations = observations;
        this.tracer = tracer;
    }

    /** Traces that record and carry nothing; for tests. */
    public static Traces none() {
        return new Traces(ObservationRegistry.NOOP, Tracer.NOOP);
    }

    /**
     * Does the work in a span that continues the record's trace, or starts one. What the work publishes belongs to it,
     * and its trace id stands in what the work logs. The name is also that of a timer, such as {@code parley.send}.
     */
    public <T> Mono<T> continuing(ReceivedRecord<?> cause, String name, Mono<T> work) {
        return Mono.using(
                () -> begin(cause, name),
                observation -> work.contextWrite(it -> it.put(ObservationThreadLocalAccessor.KEY, observation))
                        .doOnError(observation::error),
                Observation::stop);
    }

    /** Does the work on this thread in a span that continues the record's trace, or starts one. */
    public void continuing(ReceivedRecord<?> cause, String name, Runnable work) {
        begin(cause, name).observe(work);
    }

    /** The {@code traceparent} of the span this thread is in. */
    public @Nullable String current() {
        return current(Context.empty());
    }

    /** The {@code traceparent} of the span a pipeline is in, else of the one this thread is in. */
    @Nullable
    String current(ContextView pipeline) {
        Observation observation = pipeline.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
                .orElse(null);
        TracingContext observed =
                observation == null ? null : observation.getContextView().get(TracingContext.class);
        Span span = observed == null || observed.getSpan() == null ? tracer.currentSpan() : observed.getSpan();
        return span == null ? null : traceparent(span.context());
    }

    private Observation begin(ReceivedRecord<?> cause, String name) {
        ReceiverContext<ReceivedRecord<?>> context = new ReceiverContext<>(
                (received, header) -> received.header(header).orElse(null), Kind.CONSUMER);
        context.setCarrier(cause);
        return Observation.start(name, () -> context, observations);
    }

    private static @Nullable String traceparent(TraceContext context) {
        if (context.traceId().isEmpty() || context.spanId().isEmpty()) {
            return null;
        }
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-%s-%s-%s".formatted(context.traceId(), context.spanId(), flags);
    }
}

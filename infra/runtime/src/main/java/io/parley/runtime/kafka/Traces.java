package io.parley.runtime.kafka;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Carries a trace from the record that came to what it causes. Batch listeners get no span of their own from the
 * framework, because a batch belongs to as many traces as it has records.
 */
public final class Traces {

    private static final String SPAN = Traces.class.getName() + ".span";

    private final Tracer tracer;
    private final Propagator propagator;

    public Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** Traces that record and carry nothing; for tests. */
    public static Traces none() {
        return new Traces(Tracer.NOOP, Propagator.NOOP);
    }

    /**
     * Does the work in a span that continues the record's trace, or starts one. What the work publishes belongs to it,
     * and so does what it logs on the threads it hops to.
     */
    public <T> Mono<T> continuing(ReceivedRecord<?> cause, String name, Mono<T> work) {
        return Mono.using(
                () -> spanOf(cause, name),
                span -> work.contextWrite(context -> context.put(SPAN, span)).doOnError(span::error),
                Span::end);
    }

    /** Does the work on this thread in a span that continues the record's trace: its trace id stands in the logs. */
    public void continuing(ReceivedRecord<?> cause, String name, Runnable work) {
        Span span = spanOf(cause, name);
        try (Tracer.SpanInScope ignored = tracer.withSpan(span)) {
            work.run();
        } finally {
            span.end();
        }
    }

    /** The {@code traceparent} of the span this thread is in. */
    public @Nullable String current() {
        return current(Context.empty());
    }

    /** The {@code traceparent} of the span a pipeline is in, else of the one this thread is in. */
    @Nullable
    String current(ContextView context) {
        Span span = context.<Span>getOrEmpty(SPAN).orElse(null);
        if (span != null) {
            return traceparent(span.context());
        }
        Observation observation = context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
                .orElse(null);
        TracingObservationHandler.TracingContext observed = observation == null
                ? null
                : observation.getContextView().get(TracingObservationHandler.TracingContext.class);
        Span onThread = observed != null && observed.getSpan() != null ? observed.getSpan() : tracer.currentSpan();
        return onThread == null ? null : traceparent(onThread.context());
    }

    private Span spanOf(ReceivedRecord<?> cause, String name) {
        return propagator
                .extract(cause, (received, key) -> received.header(key).orElse(null))
                .name(name)
                .kind(Span.Kind.CONSUMER)
                .start();
    }

    private static @Nullable String traceparent(TraceContext context) {
        if (context.traceId().isEmpty() || context.spanId().isEmpty()) {
            return null;
        }
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-%s-%s-%s".formatted(context.traceId(), context.spanId(), flags);
    }
}
